// What the command line takes from the process it runs in, so that tests can hand it something else.
import type { Surroundings } from '../core/start-options.ts';
import type { Core, CoreOptions } from '../core/types.ts';

/** Where text goes: a terminal, or a file or pipe. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface CliSurroundings extends Surroundings {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly version: string;
  /** The folder of the program: package.json is in it. */
  readonly programDir: string;
  /** The folder of the console's built page. */
  readonly pageDir: string;
  /** Loaded only by `serve`, since every other command starts faster without it. */
  createCore(options: CoreOptions): Promise<Core>;
}
