// The command line within the test's own process: quicker than a child, and its terminal can be made up.
import { resolve } from 'node:path';
import { runCli } from '../../src/main/cli/program.ts';
import type { CliSurroundings } from '../../src/main/cli/surroundings.ts';

const programDir = resolve(import.meta.dirname, '../..');

export interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SayOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Columns of the terminal; undefined: a pipe. */
  readonly columns?: number;
  readonly patch?: Partial<CliSurroundings>;
}

/** Runs the words and collects what is printed. */
export async function say(
  words: readonly string[],
  { env = {}, columns, patch = {} }: SayOptions = {},
): Promise<Said> {
  const printed = { stdout: '', stderr: '' };
  const status = await runCli(words, {
    env: { TERM: 'xterm', SHLVL: '1', PATH: process.env['PATH'], ...env },
    platform: 'linux',
    homeDir: '/nonexistent',
    workingDir: '/work',
    stdout: { write: (text) => (printed.stdout += text), isTTY: columns !== undefined, columns },
    stderr: { write: (text) => (printed.stderr += text) },
    version: '1.2.3',
    programDir,
    pageDir: '/nonexistent/page',
    runBridge: () => Promise.reject(new Error('No bridge here.')),
    createCore: () => Promise.reject(new Error('No core in this test.')),
    ...patch,
  });
  return { status, ...printed };
}
