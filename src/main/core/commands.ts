// The management contract from the core's side: what window, tray, console and command line may ask for.
// Every command answers with what is true afterwards.
import type { Commands } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { isRecord } from '../../shared/is-record.ts';
import type { RegistrationView } from '../../shared/registrations.ts';
import type { AppState, ServerView, ToolView } from '../../shared/state.ts';
import type { AuditLog } from './audit/audit-log.ts';
import type { ClientsCommands } from './clients/open-clients.ts';
import { redactCommandLine, type Redactor } from '../../shared/redact.ts';
import { activityCommands } from './call-log/activity-commands.ts';
import type { CallLog } from './call-log/call-log.ts';
import { recordedLink } from './call-log/recorded-exchange.ts';
import { durationMs } from '../../shared/durations.ts';
import type { OfferCommands } from './offers/offer-commands.ts';
import type { Tokens } from './auth/tokens.ts';
import { createServerCommands, type ServerCommandsOptions } from './managing/server-commands.ts';
import type { ToolPins } from './pins/tool-pins.ts';
import { isToolAllowed } from './relay/tool-rules.ts';
import type { ClientInfo } from './relay/types.ts';
import type { RecentCalls } from './metrics/recent-calls.ts';
import { parseAt } from './relay/wire/message.ts';
import { notRegistered } from './registry/faults.ts';
import type { ServerRegistry } from './registry/server-registry.ts';
import type { RegisteredServer } from './registry/types.ts';
import { GatewayCaller, silentPeer } from './servers/ask.ts';
import { playgroundCommands } from './playground/playground-commands.ts';
import type { Playgrounds } from './playground/playgrounds.ts';
import type { ConfigurationCommands } from './settings/configuration-commands.ts';
import { secretCommands } from './secrets/secret-commands.ts';
import type { SecretStore } from './secrets/secret-store.ts';
import { pauseCommands, type Pause } from './servers/pause.ts';
import type { ServerRuntime } from './servers/server-runtime.ts';
import type { LogFeed } from './types.ts';

export interface CommandsOptions extends Omit<ServerCommandsOptions, 'viewOf'> {
  readonly registered: ServerRegistry;
  readonly logs: LogFeed;
  readonly callLog: CallLog;
  readonly redact: Redactor;
  readonly audit: AuditLog;
  readonly secrets: SecretStore;
  readonly configuration: ConfigurationCommands;
  readonly client: ClientInfo;
  readonly recentCalls: RecentCalls;
  readonly playgrounds: Playgrounds;
  readonly state: () => AppState;
  readonly tokens: Tokens;
  readonly clients: ClientsCommands;
  readonly offers: OfferCommands;
  readonly pause: Pause;
  readonly view: (runtime: ServerRuntime) => ServerView;
  readonly viewRegistered: (server: RegisteredServer) => RegistrationView;
}

