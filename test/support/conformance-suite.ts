// The official conformance suite as a child process, and what it found as data. It judges nothing: the suite's exit
// status and totals call a run that crashed a success, so neither is looked at.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const projectRoot = resolve(import.meta.dirname, '../..');
const program = join(projectRoot, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');

/** The revisions that the suite has requirements for. */
export const revisions = ['2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof revisions)[number];

const checksSchema = z.array(
  z.object({
    id: z.string(),
    status: z.enum(['SUCCESS', 'FAILURE', 'WARNING', 'SKIPPED', 'INFO']),
    errorMessage: z.string().optional(),
  }),
);

export type Check = Readonly<z.infer<typeof checksSchema>[number]>;

export interface SuiteRun {
  readonly revision: Revision;
  /** By name; in a scenario the checks in the order in which they were made. */
  readonly scenarios: ReadonlyMap<string, readonly Check[]>;
  readonly durationMs: number;
}

export interface SuiteOptions {
  readonly url: string;
  readonly revision: Revision;
  /** Default: all that the revision requires or reports. Others are run even where they are not on its list. */
  readonly scenarios?: readonly string[];
  /** For the whole run; then it is ended, and what was not reached is missing. Default: two minutes. */
  readonly deadlineMs?: number;
}

/** Runs server scenarios against a URL; one that gave no results has no checks. */
export async function runServerSuite(options: SuiteOptions): Promise<SuiteRun> {
  const { url, revision, deadlineMs = 120_000 } = options;
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-conformance-'));
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(deadlineMs);
  const words = ['server', '--url', url, '--output-dir', folder];
  try {
    if (options.scenarios === undefined) await run([...words, '--requirements', revision], signal);
    for (const name of options.scenarios ?? []) {
      await run([...words, '--scenario', name, '--spec-version', revision, '--force'], signal);
    }
    const expected = options.scenarios ?? (await listServerScenarios(revision)).all;
    const found = await readResults(folder);
    const scenarios = new Map(expected.map((name) => [name, found.get(name) ?? []]));
    return { revision, scenarios, durationMs: performance.now() - startedAt };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Scenarios of one side. */
export interface ScenarioLists {
  readonly required: readonly string[];
  /** The required ones first, then those that are run and reported only. */
  readonly all: readonly string[];
}

/** What the suite has for servers of a revision. */
export async function listServerScenarios(revision: Revision): Promise<ScenarioLists> {
  const text = await run(['list', '--requirements', revision]);
  return listed(text, 'server');
}

/** What the suite has for clients of a revision, apart from authorization, which is the client's own affair. */
export async function listClientScenarios(revision: Revision): Promise<ScenarioLists> {
  const { required, all } = listed(await run(['list', '--requirements', revision]), 'client');
  const isMeant = (name: string): boolean => !name.startsWith('auth/');
  return { required: required.filter(isMeant), all: all.filter(isMeant) };
}

function listed(text: string, side: 'client' | 'server'): ScenarioLists {
  const heading = new RegExp(`^${side} scenarios.*\\n((?: {2}- .*\\n)+)`, 'im');
  const [, section = ''] = heading.exec(text) ?? [];
  const required = [...section.matchAll(/^ {2}- (\S+)$/gm)].map(([, name = '']) => name);
  const reported = [...text.matchAll(/^ {4}- (\S+) \[(client|server)\]$/gm)].flatMap(
    ([, name = '', whose]) => (whose === side ? [name] : []),
  );
  if (required.length === 0) throw new Error(`The suite lists no ${side} scenarios:\n${text}`);
  return { required, all: [...required, ...reported] };
}

export interface ClientSuiteOptions {
  readonly revision: Revision;
  readonly scenarios: readonly string[];
  /** The client: a shell's command line, run in the project's folder. The suite adds its server's URL. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs client scenarios, one after the other; one that gave no results has no checks. */
export async function runClientSuite(options: ClientSuiteOptions): Promise<SuiteRun> {
  const { revision, scenarios: names, command, env } = options;
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-conformance-'));
  const startedAt = performance.now();
  const words = ['client', '--command', command, '--spec-version', revision, '--output-dir', folder];
  try {
    for (const name of names) await run([...words, '--scenario', name], undefined, env);
    const found = await readResults(folder);
    const scenarios = new Map(names.map((name) => [name, found.get(name) ?? []]));
    return { revision, scenarios, durationMs: performance.now() - startedAt };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each scenario has a folder `<name>-<time>` with its checks in it, a server's with `server-` before. */
async function readResults(folder: string): Promise<Map<string, readonly Check[]>> {
  const results = new Map<string, readonly Check[]>();
  for (const entry of await readdir(folder)) {
    const [, name] = /^(?:server-)?(.+)-\d{4}-\d{2}-\d{2}T[\d-]+Z$/.exec(entry) ?? [];
    if (name === undefined) continue;
    const text = await readFile(join(folder, entry, 'checks.json'), 'utf8');
    results.set(name, checksSchema.parse(JSON.parse(text)));
  }
  return results;
}

/** Resolves with what it printed, whatever its exit status. */
async function run(
  words: readonly string[],
  signal?: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  if (signal?.aborted === true) kill();
  signal?.addEventListener('abort', kill, { once: true });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(child, 'close');
  signal?.removeEventListener('abort', kill);
  return output;
}
