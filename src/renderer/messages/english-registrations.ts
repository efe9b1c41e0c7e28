// The words of registrations, in English.
import type { RegistrationKind, RegistrationState } from '../../shared/registrations.ts';
import { numbers } from './english-numbers.ts';

const kinds: Record<RegistrationKind, string> = {
  mcp: 'MCP',
  sse: 'MCP, HTTP+SSE',
  commands: 'JSON-RPC commands',
};

const states: Record<RegistrationState, string> = {
  pending: 'Waits for approval',
  healthy: 'Healthy',
  stale: 'No heartbeat, being looked at',
  offline: 'Offline',
};

export const registrations = {
  title: 'Registrations',
  empty:
    'No server has registered itself. One that does, with a POST to /register at the gateway, is listed here.',
  clients: 'Registered clients',
  noClients: 'No client has registered.',
  state: states,
  kinds,
  approve: 'Approve',
  remove: 'Remove',
  kind: 'Speaks',
  tools: 'Tools',
  heartbeat: 'Last heartbeat',
  lease: 'Lease left',
  from: 'Announced from',
  copy: 'Copy',
  onlyCopy: 'the only one',
  ofCopies: (copy: number, copies: number) => `${numbers.format(copy)} (${numbers.format(copies)} in all)`,
  since: 'Registered',
  filter: 'Filter registrations',
  noMatch: (filter: string) => `No registration matches “${filter}”.`,
  ago: (time: string) => `${time} ago`,
  active: (time: string) => `last active ${time} ago`,
  more: (next: number, left: number) =>
    next === left
      ? `Show ${numbers.format(left)} more`
      : `Show ${numbers.format(next)} of ${numbers.format(left)} more`,
  /** Milliseconds as words. */
  seconds: timeSpan,
};

/** In the largest unit of which there are two. */
function timeSpan(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const;
  const [unit, size] = units.find(([, length]) => ms >= 2 * length) ?? ['s', 1000];
  return `${numbers.format(Math.floor(ms / size))} ${unit}`;
}
