// `npm test`: formatting, lint, types and the build side by side, then all tests on what was built.
// Ends with one line of totals; the exit status is 1 when anything failed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProject, projectRoot } from './project.ts';
import { findElectron } from '../src/main/cli/doctor/find-electron.ts';
import { runInForeground } from './start/run.ts';
import { runChecks } from './test/checks.ts';
import type { Check, CheckResult } from './test/checks.ts';
import { closingLine, countChecks, countTests, sum } from './test/totals.ts';
import type { TestReport, Totals } from './test/totals.ts';

const { env, execPath, platform } = process;
const checksAtOnce = 2;

/** The longest first, so that the others fit beside them. */
const checks: readonly Check[] = [
  { name: 'build', command: execPath, words: [inProject('scripts', 'build.ts')] },
  tool('lint', 'oxlint/bin/oxlint', '--type-aware', '--deny-warnings'),
  tool('formatting', 'prettier/bin/prettier.cjs', '--check', '.'),
  tool('types', 'typescript/bin/tsc', '-b'),
];

process.chdir(projectRoot);
const results = await runChecks(checks, checksAtOnce, show);
const built = results.some(({ name, passed }) => name === 'build' && passed);
const tests = await runTests(built ? projects() : ['unit']);
const totals = sum(countChecks(results), tests);
console.log(closingLine(totals));
process.exitCode = totals.failed === 0 ? 0 : 1;

/** Without the build only what tests the sources can run. */
function projects(): string[] {
  const always = ['unit', 'integration', 'conformance', 'shell', 'browser'];
  if (findElectron(projectRoot, { platform, env }) !== null) return [...always, 'electron'];
  console.log('The app in its own runtime: skipped: no Electron binary');
  return always;
}

async function runTests(names: readonly string[]): Promise<Totals> {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-test-'));
  const reportFile = path.join(folder, 'report.json');
  const words = [
    inProject('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    ...names.flatMap((name) => ['--project', name]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ];
  try {
    const status = await runInForeground(execPath, words, { ...env, PATCHBAY_BUILT: '1' });
    return countTests(readReport(reportFile), status === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string): TestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestReport;
  } catch {
    return null;
  }
}

function show({ name, passed, output, seconds }: CheckResult): void {
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
  if (!passed) console.log(output.trimEnd());
}

/** Tools are started by their own files: Windows cannot spawn what is in node_modules/.bin. */
function tool(name: string, file: string, ...words: readonly string[]): Check {
  return { name, command: execPath, words: [inProject('node_modules', file), ...words] };
}
