// Servers that are not of the configuration, as the hub sees them.
import type { AggregateServer } from '../relay/aggregate/exposure.ts';
import type { ServerRuntime } from './server-runtime.ts';

/** Servers beside those of the configuration, which come and go by themselves. Names of the configuration come first. */
export interface GuestServers {
  all(): readonly ServerRuntime[];
  names(): readonly string[];
  /** The one that a name means now, for who uses `current` so far. Throws AppError when that cannot be called. */
  find(name: string, current: ServerRuntime | null): ServerRuntime | undefined;
  /** As they are offered under `/mcp`. */
  offered(isTaken: (name: string) => boolean): readonly AggregateServer[];
}
