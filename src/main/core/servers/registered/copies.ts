// Which of several copies of a registered server is used. Pure.
import type { RegisteredServer } from '../../registry/types.ts';
import type { ServerRuntime } from '../server-runtime.ts';

/** A registered server that may be called, and its connection. */
export interface Copy {
  readonly server: RegisteredServer;
  readonly runtime: ServerRuntime;
}

/**
 * The one in use stays in use while it works; otherwise one that works before one that failed, one with a lease before one
 * without, and of those the one with the fewest sessions. Undefined when there is none.
 */
export function chooseCopy(
  copies: readonly Copy[],
  current: ServerRuntime | null,
): ServerRuntime | undefined {
  const used = copies.find(({ runtime }) => runtime === current);
  if (used !== undefined && (!hasFailed(used) || copies.every(hasFailed))) return used.runtime;
  const [best] = [...copies].sort(
    (one, other) => badness(one) - badness(other) || one.runtime.links.size - other.runtime.links.size,
  );
  return best?.runtime;
}

/** 0 for one that works and has a lease. */
export function badness(copy: Copy): number {
  return (hasFailed(copy) ? 2 : 0) + (copy.server.state === 'healthy' ? 0 : 1);
}

function hasFailed({ runtime }: Copy): boolean {
  return runtime.status.status === 'failed';
}
