// One row for each run of the suite, printed as one table when all are done.
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const variable = 'PATCHBAY_CONFORMANCE_ROWS';

export interface Row {
  readonly order: number;
  readonly target: string;
  readonly revision: string;
  readonly required: string;
  readonly scenarios: string;
  readonly checks: string;
  /** Scenarios that differ from the direct run, all of them on the list. */
  readonly allowed: number;
  readonly seconds: number;
}

export async function addRow(row: Row): Promise<void> {
  const file = process.env[variable];
  if (file !== undefined) await appendFile(file, `${JSON.stringify(row)}\n`);
}

/** For Vitest's global set-up: a file for the rows. */
export async function setup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-conformance-table-'));
  process.env[variable] = join(folder, 'rows');
}

/** Prints them. */
export async function teardown(): Promise<void> {
  const file = process.env[variable];
  if (file === undefined) return;
  const text = await readFile(file, 'utf8').catch(() => '');
  await rm(dirname(file), { recursive: true, force: true });
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
  if (rows.length > 0) process.stdout.write(`\n${format(rows)}\n`);
}

function format(rows: readonly Row[]): string {
  const header = ['in front of', 'revision', 'required', 'scenarios', 'checks', 'allowed', 's'];
  const cells = rows
    .toSorted((a, b) => a.revision.localeCompare(b.revision) || a.order - b.order)
    .map(({ target, revision, required, scenarios, checks, allowed, seconds }) => [
      target,
      revision,
      required,
      scenarios,
      checks,
      String(allowed),
      seconds.toFixed(0),
    ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const line = (words: readonly string[]): string =>
    words
      .map((word, column) => word.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(header), ...cells.map(line)].join('\n');
}
