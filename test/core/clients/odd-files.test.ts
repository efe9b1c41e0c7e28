// Odd files of every kind of client, connected and disconnected on disk: nothing but the shown lines changes, the client can
// read what it got, and afterwards each byte is what it was.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as fc from 'fast-check';
import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { parse as parseToml, stringify as printToml } from 'smol-toml';
import { expect, it } from 'vitest';
import { connectionBook } from '../../../src/main/core/clients/connection-book.ts';
import { Connections } from '../../../src/main/core/clients/connections.ts';
import { readEntries } from '../../../src/main/core/clients/entry-file.ts';
import { fileChange, shownToken } from '../../../src/main/core/clients/file-change.ts';
import { clientKinds } from '../../../src/main/core/clients/kinds.ts';
import type { ClientKind, EntryFacts } from '../../../src/main/core/clients/types.ts';
import { createRedactor } from '../../../src/shared/redact.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const facts: EntryFacts = {
  url: 'http://127.0.0.1:3004/mcp',
  // As it is shown: the one of the file stands in its place.
  token: shownToken,
  bridge: { command: 'node', args: ['bridge.js'] },
};
const lineEnds = fc.constantFrom('\n', '\r\n');
const name = fc
  .oneof(
    fc.constantFrom('box', 'my server', 'patchbay-2', 'é🙂', 'a.b', '"', '\\'),
    fc.string({ minLength: 1 }),
  )
  .filter((text) => text !== 'patchbay' && text !== '__proto__');
const others = fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });

/** JSON as each of these clients reads it; `comments` and a comma too many only where those are understood. */
function jsonText({ servers: [key = ''] }: ClientKind, hasComments: boolean): fc.Arbitrary<string> {
  const parts = fc.record({
    before: others,
    servers: fc.option(others, { nil: undefined }),
    after: others,
    indent: fc.constantFrom(0, 2, 3, 4, '\t'),
    mark: fc.boolean(),
    lineEnd: lineEnds,
    end: fc.constantFrom('', '\n', '\n\n', '  '),
    comment: fc.constantFrom('', '// patchbay: {"mcpServers": {}}\n', '/* {[" */ ', '/**/\n\n'),
    comma: fc.boolean(),
  });
  return parts.map(({ before, servers, after, indent, mark, lineEnd, end, comment, comma }) => {
    const all = { ...before, ...(servers === undefined ? {} : { [key]: servers }), ...after };
    // A key of the same name behind it would be the one that counts.
    if (servers === undefined) delete all[key];
    else all[key] = servers;
    let text = JSON.stringify(all, null, indent);
    if (hasComments && comma && Object.keys(all).length > 0) text = text.replace(/(\s*)\}$/, ',$1}');
    if (hasComments) text = `${comment}${text}${comment === '' ? '' : ` ${comment}`}`;
    return (mark ? '\uFEFF' : '') + (text + end).replaceAll('\n', lineEnd);
  });
}

const bareKeys = fc.constantFrom('a', 'box', 'my-server', 'patchbay-2', 'é 🙂');
const tomlText = fc
  .record({
    top: fc.dictionary(bareKeys, fc.oneof(fc.string(), fc.integer(), fc.boolean()), { maxKeys: 3 }),
    servers: fc.dictionary(
      bareKeys,
      fc.record({ command: fc.string(), args: fc.array(fc.string(), { maxLength: 3 }) }),
      { maxKeys: 3 },
    ),
    comment: fc.constantFrom('', '# [mcp_servers.patchbay]\n', '\t# why\n\n', "notes = '''\n[other]\n'''\n"),
    mark: fc.boolean(),
    lineEnd: lineEnds,
    end: fc.constantFrom('', '\n', '\n\n', '\n# the end', '\n\n[tui]\n\ttheme = "dark"  # mine\n'),
  })
  .map(({ top, servers, comment, mark, lineEnd, end }) => {
    const body = printToml({
      ...top,
      ...(Object.keys(servers).length === 0 ? {} : { mcp_servers: servers }),
    });
    return (mark ? '\uFEFF' : '') + (comment + body.trimEnd() + end).replaceAll('\n', lineEnd);
  });

