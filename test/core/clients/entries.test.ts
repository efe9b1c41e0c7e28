// Our entry in clients' files of every odd shape: what is put in can be read by the client, what is taken out leaves every
// other byte as it was.
import * as fc from 'fast-check';
import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { readEntries } from '../../../src/main/core/clients/entry-file.ts';
import { clientKinds } from '../../../src/main/core/clients/kinds.ts';
import type { EntryFacts } from '../../../src/main/core/clients/types.ts';

const facts: EntryFacts = {
  url: 'http://127.0.0.1:3004/mcp',
  token: 'a.b.c',
  bridge: { command: 'node', args: ['/opt/patch bay/bridge.js'] },
};
const json = { format: 'json', servers: ['mcpServers'] } as const;
const toml = { format: 'toml', servers: ['mcp_servers'] } as const;
const entry = { url: facts.url, headers: { Authorization: 'Bearer a.b.c' } };

const oddJson = [
  '{}',
  '{\n}\n',
  '{"mcpServers":{}}',
  '{\r\n\t"theme": "dark", // mine\r\n\t"mcpServers": {\r\n\t\t"a": { "command": "x" },\r\n\t},\r\n}\r\n',
  '\uFEFF{\n  "mcpServers": {\n    /* first */\n    "a": {"url": "http://x"}\n  }\n}',
  '{"mcpServers":{"a":{"command":"x","args":["-y"]}},"numbers":[1e400,-0.0,12345678901234567890],"é":"🙂\\u0041"}',
  '{\n    "projects": {"/home": {"mcpServers": {"patchbay": {}}}},\n    "mcpServers": {\n        "b": 1\n    }\n}',
  `{"big": "${'x'.repeat(5_000_000)}"}`,
];
const oddToml = [
  '',
  'model = "x"\n',
  'model = "x"',
  '# a comment\r\nmodel = "x" # why\r\n\r\n[mcp_servers.a]\r\ncommand = "npx"\r\nargs = ["-y"]\r\n',
  '[mcp_servers.a]\ncommand = "x"\n\n[mcp_servers.a.env]\nKEY = "v"\n\n[tui]\ntheme = "dark"\n',
  `notes = '''\nlong\n'''\n[other]\nx = 1979-05-27T07:32:00Z\n`,
];

describe('a JSON file', () => {
  it.each(oddJson)('gets the entry and loses it again without another byte changed: %#', (text) => {
    const connected = readEntries(text, json).with('patchbay', entry);
    const read = parseJsonc(connected.replace(/^\uFEFF/, '')) as { mcpServers: Record<string, unknown> };
    expect(read.mcpServers['patchbay']).toEqual(entry);
    const again = readEntries(connected, json);
    // Connecting twice is connecting once.
    expect(again.with('patchbay', entry)).toBe(connected);
    // Where there was no place for servers, an empty one stays.
    const left = again.without('patchbay');
    const emptied = readEntries(left, json).with('patchbay', entry);
    expect([left === text || /"mcpServers": \{\}/.test(left), emptied]).toEqual([true, connected]);
  });

  it('keeps whatever else is in it, in whatever layout', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__' && text !== 'patchbay');
    const servers = fc.dictionary(name, fc.jsonValue(), { maxKeys: 5 });
    const document = fc.record({ servers, indent: fc.constantFrom(0, 2, 4, '\t'), mark: fc.boolean() });
    fc.assert(
      fc.property(document, fc.constantFrom('\n', '\r\n'), ({ servers: own, indent, mark }, lineEnd) => {
        const printed = JSON.stringify({ before: 1, mcpServers: own, after: [own] }, null, indent);
        const text = (mark ? '\uFEFF' : '') + printed.replaceAll('\n', lineEnd);
        const connected = readEntries(text, json).with('patchbay', entry);
        expect(readEntries(connected, json).entries).toEqual({
          ...JSON.parse(JSON.stringify(own)),
          patchbay: entry,
        });
        expect(readEntries(connected, json).without('patchbay')).toBe(text);
      }),
    );
  });

  it.each([
    ['[]', 'The file is no JSON object.'],
    ['{"mcpServers": []}', '"mcpServers" in the file is no object.'],
    ['{"mcpServers": {', 'The file is no JSON object. Line 1'],
  ])('is refused as %s', (text, reason) => {
    expect(() => readEntries(text, json).with('patchbay', entry)).toThrow(reason);
  });
});

describe('a TOML file', () => {
  const tomlEntry = { url: facts.url, http_headers: { Authorization: 'Bearer a.b.c' } };

  it.each(oddToml)('gets the table and loses it again without another byte changed: %#', (text) => {
    const connected = readEntries(text, toml).with('patchbay', tomlEntry);
    const read = parseToml(connected)['mcp_servers'] as Record<string, unknown>;
    expect(read['patchbay']).toEqual(tomlEntry);
    expect(connected.startsWith(text)).toBe(true);
    const left = readEntries(connected, toml).without('patchbay');
    expect(left.startsWith(text) && left.slice(text.length).trim() === '').toBe(true);
    expect(readEntries(connected, toml).with('patchbay', { url: 'http://other' })).toContain('http://other');
  });

  it.each([
    ['model = ', 'The file is not TOML. Line 1'],
    ['mcp_servers = { a = { url = "x" } }\n', 'The file is not TOML.'],
  ])('is refused as %s', (text, reason) => {
    expect(() => readEntries(text, toml).with('patchbay', tomlEntry)).toThrow(reason);
  });

  it('is not touched where lines of a text look like the entry', () => {
    const text = "notes = '''\n[mcp_servers.patchbay]\nurl = 1\n[other]\n'''\n";
    const connected = readEntries(text, toml).with('patchbay', tomlEntry);
    expect(() => readEntries(connected, toml).without('patchbay')).toThrow(
      'is not written as a table of its own',
    );
  });

  it('is not touched where the entry stands in a form that cannot be taken out by lines', () => {
    const text = '[mcp_servers]\npatchbay = { url = "x" }\n';
    expect(() => readEntries(text, toml).without('patchbay')).toThrow('is not written as a table of its own');
  });
});

it.each(clientKinds.map((kind) => [kind.name, kind] as const))(
  'the entry for %s is what its makers document',
  (_name, { entry: make, format, servers }) => {
    const text = readEntries('', { format, servers }).with('patchbay', make(facts));
    expect(text).toMatchSnapshot();
    const withoutToken = JSON.stringify(make({ ...facts, token: null }));
    expect(withoutToken).not.toMatch(/token|authorization/i);
  },
);
