// Patchbay as people run it: `patchbay serve` as a real child process on a data folder of its own and free ports,
// and commands beside it. Whatever a test leaves running is ended with it.
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { PatchbayClient } from '../../src/shared/contract.ts';
import type { AppState, ServerView } from '../../src/shared/state.ts';
import { createConsoleClient } from '../../src/main/cli/console/console-client.ts';
import { findConsole } from '../../src/main/cli/console/find-console.ts';
import type { RunFile } from '../../src/main/core/data-folder/run-file.ts';
import { expectNoCanary } from './canary.ts';
import { compileCache } from './compile-cache.ts';
import { openMcpSession, type McpSession } from './mcp-session.ts';
import { killProcessesWith } from './processes.ts';
import { startCommand, type Ended, type RunningCommand } from './running-command.ts';
import { until } from './until.ts';

export type { Ended, RunningCommand } from './running-command.ts';

/** The variable by which every process of a test, Patchbay's and its servers', is found in /proc. */
export const markerVariable = 'TEST_MARKER';

export interface ProgramOptions {
  /** Default: a new one, deleted at the end. */
  readonly dataDir?: string;
  /** What config.json holds: text as it is, or a value as JSON. Default: the file stays as it is. */
  readonly config?: unknown;
  /** Words after `serve`. Default: any free ports. */
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A place in which Patchbay runs, or has run. */
export interface Home {
  readonly dataDir: string;
  /** The user's home folder, as the program sees it. */
  readonly userHome: string;
  readonly marker: string;
  readonly configFile: string;
  writeConfig(config: unknown): Promise<void>;
  readText(file: string): Promise<string>;
  /** Starts a command on this data folder. */
  start(words: readonly string[], env?: Readonly<Record<string, string>>): RunningCommand;
  /** Runs a command on this data folder to its end. */
  run(...words: readonly string[]): Promise<Ended>;
  /** The document that a command prints with --json. */
  json(...words: readonly string[]): Promise<unknown>;
  /** Starts `serve` and resolves once the ready line is there. */
  serve(options?: Pick<ProgramOptions, 'words' | 'env'>): Promise<Program>;
  /** Ends every process and deletes the folder. */
  remove(): Promise<void>;
}

/** A Patchbay that is ready. */
export interface Program extends RunningCommand {
  readonly home: Home;
  readonly runFile: RunFile;
  /** The gateway's. */
  readonly url: string;
  readonly client: PatchbayClient;
  state(): Promise<AppState>;
  server(name: string): Promise<ServerView>;
  /** Waits until a server looks as wanted; resolves with how it looks then. */
  untilServer(name: string, fits: (view: ServerView) => boolean): Promise<ServerView>;
  /** A client session on `/mcp/<server>`, or (null) on `/mcp`. */
  open(server: string | null): Promise<McpSession>;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** A home with a Patchbay running in it, for one test; both are gone when the test is over. */
export async function startProgram(options: ProgramOptions = {}): Promise<Program> {
  const home = await testHome(options);
  return home.serve(options);
}

/** A home for one test, gone when the test is over. */
export async function testHome(options: Pick<ProgramOptions, 'dataDir' | 'config'> = {}): Promise<Home> {
  const home = await makeHome(options);
  onTestFinished(() => home.remove());
  return home;
}

/** A home that lives until `remove`, for tests that share one. */
export async function makeHome({
  dataDir,
  config,
}: Pick<ProgramOptions, 'dataDir' | 'config'> = {}): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
  const home = new TestHome(folder, dataDir ?? join(folder, 'data'));
  await mkdir(home.userHome);
  if (config !== undefined) await home.writeConfig(config);
  return home;
}

class TestHome implements Home {
  readonly dataDir: string;
  readonly marker = `marker-${randomUUID()}`;
  readonly userHome: string;
  private readonly folder: string;
  private readonly commands: { readonly words: readonly string[]; readonly command: RunningCommand }[] = [];

  constructor(folder: string, dataDir: string) {
    this.folder = folder;
    this.dataDir = dataDir;
    this.userHome = join(folder, 'home');
  }

  get configFile(): string {
    return join(this.dataDir, 'config.json');
  }

