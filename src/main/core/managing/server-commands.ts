// The contract's calls about single servers: looking at one, and writing its entry in config.json. Nothing here runs a
// command: entries that are being written are looked at, and what runs is what a person has agreed to.
import { isDeepStrictEqual } from 'node:util';
import type { Commands } from '../../../shared/contract.ts';
import type { ServerEntryInput, ToolRules } from '../../../shared/config-schema.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { FaultReason } from '../../../shared/fault-reasons.ts';
import { serverNameFault } from '../../../shared/names.ts';
import type { EntryFault } from '../../../shared/server-detail.ts';
import { serverEntrySchema, serverNameExpected, urlKeys } from '../../../shared/server-entry-schema.ts';
import type { ServerView } from '../../../shared/state.ts';
import type { serverCalls } from '../../../shared/calls-servers.ts';
import type { Audit } from '../audit/audit.ts';
import { ServerEntries } from '../config/server-entries.ts';
import type { ServerTrial } from '../config/try-server.ts';
import type { ConfigStore } from '../config/types.ts';
import type { Consents } from '../consent/consents.ts';
import type { Clock } from '../ports.ts';
import { clashText, toolNames } from '../relay/tool-names.ts';
import { isToolAllowed } from '../relay/tool-rules.ts';
import type { ServerHub } from '../servers/hub.ts';
import type { Connections } from '../upstream/http/connections.ts';
import { checkCommand, type CommandPlaces } from './check-command.ts';
import { checkUrl } from './check-url.ts';
import { inspectServer, type InspectParts } from './inspect-server.ts';
import { maskedEntry, unmaskedEntry } from './masked-entry.ts';
import { Removals } from './removals.ts';

export interface ServerCommandsOptions {
  readonly hub: ServerHub;
  readonly config: ConfigStore;
  readonly audit: Audit;
  readonly consents: Consents;
  readonly connections: Pick<Connections, 'to'>;
  readonly places: CommandPlaces;
  readonly inspection: Omit<InspectParts, 'clock'>;
  readonly clock: Clock;
  /** Resolves when the newest configuration is in force everywhere. */
  readonly applied: () => Promise<void>;
  readonly viewOf: (name: string) => ServerView;
}

type ServerCommands = Pick<Commands, keyof typeof serverCalls>;
type Entry = Readonly<Record<string, unknown>>;

export function createServerCommands(options: ServerCommandsOptions): ServerCommands {
  const { hub, config, audit, consents, clock, applied, viewOf, places, connections } = options;
  const entries = new ServerEntries(config);
  const removals = new Removals(clock);
  const detailOf = (name: string) => inspectServer(hub.find(name), { ...options.inspection, clock });
  const changed = async (name: string, action: string): Promise<ServerView> => {
    audit.record({ kind: 'configuration', action, subject: name });
    await applied();
    return viewOf(name);
  };
  return {
    inspectServer: async ({ name }) => Promise.resolve(detailOf(name)),
    learnServer: async ({ name }) => {
      await hub.find(name).requireCatalogue();
      return detailOf(name);
    },
    readServerEntry: async ({ name }) => ({ name, entry: maskedEntry(await entries.written(name)) }),
    checkServer: async ({ name, entry, isNew, calls }) => {
      const nameFaults = isNew ? faultsOfName(name, config) : [];
      // A name that is not there yet must not hide what is wrong with the rest.
      const usedName = nameFaults.length === 0 ? name : freeName(config);
      const { trial, whole, faults } = await tryEntry(entries, usedName, entry, isNew);
      const { server } = trial;
      const shown = serverEntrySchema.safeParse(entry);
      const isUrl = server !== null && server.kind !== 'stdio';
      const [command, url] = await Promise.all([
        server?.kind === 'stdio' && server.command.trim() !== '' ? checkCommand(server, places) : null,
        isUrl && calls && faults.length === 0 ? checkUrl(urlOf(whole), connections.to(server)) : null,
      ]);
      const preview = shown.success ? consents.show(name, asEntry(whole), shown.data) : null;
      return { faults: [...nameFaults, ...faults], command, url, preview };
    },
    proposeServerChange: async ({ name, entry }) => {
      const written = await entries.written(name);
      const whole = asEntry(unmaskedEntry(entry, written));
      if (runsTheSame(whole, written)) return consents.show(name, whole, entry);
      return consents.ask(name, whole, entry);
    },
    changeServer: async ({ name, entry, consent }) => {
      const written = await entries.written(name);
      const whole = asEntry(unmaskedEntry(entry, written));
      if (!runsTheSame(whole, written)) consents.require(consent, name, whole);
      await entries.change(name, whole);
      return changed(name, 'changed');
    },
    setToolRules: async ({ name, tools }) => {
      refuseClashes(hub, name, tools);
      await entries.rule(name, tools);
      return changed(name, 'tools ruled');
    },
    removeServer: async ({ name }) => {
      const undo = removals.keep(await entries.remove(name));
      audit.record({ kind: 'configuration', action: 'removed', subject: name });
      await applied();
      return { removed: name, undo };
    },
    restoreServer: async ({ undo }) => {
      const removal = removals.find(undo);
      await entries.restore(removal);
      removals.forget(undo);
      return changed(removal.name, 'put back');
    },
  };
}

