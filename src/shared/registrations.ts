// Servers and clients that registered themselves, as everybody sees them. Plain JSON values only.
import type { ErrorView } from './errors.ts';

/**
 * `pending` waits for a person. `healthy` has a lease; `stale` has none any more and is being looked at, but can still
 * be called; `offline` did not answer.
 */
export type RegistrationState = 'pending' | 'healthy' | 'stale' | 'offline';

/** What stands behind a registered URL: MCP (either era), MCP over HTTP+SSE, or JSON-RPC commands. */
export type RegistrationKind = 'mcp' | 'sse' | 'commands';

export interface RegistrationView {
  /** `<id>_<copy>`. */
  readonly key: string;
  readonly id: string;
  readonly copy: number;
  readonly url: string;
  /** For people; the id where none was given. */
  readonly name: string;
  readonly description: string | null;
  readonly state: RegistrationState;
  /** Null while nobody has found out. */
  readonly kind: RegistrationKind | null;
  /** The address that announced it last. */
  readonly caller: string;
  /** Epoch milliseconds. */
  readonly registeredAt: number;
  readonly lastHeartbeatAt: number | null;
  /** When its lease is over, to the second, in epoch milliseconds; null when it has none. */
  readonly leaseEndsAt: number | null;
  /** How many tools it offers; null while unknown. */
  readonly tools: number | null;
  /** Why it is stale or offline, or why its tools are unknown; null when all is well. */
  readonly problem: string | null;
  /** The same with its code, where it has one. */
  readonly fault?: ErrorView;
}

/** Registered clients of one name and version. Session ids are not shown: they let in. */
export interface ClientView {
  readonly name: string;
  readonly version: string;
  readonly sessions: number;
  /** Of the newest; epoch milliseconds. */
  readonly lastActivityAt: number;
}

/** All who registered. */
export interface RegistrationsView {
  readonly servers: readonly RegistrationView[];
  readonly clients: readonly ClientView[];
}
