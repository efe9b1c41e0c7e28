// The middle of the core put together: servers, their upstreams, and the sessions on them.
import type { Dispatcher } from 'undici';
import { builtInServerName } from '../../shared/names.ts';
import type { AppState } from '../../shared/state.ts';
import type { Bounds } from './bounds/bounds.ts';
import type { LoadedConfig, ServerConfig } from './config/types.ts';
import type { Launcher } from './launcher/launcher.ts';
import type { PinMemory } from './pins/tool-pins.ts';
import type { Clock, Logger } from './ports.ts';
import { listChangedMessage } from './relay/aggregate/aggregate-link.ts';
import { gatewayIdOf, GatewayPaths } from './relay/aggregate/gateway-paths.ts';
import { StateSeal } from './relay/modern/request-state.ts';
import { SessionIds } from './relay/session-ids.ts';
import type { SessionMemory } from './relay/session-record.ts';
import { Sessions } from './relay/sessions.ts';
import type { Timeouts } from './relay/types.ts';
import { BuiltInUpstream } from './servers/built-in.ts';
import { fingerprint } from './servers/fingerprint.ts';
import type { PauseSwitch } from './servers/pause.ts';
import { ServerHub } from './servers/hub.ts';
import type { OwnedThings } from './relay/owned-things.ts';
import type { ServerMemory } from './servers/memory.ts';
import type { OpenRegistered } from './servers/registered/identify.ts';
import type { LogFeed } from './types.ts';
import { CommandsUpstream } from './upstream/commands/commands-upstream.ts';
import { gatewayClient } from './upstream/handshake.ts';
import type { Connections } from './upstream/http/connections.ts';
import { HttpUpstream } from './upstream/http/http-upstream.ts';
import { StdioUpstream } from './upstream/stdio-upstream.ts';
import type { Upstream, UpstreamHooks } from './upstream/types.ts';

export interface AssemblyOptions {
  readonly version: string;
  readonly config: () => LoadedConfig;
  readonly launcher: Launcher;
  readonly connections: Connections;
  readonly memory: ServerMemory;
  readonly pinMemory: PinMemory;
  readonly ownedThings: OwnedThings;
  readonly pause: PauseSwitch;
  readonly sessionMemory: SessionMemory;
  /** Secret; the same in every run. */
  readonly installKey: Buffer;
  readonly bounds: Bounds;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly logs: LogFeed;
  /** Whether a client has registered under this id, which is in use then. */
  readonly useRegistered: (id: string) => boolean;
  readonly state: () => AppState;
  readonly onChange: () => void;
}

export interface Assembly {
  readonly hub: ServerHub;
  readonly sessions: Sessions;
  readonly openRegistered: OpenRegistered;
}

/** Long enough for `npx` to download a package. */
const startTimeoutMs = 120_000;

/** Nothing starts and nothing listens yet; the hub gets its servers by `apply`. */
export function assemble(options: AssemblyOptions): Assembly {
  const { version, config, clock, logger, logs, state, onChange } = options;
  const client = gatewayClient(version);
  const sessionIdleMs = (): number => config().settings.gateway.sessionIdleMinutes * 60_000;
  const hub = new ServerHub({
    version,
    bounds: options.bounds,
    gatewayPaths: new GatewayPaths(gatewayIdOf(options.installKey)),
    client,
    stateSeal: new StateSeal(options.installKey),
    sessionIdleMs,
    requestMs: () => config().settings.gateway.requestTimeoutSeconds * 1000,
    clock,
    logger,
    memory: options.memory,
    pinMemory: options.pinMemory,
    ownedThings: options.ownedThings,
    pause: options.pause,
    pinTools: () => config().settings.pinTools,
    naming: () => config().settings.aggregate,
    open: (server, hooks) => openUpstream(server, hooks, options),
    builtIn: {
      name: builtInServerName,
      open: () =>
        new BuiltInUpstream(
          { version, state, logs: (source, limit) => logs.read({ source, after: -1, limit }) },
          clock.now(),
        ),
    },
    onChange,
    onListsChanged: (kinds, view) => {
      const messages = new Map(
        kinds.map((kind) => [listChangedMessage(kind).toString(), listChangedMessage(kind)]),
      );
      for (const session of sessions.all()) {
        if (session.target === null && session.access.view === view)
          for (const message of messages.values()) session.send(message);
      }
    },
  });
  const sessions = new Sessions({
    clock,
    ids: new SessionIds(options.installKey),
    memory: options.sessionMemory,
    bounds: options.bounds,
    limits: () => {
      return { maxSessions: config().settings.gateway.maxSessions, idleMs: sessionIdleMs() };
    },
    useRegistered: options.useRegistered,
    connect: (target, peer, access) => {
      const servers = hub.seenBy(access);
      return target === null ? servers.connectAll(peer) : servers.connect(target, peer);
    },
    onChange,
  });
  const openRegistered: OpenRegistered = (server, hooks, patience) =>
    openUpstream(server, hooks, options, { patience, dispatcher: options.connections.registered });
  return { hub, sessions, openRegistered };
}

function openUpstream(
  server: ServerConfig,
  hooks: UpstreamHooks,
  options: AssemblyOptions,
  special: { readonly patience?: Timeouts | undefined; readonly dispatcher?: Dispatcher } = {},
): Upstream {
  const { version, config, launcher, connections, clock, logger } = options;
  const { maxMessageBytes } = config().settings.gateway;
  // Read at each use: limits of time may change while a server runs.
  const timeouts: Timeouts = special.patience ?? {
    get requestMs() {
      return config().settings.gateway.requestTimeoutSeconds * 1000;
    },
    get toolMs() {
      return (config().servers.get(server.name) ?? server).toolTimeoutSeconds * 1000;
    },
  };
  const remembered = options.memory.era(server.name, fingerprint(server));
  const common = {
    gatewayClient: gatewayClient(version),
    timeouts,
    clock,
    logger,
    hooks,
    bounds: options.bounds,
  };
  if (server.kind !== 'stdio') {
    const dispatcher = special.dispatcher ?? connections.to(server);
    if (server.kind === 'commands')
      return new CommandsUpstream({ ...common, config: server, maxMessageBytes, dispatcher });
    return new HttpUpstream({
      ...common,
      config: server,
      maxMessageBytes,
      dispatcher,
      knownKind: server.kind === 'sse' ? 'sse' : remembered.era === 'modern' ? 'modern' : null,
    });
  }
  return new StdioUpstream({
    ...common,
    config: server,
    remembered,
    onEraFound: (era) => options.memory.noteEra(server.name, fingerprint(server), era),
    startTimeoutMs,
    supervise: (events, timing = {}) =>
      launcher.supervise(
        server,
        { maxRestarts: server.maxRestarts, startTimeoutMs, maxLineBytes: maxMessageBytes, timing },
        events,
      ),
  });
}
