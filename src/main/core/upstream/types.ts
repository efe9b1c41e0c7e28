// The border between relay and servers: whatever a server speaks, this is what the relay and the hub see of it.
import type { AppError, ErrorView } from '../../../shared/errors.ts';
import type { Circuit, Era, ServerStatus } from '../../../shared/state.ts';
import type { ModernLink } from '../relay/modern/types.ts';
import type { Link, Peer } from '../relay/types.ts';

/** What a server said of itself when it was opened (MCP basic/lifecycle). */
export interface Handshake {
  /** The `result` of `initialize`, as it came. */
  readonly text: string;
  readonly protocolVersion: string;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly serverInfo: { readonly name: string; readonly version: string };
  readonly instructions: string | undefined;
  readonly era: Era;
}

/** Who a server says it is: another version may speak another era. */
export function identityOf({ serverInfo }: Handshake): string {
  return `${serverInfo.name} ${serverInfo.version}`;
}

/** What is known of a server's era from an earlier run. */
export interface RememberedEra {
  /** null: it is to be found out. */
  readonly era: Era | null;
  /** null where that is not known. */
  readonly identity: string | null;
}

export interface UpstreamStatus {
  readonly status: ServerStatus;
  readonly problem: ErrorView | null;
  readonly pids: readonly number[];
  /** Epoch milliseconds. */
  readonly startedAt: number | null;
  readonly retryAt: number | null;
  readonly circuit: Circuit;
  readonly restarts: number;
  readonly inFlight: number;
  /** Bytes that wait for its child to take them; absent where it has none. */
  readonly waitingBytes?: number;
  /** When a message of it last came, in epoch milliseconds; null: none has since Patchbay started. */
  readonly lastSeenAt: number | null;
  /** It runs, and has answered nothing since, in epoch milliseconds; null while it answers. */
  readonly silentSince: number | null;
  /** The newest, kept while the server is stopped; null until it was once ready. */
  readonly handshake: Handshake | null;
}

/** What an upstream tells its owner. */
export interface UpstreamHooks {
  /** `status` may have changed. */
  onChange(): void;
  /** A session or a call came or went, and nothing else has changed. Absent: as `onChange`. */
  onUse?(): void;
  /** Opened (again): what is known of its lists may be old. */
  onReady(): void;
  /** `notifications/<kind>/list_changed` came. */
  onListChanged(kind: string): void;
  /** Whether the server says of a tool that it changes nothing. Absent: of none. */
  isReadOnlyTool?(name: string): boolean;
  /** Its process ended without being told to. */
  onCrashed(problem: ErrorView): void;
}

/** One server. */
export interface Upstream {
  readonly status: UpstreamStatus;
  /** A session's way to it. Cheap: nothing starts before the first request. */
  connect(peer: Peer): Link;
  /** The same for the gateway's own session, in the newest era that the server speaks. Absent: as `connect`. */
  connectOwn?(peer: Peer): Link;
  /** Which era it speaks; opens it where needed. Rejects with AppError. Absent: the legacy one. */
  era?(): Promise<Era>;
  /** The way to it for modern clients; null unless it is known to be of their era. */
  connectModern?(): ModernLink | null;
  /** Resolves when it is ready; rejects with AppError. */
  start(): Promise<void>;
  /** Ends it now; a later request starts it again. */
  stop(): Promise<void>;
  /** Ends it for good: nothing starts it again. Absent where `stop` is all there is to do. */
  close?(): Promise<void>;
  restart(): Promise<void>;
  /** Somebody says that it is there (again): what failed a moment ago is no reason not to try. */
  expect?(): void;
}

/** One client session on a server that is a URL. */
export interface UrlLink extends Link {
  readonly inFlightCount: number;
  /** Opens the server's session unless it is open. Rejects with AppError. */
  ensureOpen(): Promise<void>;
  /** Resolves when the server has answered something. Rejects with AppError. */
  ping(): Promise<void>;
  /** Ends the session at the server; what is in flight ends with `error`. The next request opens another. */
  reset(error: AppError): void;
}
