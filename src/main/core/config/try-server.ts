// What would come of a server's entry that somebody is still writing: the faults of that entry, and how it would run.
import type { ConfigFault } from '../../../shared/state.ts';
import type { LoadOutcome } from './load-config.ts';
import type { LoadedConfig, ServerConfig } from './types.ts';

/** An entry that somebody is writing. */
export interface ServerTrial {
  /** Keys are those of the entry: `args[1]`; '' for the entry, and for its name. */
  readonly faults: readonly ConfigFault[];
  /** As it would run; null where faults are in the way. */
  readonly server: ServerConfig | null;
}

/** `outcome`: of the file with the entry in it. */
export function tryServer(current: LoadedConfig, name: string, { config, faults }: LoadOutcome): ServerTrial {
  const server = config?.servers.get(name) ?? null;
  const { fault = null } = server ?? {};
  // One that runs under such a name already keeps it.
  const isOld = fault?.code === 'NAME_IMITATES' && current.servers.has(name);
  if (fault === null || isOld) return { faults: faults.map((one) => inEntry(name, one)), server };
  const key = fault.code === 'NAME_IMITATES' ? '' : keyOf(fault.details?.['key']);
  const own: ConfigFault = {
    message: fault.message,
    key,
    line: 0,
    column: 0,
    expected: fault.expected ?? '',
    reason: { code: 'server', problem: fault },
  };
  return { faults: [own], server };
}

/** Where a fault is in the entry, for whoever sees that alone. */
function inEntry(name: string, fault: ConfigFault): ConfigFault {
  const prefix = `mcpServers.${name}`;
  const short = (text: string): string => text.replace(`${prefix}.`, '').replace(prefix, 'It');
  const listed = fault.key.replace(/^servers\[\d+\]\.?/, '');
  const key =
    fault.key === prefix
      ? ''
      : fault.key.startsWith(`${prefix}.`)
        ? fault.key.slice(prefix.length + 1)
        : listed;
  return { ...fault, key, message: short(fault.message) };
}

function keyOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
