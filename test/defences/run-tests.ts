// One run of vitest in a copy of the repository, bounded in time, and what became of each test by its full name.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProvingTests } from './defence.ts';

export interface Outcome {
  readonly name: string;
  readonly status: 'passed' | 'failed';
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const longestMs = 6 * 60_000;

/** Runs the tests of these names. Rejects when there is no report, as with files that cannot be loaded. */
export async function runTests(root: string, tests: readonly ProvingTests[]): Promise<readonly Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-defences-report-'));
  const reportFile = join(folder, 'report.json');
  const words = [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    ...[...new Set(tests.map(({ file }) => projectOf(file)))].flatMap((name) => ['--project', name]),
    ...new Set(tests.map(({ file }) => join('test', file))),
    '--testNamePattern',
    tests.flatMap(({ names }) => names.map(patternOf)).join('|'),
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ];
  try {
    const child = spawn(process.execPath, words, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestMs,
      env: { ...process.env, PATCHBAY_BUILT: '1', NO_COLOR: '1' },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
    await once(child, 'close');
    const text = await readFile(reportFile, 'utf8').catch(() => null);
    if (text === null) throw new Error(`The tests gave no report:\n${said.slice(-2000)}`);
    return outcomesIn(JSON.parse(text) as Report);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function outcomesIn({ testResults }: Report): readonly Outcome[] {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .flatMap(({ fullName, status }) =>
      status === 'passed' || status === 'failed' ? [{ name: fullName.trim(), status }] : [],
    );
}

/** As vitest.config.ts has them. */
function projectOf(file: string): string {
  const [folder = ''] = file.split('/');
  return folder === 'integration' || folder === 'browser' ? folder : 'unit';
}

/** As a pattern; the names of what is around a test are set apart from its own by an arrow there. */
function patternOf(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(' ', ' (?:> )?');
}
