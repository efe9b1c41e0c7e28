// The configuration's border: what the rest of the core gets to see of config.json.
import type { Config, ServerEntry, ServerEntryInput, ToolRules } from '../../../shared/config-schema.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import type { ConfigFault } from '../../../shared/state.ts';

interface ServerCommon {
  readonly name: string;
  readonly enabled: boolean;
  readonly tools: ToolRules;
  /** Whether changed tools wait until somebody accepts them; undefined: as for all servers. */
  readonly pinTools?: boolean | undefined;
  readonly toolTimeoutSeconds: number;
  /** Set when the entry cannot be used, such as a variable that is not set: the server is failed, with this. */
  readonly fault: ErrorView | null;
  /** Values that must never be shown or logged (expanded env values and headers). */
  readonly secrets: readonly string[];
}

export interface StdioServerConfig extends ServerCommon {
  readonly kind: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  readonly session: 'shared' | 'isolated';
  readonly start: 'lazy' | 'eager';
  readonly idleMinutes: number;
  readonly maxRestarts: number;
}

export interface HttpServerConfig extends ServerCommon {
  /** `commands`: a server of JSON-RPC commands, which only registers itself. */
  readonly kind: 'http' | 'sse' | 'commands';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** PEM file with authorities of its certificate besides the public ones; null: none. Absolute. */
  readonly caFile: string | null;
  /** Where people write the path of such a file. */
  readonly trustKey: string;
}

/** One server, variables expanded, whatever form it was written in. */
export type ServerConfig = StdioServerConfig | HttpServerConfig;

/** How the gateway serves by TLS. Paths are absolute. */
export interface TlsConfig {
  /** `mtls`: clients need a certificate too. */
  readonly mode: 'tls' | 'mtls';
  readonly certFile: string;
  readonly keyFile: string;
  /** Authorities of the clients' certificates; null where clients need none. */
  readonly caFile: string | null;
}

/** The configuration in force. */
export interface LoadedConfig {
  readonly settings: Config;
  /** By name, in the file's order. */
  readonly servers: ReadonlyMap<string, ServerConfig>;
  /** null: plain HTTP. */
  readonly tls: TlsConfig | null;
  /** PEM file with authorities of registered servers besides the public ones; null: none. Absolute. */
  readonly registeredCaFile: string | null;
  readonly loadedAt: number;
}

/** The file for whoever edits it. */
export interface ReadConfig {
  /** Without byte order mark; '' where there is no file, null where it is no text. */
  readonly text: string | null;
  readonly digest: string;
  readonly faults: readonly ConfigFault[];
}

/** Changes the text of the file; a byte order mark stays. */
export type TextEdit = (raw: string) => string;

export interface ConfigStore {
  readonly path: string;
  readonly current: LoadedConfig;
  /** Faults of the file as it stands; empty when it is in force. */
  readonly faults: readonly ConfigFault[];
  /** Called after each reading of the file, whether it came into force (`current` changed) or has faults. */
  onChange(listener: () => void): () => void;
  /** Each of these edits the file, keeping comments and layout, and resolves when the edit is in force. Rejects with AppError. */
  addServer(name: string, entry: ServerEntryInput): Promise<void>;
  removeServer(name: string): Promise<void>;
  setServerEnabled(name: string, enabled: boolean): Promise<void>;
  /** Changes the text of the file, which must be free of faults. */
  editText(change: TextEdit): Promise<void>;
  /** What a text would be; touches nothing, tells nobody. */
  check(text: string): { readonly config: LoadedConfig | null; readonly faults: readonly ConfigFault[] };
  /** The file as it is at this moment. */
  read(): Promise<ReadConfig>;
  /**
   * Puts `text` in the place of what `read` gave with this digest, and resolves when it is in force. A byte order mark and
   * line ends stay. Rejects with CONFIG_CHANGED, CONFIG_INVALID, NAME_IMITATES or CONFIG_WRITE_FAILED; nothing is
   * written then.
   */
  save(text: string, digest: string): Promise<void>;
  /** Reads the file anew although it has not changed: what it refers to has. Resolves when that is in force. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export type { ServerEntry };
