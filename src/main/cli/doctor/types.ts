// What the doctor knows of a machine, and what it says. Facts are gathered in one place, judged in another.
import type { ErrorView } from '../../../shared/errors.ts';
import type { TlsWarning } from '../../core/tls/credentials.ts';
import type { AppState, ConfigFault } from '../../../shared/state.ts';

/** Whether Patchbay runs on the data folder. */
export type RunFact =
  | { readonly status: 'running'; readonly state: AppState }
  | { readonly status: 'stopped' }
  /** run.json is there, but no command reaches it; the message says why. */
  | { readonly status: 'unreachable'; readonly message: string };

/** Who has a port. */
export type PortUse = 'free' | 'taken' | 'not-allowed';

export interface PortFact {
  readonly host: string;
  readonly port: number;
  readonly use: PortUse;
}

export interface FolderFact {
  readonly path: string;
  readonly status: 'usable' | 'missing' | 'no-folder' | 'not-writable';
  /** Permission bits; null on Windows and where there is no folder. */
  readonly mode: number | null;
}

export interface CommandFact {
  readonly server: string;
  readonly command: string;
  readonly status: 'executable' | 'not-executable' | 'missing';
  /** The file that would run. */
  readonly file: string | null;
}

export interface ConfigFact {
  readonly path: string;
  readonly exists: boolean;
  readonly faults: readonly ConfigFault[];
  /** Enabled servers that cannot be used as they are written, such as for a variable that is not set. */
  readonly unusable: readonly { readonly server: string; readonly message: string }[];
  readonly commands: readonly CommandFact[];
}

/** The certificate of the gateway, as its files stand. */
export interface TlsFact {
  readonly certFile: string;
  /** Epoch milliseconds; null when the files cannot be used. */
  readonly expiresAt: number | null;
  /** What is wrong with the files. */
  readonly problem: ErrorView | null;
  /** What is odd about files that can be used. */
  readonly warnings: readonly TlsWarning[];
}

export interface Facts {
  readonly platform: NodeJS.Platform;
  readonly nodeVersion: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run: RunFact;
  readonly folder: FolderFact;
  readonly config: ConfigFact;
  /** null: none is configured. */
  readonly tls: TlsFact | null;
  readonly gatewayPort: PortFact;
  readonly consolePort: PortFact;
  /** Where Electron's program is; null when it is not there. */
  readonly electron: string | null;
}

export type CheckStatus = 'ok' | 'warning' | 'failed';

export interface Check {
  readonly id: string;
  readonly status: CheckStatus;
  /** What was looked at and how it is. */
  readonly message: string;
  /** What to do; absent when all is well. */
  readonly advice?: string;
}
