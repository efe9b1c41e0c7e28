// The core as its entries (command line, Electron) and its carriers (console HTTP, IPC) see it.
import type { Commands } from '../../shared/contract.ts';
import type { PlaygroundNews } from '../../shared/playground.ts';
import type { AppState, LogLevel, LogLine } from '../../shared/state.ts';
import type { BridgeStart } from './clients/types.ts';
import type { SecretBox } from './secrets/secret-box.ts';
import type { LoginItem } from './settings/login-item.ts';

/** A value that can be read and watched. Listeners are not called at once, only on change. */
export interface Observable<Value> {
  get(): Value;
  subscribe(listener: (value: Value) => void): () => void;
}

/** A stream of log lines; `read` looks back into the bounded memory of them. */
export interface LogFeed {
  read(query: { source?: string | undefined; after: number; limit: number }): readonly LogLine[];
  subscribe(listener: (lines: readonly LogLine[]) => void): () => void;
}

/** Things that happen; whoever does not listen then never hears of them. */
export interface News<Value> {
  subscribe(listener: (value: Value) => void): () => void;
}

/** All that a carrier needs to serve the contract. */
export interface ContractHost {
  readonly commands: Commands;
  readonly state: Observable<AppState>;
  readonly logs: LogFeed;
  readonly playground: News<PlaygroundNews>;
}

export interface CoreOptions {
  readonly dataDir: string;
  /** Default: `config.json` in the data folder. */
  readonly configPath?: string | undefined;
  /** Flags and environment; they beat the file. */
  readonly overrides?: {
    readonly host?: string | undefined;
    readonly port?: number | undefined;
    readonly authMode?: 'token' | 'none' | undefined;
    readonly logLevel?: LogLevel | undefined;
  };
  /** null: no console. */
  readonly console?: { readonly port: number; readonly pageDir: string } | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Where other programs keep this user's files. Default: the home folder. */
  readonly homeDir?: string;
  /** How clients are to start the bridge. Default: `patchbay bridge`, looked up on their PATH. */
  readonly bridge?: BridgeStart;
  /** The operating system's keychain. Default: none; secrets are kept in files then. */
  readonly secretBox?: SecretBox | null;
  /** How the system starts Patchbay when its user logs in. Default: it cannot. */
  readonly loginItem?: LoginItem | null;
  /** Also print log lines on stderr. */
  readonly logToConsole?: boolean;
}

export interface Core extends ContractHost {
  /** Resolves when the gateway listens. Rejects with AppError (PORT_TAKEN, DATA_DIR_IN_USE, …), leaving nothing open; with NOT_RUNNING after `stop`. */
  start(): Promise<void>;
  /**
   * Lets calls end for five seconds, ends every child, closes everything, removes run.json. Safe to call twice, also during
   * `start`. Rejects with INTERNAL, naming it, when something did not close.
   */
  stop(): Promise<void>;
  /**
   * For the last moment of this process, when nothing can be waited for: ends every child that is left by force, and
   * removes run.json. Synchronous; never throws; does nothing after a complete `stop`.
   */
  endNow(): void;
  /** Writes a mistake of the program itself into the log, where there is one by then; gives it back without secrets. */
  noteMistake(error: unknown): string;
  /** Writes into the log, where there is one by then, what beside the gateway did not work. */
  noteTrouble(message: string): void;
  /** A fresh one-time login link of the browser console; null without console. */
  consoleLink(): string | null;
}
