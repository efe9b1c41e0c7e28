// What the command line takes from the process it runs in, so that tests can hand it something else.
import type { Readable } from 'node:stream';
import type { Surroundings } from '../core/start-options.ts';
import type { Core, CoreOptions } from '../core/types.ts';

/** Where text goes: a terminal, or a file or pipe. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Where answers come from: a terminal, or a file or pipe. */
export type InputStream = Readable & { readonly isTTY?: boolean };

/** The words of `patchbay bridge`, as they were written. */
export interface BridgeWords {
  readonly server?: string | undefined;
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly dataDir?: string | undefined;
  /** Default: true. */
  readonly start?: boolean | undefined;
}

export interface CliSurroundings extends Surroundings {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Default: there is nothing to be read. */
  readonly stdin?: InputStream;
  readonly version: string;
  /** The folder of the program: package.json is in it. */
  readonly programDir: string;
  /** The folder of the console's built page. */
  readonly pageDir: string;
  /** Loaded only by `serve`, since every other command starts faster without it. */
  createCore(options: CoreOptions): Promise<Core>;
  /** Loaded only by `bridge`. Resolves when its client has gone. Rejects with BAD_REQUEST for words that cannot be used. */
  runBridge(words: BridgeWords): Promise<void>;
}