/** Connects over `text`, checks what came of it, and disconnects. Resolves with what was in the file then. */
async function thereAndBack(kind: ClientKind, text: string): Promise<string> {
  const homeDir = await tempFolder();
  const connections = new Connections({
    surroundings: { platform: 'linux', homeDir, env: {}, list: () => [] },
    book: connectionBook(homeDir, 'linux', fakeClock()),
    now: () => 1,
  });
  const client = connections.find(kind.id);
  await mkdir(dirname(client.path), { recursive: true });
  await writeFile(client.path, text);
  const plan = await connections.planConnect(client, facts);
  const { line, removed, added } = fileChange(plan);
  await connections.connect(plan, null);
  const connected = await readFile(client.path, 'utf8');
  // The lines that were shown, put where they were shown, are all that is different; what looks like a secret is masked there.
  const masked = (whole: string): string[] => whole.split(/\r\n|\r|\n/).map(createRedactor([]));
  const lines = masked(text);
  expect(lines.slice(line - 1, line - 1 + removed.length)).toEqual(removed);
  expect(masked(connected)).toEqual(lines.toSpliced(line - 1, removed.length, ...added));
  expect(read(kind, connected)).toEqual(withEntry(kind, read(kind, text)));

  const alone = readEntries(connected, kind).without('patchbay');
  const [key = ''] = kind.servers;
  expect({ [key]: {}, ...read(kind, alone) }).toEqual({ [key]: {}, ...read(kind, text) });
  const undoing = await connections.planDisconnect(client);
  if (undoing !== null) await connections.disconnect(undoing);
  return readFile(client.path, 'utf8');
}

type Document = Readonly<Record<string, unknown>>;

function read({ format }: ClientKind, text: string): Document {
  const unmarked = text.replace(/^\uFEFF/, '');
  if (format === 'toml') return parseToml(unmarked);
  const faults: ParseError[] = [];
  const value = parseJsonc(unmarked, faults, { allowTrailingComma: true, allowEmptyContent: true });
  expect(faults).toEqual([]);
  return value ?? {};
}

function withEntry({ servers: [key = ''], entry }: ClientKind, document: Document): Document {
  const own = document[key];
  const before = typeof own === 'object' && own !== null ? own : {};
  return { ...document, [key]: { ...before, patchbay: JSON.parse(JSON.stringify(entry(facts))) } };
}

const readsComments = new Set(['cursor', 'vscode', 'zed']);

it.each(clientKinds.map((kind) => [kind.id, kind] as const))(
  'of %s are byte for byte what they were',
  async (id, kind) => {
    const text = kind.format === 'toml' ? tomlText : jsonText(kind, readsComments.has(id));
    await fc.assert(
      fc.asyncProperty(text, async (odd) => {
        expect(await thereAndBack(kind, odd)).toBe(odd);
      }),
      { numRuns: 25 },
    );
  },
);

const filler = 'x'.repeat(5_000_000);
it.each([
  ['JSON', 'cursor', `{"mcpServers":{"a":{"command":"x"}},"big":"${filler}"}`],
  [
    'JSON with comments',
    'vscode',
    `// ${filler}\r\n{\r\n\t"servers": {\r\n\t\t"a": { "url": "y" }, // b\r\n\t},\r\n}\r\n`,
  ],
  ['TOML', 'codex', `# ${filler}\r\nmodel = "x"\r\n\r\n[mcp_servers.a]\r\ncommand = "x"\r\n`],
])('of five megabytes in %s are so too', { timeout: 60_000 }, async (_form, id, text) => {
  const kind = clientKinds.find((one) => one.id === id);
  if (kind === undefined) throw new Error(`There is no client "${id}".`);
  // Compared by a word, as a difference would be printed whole.
  expect((await thereAndBack(kind, text)) === text).toBe(true);
});
