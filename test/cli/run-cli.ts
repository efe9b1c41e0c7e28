// The command line as a real child process, on a data folder whose Patchbay is a console with a scripted host.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createConsole } from '../../src/main/core/console/console.ts';
import type { Console } from '../../src/main/core/console/console.ts';
import { systemClock } from '../../src/main/core/ports.ts';
import type { ContractHost } from '../../src/main/core/types.ts';

const cliFile = resolve(import.meta.dirname, '../../src/main/cli.ts');
const token = randomBytes(32).toString('base64url');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The program's file; default: the command line itself. */
  readonly file?: string;
}

/** A running command, with what it has printed so far. */
export interface RunningCli {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  readonly ended: Promise<Ended>;
}

/** Starts the command line. Its environment is bare: no HOME of ours, no PATCHBAY_ variables, no terminal. */
export function startCli(words: readonly string[], options: CliOptions = {}): RunningCli {
  const child = spawn(process.execPath, [options.file ?? cliFile, ...words], {
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', TERM: 'dumb', SHLVL: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(() => ({ status: child.exitCode, stdout, stderr }));
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

/** Runs the command line to its end. */
export async function runCli(words: readonly string[], options: CliOptions = {}): Promise<Ended> {
  return startCli(words, options).ended;
}

export interface DataFolder {
  readonly dataDir: string;
  /** A console for the host, and the files by which it is found. */
  serve(host: ContractHost, port?: number): Promise<Console>;
  writeRunFile(patch?: Readonly<Record<string, unknown>>): Promise<void>;
  /** A command on this folder. */
  run(...words: readonly string[]): Promise<Ended>;
  start(...words: readonly string[]): RunningCli;
  /** Ends what was served or started and deletes the folder. */
  remove(): Promise<void>;
}

export async function makeDataFolder(): Promise<DataFolder> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-cli-'));
  const consoles: Console[] = [];
  const started: RunningCli[] = [];
  const options = { env: { PATCHBAY_DATA_DIR: dataDir } };
  const ignore = (): void => {};

  async function writeRunFile(patch: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const run = {
      pid: process.pid,
      url: 'http://127.0.0.1:3004',
      consoleUrl: null,
      version: '1.2.3',
      startedAt: 1_700_000_000_000,
    };
    await writeFile(join(dataDir, 'run.json'), JSON.stringify({ ...run, ...patch }), { mode: 0o600 });
  }

  return {
    dataDir,
    writeRunFile,
    async serve(host, port = 0) {
      const served = createConsole({
        host,
        port,
        pageDir: join(dataDir, 'no-page'),
        token,
        clock: systemClock(),
        logger: { error: ignore, warn: ignore, info: ignore, debug: ignore },
        random: randomBytes,
      });
      const consoleUrl = await served.listen();
      consoles.push(served);
      await writeFile(join(dataDir, 'console-token'), `${token}\n`, { mode: 0o600 });
      await writeRunFile({ consoleUrl });
      return served;
    },
    run: (...words) => runCli(words, options),
    start: (...words) => {
      const cli = startCli(words, options);
      started.push(cli);
      return cli;
    },
    async remove() {
      for (const { child } of started) child.kill('SIGKILL');
      await Promise.all(consoles.map((each) => each.close()));
      await rm(dataDir, { recursive: true });
    },
  };
}
