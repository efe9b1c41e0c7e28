// The state that everybody paints from: window, tray, browser console, command line.
// Plain JSON values only; the core is its one writer.
import type { AnnouncementView } from './announcement.ts';
import type { Config } from './config-schema.ts';
import type { ErrorView } from './errors.ts';
import type { Accepted, FaultReason } from './fault-reasons.ts';
import type { RegistrationsView } from './registrations.ts';

/** What a server is doing. `failed` needs a person, or a new demand after a cool-off; all others mend themselves. */
export type ServerStatus = 'stopped' | 'starting' | 'ready' | 'backing-off' | 'failed' | 'stopping';

/**
 * Whether calls are let through to a server: `open` while it is sure to fail or wants a pause, so that calls fail at once;
 * `half-open` while a single attempt finds out.
 */
export type Circuit = 'closed' | 'open' | 'half-open';

/** Where a server comes from. */
export type ServerSource = 'config' | 'built-in' | 'registered';

/** How a server is reached. */
export type ServerKind = 'stdio' | 'http' | 'sse' | 'commands' | 'built-in';

/** The protocol era a server speaks; see docs/ARCHITECTURE.md. */
export type Era = 'legacy' | 'modern';

export interface ServerView {
  readonly name: string;
  readonly source: ServerSource;
  readonly kind: ServerKind;
  readonly enabled: boolean;
  readonly status: ServerStatus;
  /** Held with all others; absent: it is not. */
  readonly paused?: true;
  /** One sentence for people: "ready, 13 tools, 4 sessions", "crashed 3 times: …, retrying in 8 s". */
  readonly summary: string;
  /** Why it is `failed` or `backing-off`, or why it last ended badly; null when all is well. */
  readonly problem: ErrorView | null;
  /** The gateway URL of this server alone, null while the gateway does not listen. */
  readonly url: string | null;
  /** What runs or is called: the command line or URL, secrets masked. */
  readonly target: string;
  readonly pids: readonly number[];
  /** Epoch milliseconds, or null. */
  readonly startedAt: number | null;
  /** When it is tried next, where it does not work. */
  readonly retryAt: number | null;
  readonly circuit: Circuit;
  /** Restarts since Patchbay started. */
  readonly restarts: number;
  readonly sessions: number;
  readonly inFlight: number;
  /** When a message of it last came, in epoch milliseconds; null: none has since Patchbay started. */
  readonly lastSeenAt: number | null;
  /** It runs, and has answered nothing since, in epoch milliseconds; null while it answers. */
  readonly silentSince: number | null;
  /** Counts from the catalogue, null while unknown. */
  readonly tools: number | null;
  /** Tools that are not as they were accepted; absent: none. */
  readonly changedTools?: readonly string[];
  /** New names of `tools.rename` that are not in force, as the server offers another tool of that name; absent: none. */
  readonly nameClashes?: readonly { readonly tool: string; readonly name: string }[];
  readonly resources: number | null;
  readonly prompts: number | null;
  readonly serverInfo: { readonly name: string; readonly version: string } | null;
  readonly protocolVersion: string | null;
  readonly era: Era | null;
}

/** A fault of the configuration file, with its place. */
export interface ConfigFault {
  readonly message: string;
  /** Dotted path of the key, '' for the document itself. */
  readonly key: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  /** The same as `message`, as data. */
  readonly reason?: FaultReason;
  /** The same as `expected`, as data; not where it is a hint that fits one case alone. */
  readonly accepted?: Accepted;
}

/** How the gateway serves by TLS. */
export interface GatewayTls {
  /** `mtls`: clients need a certificate too. */
  readonly mode: 'tls' | 'mtls';
  readonly certFile: string;
  /** Names and addresses that the certificate is good for. */
  readonly names: readonly string[];
  /** When it ends; epoch milliseconds. */
  readonly expiresAt: number;
}

export type GatewayStatus = 'starting' | 'listening' | 'stopping' | 'stopped';

export interface AppState {
  readonly version: string;
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly dataDir: string;
  readonly gateway: {
    readonly status: GatewayStatus;
    readonly url: string | null;
    readonly consoleUrl: string | null;
    readonly sessions: number;
    /** null: plain HTTP. */
    readonly tls: GatewayTls | null;
    /** Why what is configured for the gateway is not in force, such as a certificate that has expired; null when it is. */
    readonly problem: ErrorView | null;
  };
  readonly config: {
    readonly path: string;
    /** Empty when the file as it stands is in force. */
    readonly faults: readonly ConfigFault[];
    /** When the configuration in force was read; epoch milliseconds. */
    readonly loadedAt: number;
  };
  /** What the desktop app is told by the configuration. */
  readonly desktop: Config['desktop'];
  /** Since when all servers are paused, in epoch milliseconds; null: they are not. */
  readonly pausedAt: number | null;
  readonly servers: readonly ServerView[];
  readonly registrations: RegistrationsView;
  /** Our own registration with another proxy. */
  readonly announcement: AnnouncementView;
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** One line of a log. `source` is a server's name, or 'patchbay' for the gateway's own. */
export interface LogLine {
  /** Grows by one for each line of a run; a gap means lines were dropped. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly source: string;
  readonly level: LogLevel;
  readonly text: string;
}

/** A tool as lists show it; `inputSchema` as the server gave it. */
export interface ToolView {
  readonly server: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: unknown;
}