  async writeConfig(config: unknown): Promise<void> {
    await mkdir(this.dataDir, { recursive: true, mode: 0o700 });
    const text = typeof config === 'string' ? config : JSON.stringify(config, null, 2);
    await writeFile(this.configFile, text, { mode: 0o600 });
  }

  readText(file: string): Promise<string> {
    return readFile(join(this.dataDir, file), 'utf8');
  }

  /** The environment is bare: a home of its own, no PATCHBAY_ variables but the data folder, a plain terminal. */
  start(words: readonly string[], env: Readonly<Record<string, string>> = {}): RunningCommand {
    const command = startCommand(words, {
      PATH: process.env['PATH'],
      HOME: this.userHome,
      TERM: 'dumb',
      SHLVL: '1',
      NODE_COMPILE_CACHE: compileCache,
      PATCHBAY_DATA_DIR: this.dataDir,
      [markerVariable]: this.marker,
      ...env,
    });
    this.commands.push({ words, command });
    return command;
  }

  run(...words: readonly string[]): Promise<Ended> {
    return this.start(words).ended;
  }

  async json(...words: readonly string[]): Promise<unknown> {
    const { stdout, stderr } = await this.run(...words, '--json');
    try {
      return JSON.parse(stdout);
    } catch (error) {
      throw new Error(`patchbay ${words.join(' ')} printed ${stdout} and ${stderr}`, { cause: error });
    }
  }

  async serve({
    words = ['--port', '0', '--console-port', '0'],
    env = {},
  }: ProgramOptions = {}): Promise<Program> {
    // But for tests that are about tokens, which say so.
    const auth = words.includes('--auth') ? [] : ['--auth', 'none'];
    const running = this.start(['serve', ...words, ...auth], env);
    let ended: Ended | null = null;
    void running.ended.then((value) => (ended = value));
    await until(
      'the ready line',
      () => {
        if (ended !== null) throw new Error(`patchbay serve ended: ${JSON.stringify(ended)}`);
        return /^Patchbay ready on .*\n/m.test(running.stdout());
      },
      20_000,
    );
    const runFile = JSON.parse(await this.readText('run.json')) as RunFile;
    return new RunningProgram(this, running, runFile);
  }

  async remove(): Promise<void> {
    await killProcessesWith(this.marker);
    const printed = this.commands.map(({ words, command }) => [
      `what "patchbay ${words.join(' ')}" printed`,
      command.stdout() + command.stderr(),
    ]);
    try {
      await expectNoCanary(this.dataDir, Object.fromEntries(printed));
    } finally {
      await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

class RunningProgram implements Program {
  readonly home: Home;
  readonly runFile: RunFile;
  readonly client: PatchbayClient;
  private readonly running: RunningCommand;

  constructor(home: Home, running: RunningCommand, runFile: RunFile) {
    this.home = home;
    this.running = running;
    this.runFile = runFile;
    this.client = createConsoleClient({ find: () => findConsole(home.dataDir) });
  }

  get pid(): number {
    return this.running.pid;
  }

  get url(): string {
    return this.runFile.url;
  }

  get ended(): Promise<Ended> {
    return this.running.ended;
  }

  stdout(): string {
    return this.running.stdout();
  }

  stderr(): string {
    return this.running.stderr();
  }

  signal(signal: NodeJS.Signals): void {
    this.running.signal(signal);
  }

  state(): Promise<AppState> {
    return this.client.getState({});
  }

  async server(name: string): Promise<ServerView> {
    const { servers } = await this.state();
    const found = servers.find((server) => server.name === name);
    if (found === undefined) throw new Error(`There is no server ${name}.`);
    return found;
  }

  async untilServer(name: string, fits: (view: ServerView) => boolean): Promise<ServerView> {
    let last: ServerView | undefined;
    try {
      return await until(`the server ${name}`, async () => {
        last = (await this.state()).servers.find((server) => server.name === name);
        return last !== undefined && fits(last) ? last : null;
      });
    } catch (error) {
      throw new Error(`The server ${name} stays ${JSON.stringify(last)}`, { cause: error });
    }
  }

  open(server: string | null): Promise<McpSession> {
    return openMcpSession(`${this.url}/mcp${server === null ? '' : `/${server}`}`);
  }

  closeOutput(): void {
    this.running.closeOutput();
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.signal(signal);
    return this.ended;
  }
}
