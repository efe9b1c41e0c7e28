// Every regular expression of the program, fed with long inputs that those with several ways to match never finish: found in
// the source itself, so that a new one is fed as soon as it is written.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { stripTypeScriptTypes } from 'node:module';
import { parseAst } from 'vite';
import { expect, it } from 'vitest';
import { isRecord } from '../../src/shared/is-record.ts';

const root = join(import.meta.dirname, '..', '..');
/** Steps that grow with the square of this are still done in the time given; powers of it never are. */
const length = 20_000;
const deadlineMs = 2000;
const pumps = [
  ' ',
  'a',
  'A',
  '0',
  '-',
  '_',
  '.',
  ':',
  '/',
  '\\',
  '"',
  "'",
  '=',
  ',',
  ';',
  '[',
  ']',
  '{',
  '$',
  '${',
  '%',
  '@',
  '\t',
  '\n',
  '\r\n',
  '\u001B[',
  'a.',
  'a-',
  '0.',
  'a=',
  '": "',
  '<',
  '-----BEGIN ',
];

function literalsIn(file: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (!isRecord(node) && !Array.isArray(node)) return;
    if (isRecord(node) && isRecord(node['regex'])) found.push(String(node['raw']));
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(stripTypeScriptTypes(readFileSync(join(root, file), 'utf8'))));
  return found;
}

const files = globSync('src/{main,shared}/**/*.ts', { cwd: root });
const literals = [...new Set(files.flatMap(literalsIn))].toSorted();

it('finds those that there are', () => {
  expect(literals.length).toBeGreaterThan(50);
});

it.each(literals)('%s ends on long inputs', (literal) => {
  const ended = runInNewContext(
    `const pattern = ${literal};
     for (const pump of pumps) {
       const filled = pump.repeat(length / pump.length);
       for (const text of [filled, filled + '\\0', 'x' + filled + '!', 'Bearer ' + filled]) {
         pattern.lastIndex = 0;
         text.search(pattern);
       }
     }
     true`,
    { pumps, length },
    { timeout: deadlineMs * pumps.length },
  );
  expect(ended).toBe(true);
});
