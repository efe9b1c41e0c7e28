// What docs/TROUBLESHOOTING.md has people look for is what Patchbay says.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/TROUBLESHOOTING.md'), 'utf8');
const source = globSync('src/**/*.ts', { cwd: root })
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n');

/** What of it stands in the source: the parts between what differs. */
function unsaid(quoted: string): readonly string[] {
  return quoted
    .split('…')
    .map((part) => part.trim())
    .filter((part) => part.length > 2 && !source.includes(part));
}

it('quotes the words of the program', () => {
  const quoted = [...page.matchAll(/^### `(.+)`$/gm)].map((match) => match[1] ?? '');
  expect(quoted.length).toBeGreaterThan(20);
  expect(quoted.flatMap(unsaid)).toEqual([]);
  expect(unsaid('It … was eaten by the dog.')).toEqual(['was eaten by the dog.']);
});
