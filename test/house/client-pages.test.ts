// The page of each client says what Patchbay really writes, and where.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryName } from '../../src/main/core/clients/entry-name.ts';
import { readEntries } from '../../src/main/core/clients/entry-file.ts';
import { clientKinds } from '../../src/main/core/clients/kinds.ts';

const docs = join(import.meta.dirname, '../../docs');
const facts = {
  url: 'http://127.0.0.1:3004/mcp',
  token: '…',
  bridge: { command: 'node', args: ['/opt/patchbay/out/main/bridge.js'] },
};
const systems = [
  ['Linux', { platform: 'linux', homeDir: '~', env: {} }],
  ['macOS', { platform: 'darwin', homeDir: '~', env: {} }],
  ['Windows', { platform: 'win32', homeDir: '%USERPROFILE%', env: { APPDATA: '%APPDATA%' } }],
] as const;

it('there is a page for each client, linked, and none for others', () => {
  const pages = readdirSync(join(docs, 'clients')).sort();
  expect(pages).toEqual(clientKinds.map(({ id }) => `${id}.md`).sort());
  const overview = readFileSync(join(docs, 'CLIENTS.md'), 'utf8');
  for (const { id, name } of clientKinds) expect(overview).toContain(`[${name}](clients/${id}.md)`);
});

describe.each(clientKinds.map((kind) => [kind.name, kind] as const))('the page of %s', (name, kind) => {
  const page = readFileSync(join(docs, 'clients', `${kind.id}.md`), 'utf8');

  it('has the file on each system, and the entry as it is written', () => {
    expect(page).toMatch(new RegExp(`^# ${name}\n`));
    for (const [system, surroundings] of systems) {
      const [place] = kind.places({ ...surroundings, list: () => [] });
      expect(page).toMatch(new RegExp(`^\\| ${system} +\\| \``, 'm'));
      expect(page).toContain(`\`${place?.file ?? ''}\``);
    }
    const entry = readEntries('', kind).with(entryName, kind.entry(facts)).trim();
    expect(page).toContain(`\`\`\`${kind.format}\n${entry}\n\`\`\``);
  });

  it('tells how to connect, check and undo', () => {
    for (const line of [`patchbay connect ${kind.id}`, `patchbay disconnect ${kind.id}`, '## Checking'])
      expect(page).toContain(line);
  });
});
