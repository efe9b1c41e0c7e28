// What is shown of several children of one server together. Knows only what they say of themselves.
import type { Circuit } from '../../../shared/state.ts';
import type { SupervisorStatus } from '../launcher/types.ts';
import type { StdioConnection } from './stdio-connection.ts';

/** The last of these times; null where there is none. */
export function newestOf(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Of several children, those that work say nothing of those that do not start. */
export function worstOf(connections: readonly StdioConnection[]): Circuit {
  const circuits = new Set(connections.map(({ starts }) => starts.circuit));
  if (circuits.has('open')) return 'open';
  return circuits.has('half-open') ? 'half-open' : 'closed';
}

/** The status to show for several children: the best one. */
export function mostAlive(statuses: readonly SupervisorStatus[]): SupervisorStatus | undefined {
  const order = ['ready', 'starting', 'backing-off', 'failed', 'stopping', 'stopped'];
  return statuses.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))[0];
}
