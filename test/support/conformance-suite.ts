// The official conformance suite as a child process, and what it found as data. It judges nothing: the suite's exit
// status and totals call a run that crashed a success, so neither is looked at.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const program = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url),
);

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

export interface ServerScenarios {
  readonly required: readonly string[];
  /** The required ones first, then those that are run and reported only. */
  readonly all: readonly string[];
}

/** What the suite has for servers of a revision. */
export async function listServerScenarios(revision: Revision): Promise<ServerScenarios> {
  const text = await run(['list', '--requirements', revision]);
  const [, servers = ''] = /^Server scenarios.*\n((?: {2}- .*\n)+)/m.exec(text) ?? [];
  const required = [...servers.matchAll(/^ {2}- (\S+)$/gm)].map(([, name = '']) => name);
  const reported = [...text.matchAll(/^ {4}- (\S+) \[server\]$/gm)].map(([, name = '']) => name);
  if (required.length === 0) throw new Error(`The suite lists no server scenarios for ${revision}:\n${text}`);
  return { required, all: [...required, ...reported] };
}

/** Each scenario has a folder `server-<name>-<time>` with its checks in it. */
async function readResults(folder: string): Promise<Map<string, readonly Check[]>> {
  const results = new Map<string, readonly Check[]>();
  for (const entry of await readdir(folder)) {
    const [, name] = /^server-(.+)-\d{4}-\d{2}-\d{2}T[\d-]+Z$/.exec(entry) ?? [];
    if (name === undefined) continue;
    const text = await readFile(join(folder, entry, 'checks.json'), 'utf8');
    results.set(name, checksSchema.parse(JSON.parse(text)));
  }
  return results;
}

/** Resolves with what it printed, whatever its exit status. */
async function run(words: readonly string[], signal?: AbortSignal): Promise<string> {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
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