/** Failures are AppErrors; each carrier makes its own answer of them. */
export function createCommands(options: CommandsOptions): Commands {
  const {
    hub,
    registered,
    config,
    logs,
    callLog,
    redact,
    audit,
    secrets,
    consents,
    configuration,
    client,
    recentCalls,
    playgrounds,
    state,
    applied,
    tokens,
    clients,
    offers,
    pause,
    view,
    viewRegistered,
  } = options;

  const viewOf = (name: string): ServerView => view(hub.find(name));
  return {
    ...configuration,
    ...clients,
    ...offers,
    ...secretCommands({ secrets, config, audit, applied }),
    ...playgroundCommands(playgrounds),
    ...pauseCommands(pause),
    ...activityCommands({ log: callLog, hub, client, redact }),
    ...createServerCommands({ ...options, viewOf }),
    getState: () => Promise.resolve(state()),
    readRecentCalls: () => Promise.resolve(recentCalls.read()),
    startServer: async ({ name }) => {
      await hub.find(name).start();
      return viewOf(name);
    },
    stopServer: async ({ name }) => {
      await hub.find(name).stop();
      return viewOf(name);
    },
    restartServer: async ({ name }) => {
      await hub.find(name).restart();
      return viewOf(name);
    },
    setServerEnabled: async ({ name, enabled }) => {
      hub.find(name);
      await config.setServerEnabled(name, enabled);
      audit.record({ kind: 'configuration', action: enabled ? 'enabled' : 'disabled', subject: name });
      await applied();
      return viewOf(name);
    },
    proposeServer: ({ name, entry }) => Promise.resolve(consents.ask(name, entry)),
    addServer: async ({ name, entry, consent }) => {
      consents.require(consent, name, entry);
      await config.addServer(name, entry);
      const target = redactCommandLine(entry.command ?? entry.url ?? '', entry.args ?? []);
      audit.record({ kind: 'configuration', action: 'added', subject: name, details: { target } });
      await applied();
      return viewOf(name);
    },
    reviewTools: async ({ name }) => ({ ...pinsOf(hub.find(name)).review(), server: name }),
    acceptTools: ({ name, digest }) => {
      const runtime = hub.find(name);
      const review = pinsOf(runtime).accept(digest);
      if (review.changes.length > 0) {
        const tools = review.changes.map(({ tool }) => tool).join(', ');
        audit.record({ kind: 'approval', action: 'tools accepted', subject: name, details: { tools } });
        hub.changed([runtime]);
      }
      return Promise.resolve({ ...review, server: name });
    },
    approveRegistration: async ({ key }) => {
      const server = await registered.approve(key);
      const { url, caller } = server.record;
      audit.record({ kind: 'approval', action: 'approved', subject: key, details: { url, caller } });
      return viewRegistered(server);
    },
    removeRegistration: async ({ key }) => {
      const reference = { key, id: undefined, copy: undefined, url: undefined };
      if ((await registered.unregister(reference)) === null) throw notRegistered(key);
      audit.record({ kind: 'approval', action: 'unregistered', subject: key });
      return { removed: key };
    },
    listTokens: () => Promise.resolve(tokens.list()),
    createToken: ({ name, expires, scopes }) =>
      tokens.create({ name, lifeMs: durationMs(expires) ?? 0, scopes }),
    revokeToken: async ({ id }) => {
      await tokens.revoke(id);
      return { revoked: id };
    },
    rotateSecret: ({ grace }) => tokens.rotate(durationMs(grace) ?? 0),
    listTools: async ({ server }) => {
      if (server !== undefined) await hub.find(server).requireCatalogue();
      else await hub.settled();
      const runtimes = server === undefined ? hub.all() : [hub.find(server)];
      return runtimes.filter(({ description }) => description.enabled).flatMap(toolsOf);
    },
    callTool: async ({ server, tool, arguments: args }) => {
      hub.find(server);
      const peer = silentPeer('console', client);
      const link = recordedLink(hub.connect(server, peer), { log: callLog, peer, target: server });
      try {
        const caller = new GatewayCaller(link);
        await caller.open(client);
        const answer = await caller.ask('tools/call', { name: tool, arguments: args });
        const result = parseAt(answer.bytes, answer.body);
        return { isError: isRecord(result) && result['isError'] === true, result };
      } finally {
        link.close();
      }
    },
    readAudit: ({ limit }) => audit.read(limit),
    readLogs: async ({ source, after, limit }) => {
      // A server that was removed has lines still; a name that never had any is most likely a slip.
      if (source !== undefined && logs.read({ source, after: -1, limit: 1 }).length === 0) hub.find(source);
      return logs.read({ source, after, limit });
    },
  };
}

function toolsOf({ name: server, catalogue, rules }: ServerRuntime): readonly ToolView[] {
  return (catalogue?.lists.tools ?? [])
    .filter(({ key }) => isToolAllowed(rules, key))
    .map(({ key, text }) => {
      const tool: unknown = JSON.parse(text);
      const name = rules.names?.shown(key) ?? key;
      const { title, description: about, inputSchema } = isRecord(tool) ? tool : {};
      return {
        server,
        name,
        ...(typeof title === 'string' ? { title } : {}),
        ...(typeof about === 'string' ? { description: about } : {}),
        inputSchema: inputSchema ?? {},
      };
    });
}

function pinsOf({ name, pins }: ServerRuntime): ToolPins {
  if (pins !== null) return pins;
  throw new AppError('BAD_REQUEST', `The tools of "${name}" are part of Patchbay, and need nobody's yes.`);
}
