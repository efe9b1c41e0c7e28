// Servers that are not of the configuration, as the hub sees them.
import type { AggregateServer } from '../relay/aggregate/exposure.ts';
import type { Message } from '../relay/wire/message.ts';
import type { ServerRuntime } from './server-runtime.ts';

/** Servers beside those of the configuration, which come and go by themselves. Names of the configuration come first. */
export interface GuestServers {
  all(): readonly ServerRuntime[];
  names(): readonly string[];
  /** The id that a server registered under, by its key; undefined for other names. */
  idOf(name: string): string | undefined;
  /** The one that a name means now, for who uses `current` so far. Throws AppError when that cannot be called. */
  find(name: string, current: ServerRuntime | null): ServerRuntime | undefined;
  /**
   * Of several copies that a name means the one that is to get a request which stands alone, but for those that were tried;
   * undefined where it means none, or none is left.
   */
  copyFor(name: string, message: Message, tried: ReadonlySet<ServerRuntime>): ServerRuntime | undefined;
  /** A copy gave this answer to such a request. */
  answered(copy: ServerRuntime, answer: Buffer): void;
  /** As they are offered under `/mcp`. */
  offered(isTaken: (name: string) => boolean): readonly AggregateServer[];
}