function asEntry(entry: Entry): ServerEntryInput {
  return serverEntrySchema.parse(entry);
}

/** What of an entry decides what is run; a change of the rest needs nobody's yes. */
function runsTheSame(one: Entry, other: Entry): boolean {
  return ['command', 'args', 'env', 'cwd'].every((key) => isDeepStrictEqual(one[key], other[key]));
}

function urlOf(entry: Entry): string {
  const found = urlKeys.map((key) => entry[key]).find((value) => typeof value === 'string');
  return typeof found === 'string' ? found.trim() : '';
}

function faultsOfName(name: string, config: ConfigStore): readonly EntryFault[] {
  const fault = serverNameFault(name);
  const faultOf = (message: string, reason: FaultReason, expected = serverNameExpected): EntryFault[] => [
    { key: 'name', message, expected, reason },
  ];
  if (name === '') return faultOf('The name is missing.', { code: 'missing' });
  if (fault !== null) return faultOf(`The name ${fault}.`, { code: 'name-unusable', name });
  if (!config.current.servers.has(name)) return [];
  return faultOf(`There is a server "${name}" already.`, { code: 'name-taken', name }, 'another name');
}

function freeName(config: ConfigStore): string {
  let name = 'new-server';
  while (config.current.servers.has(name)) name += '-';
  return name;
}

interface Tried {
  readonly trial: ServerTrial;
  readonly whole: Entry;
  readonly faults: readonly EntryFault[];
}

async function tryEntry(entries: ServerEntries, name: string, entry: Entry, isNew: boolean): Promise<Tried> {
  try {
    const whole = isNew ? entry : unmaskedEntry(entry, await entries.written(name));
    const trial = await entries.try(name, whole, isNew);
    const faults = trial.faults.map(({ key, message, expected }) => ({
      key: key === '' && message.startsWith('The name ') ? 'name' : key,
      message,
      expected,
    }));
    return { trial, whole, faults };
  } catch (error) {
    const { message, expected = '', details } = toAppError(error);
    const key = typeof details['key'] === 'string' ? details['key'] : '';
    return { trial: { faults: [], server: null }, whole: entry, faults: [{ key, message, expected }] };
  }
}

/** Throws CONFIG_INVALID where a new name is that of another tool that the server offers. */
function refuseClashes(hub: ServerHub, name: string, { rename, ...rules }: ToolRules): void {
  const { catalogue } = hub.find(name);
  const offered = catalogue?.lists.tools.map(({ key }) => key).filter((key) => isToolAllowed(rules, key));
  const [clash] = toolNames(rename, offered ?? null)?.clashes ?? [];
  if (clash === undefined) return;
  throw new AppError('CONFIG_INVALID', clashText(name, clash), {
    expected: 'Take a name that no other tool of the server has.',
    details: { server: name, tool: clash.tool, key: `tools.rename.${clash.tool}` },
  });
}
