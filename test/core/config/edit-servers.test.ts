// Edits of the text: only what was asked for changes.
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { addingServer, removingServer, switchingServer } from '../../../src/main/core/config/edit-servers.ts';
import { exampleConfig } from '../../../src/main/core/config/example.ts';
import { faultsOf } from './context.ts';

const entry = { command: 'npx', args: ['-y', 'x'], env: { KEY: '${KEY}' } };
const lines = (...texts: readonly string[]): string => texts.join('\n');

const usual = lines(
  '{',
  '  // The port of the team.',
  '  "gateway": { "port": 3100 }, // not 3004',
  '  "mcpServers": {',
  '    // notes',
  '    "files": {',
  '      "command": "npx"',
  '    }, // files end',
  '    /* far away */',
  '    "far": { "url": "https://example.com/mcp", "enabled": true }',
  '    // "more": {}',
  '  }',
  '}',
  '',
);

describe('addingServer', () => {
  it('puts a server behind the last one and its comments, in the layout of the file', () => {
    expect(addingServer('new', entry)(usual)).toBe(
      usual
        .replace('"enabled": true }', '"enabled": true },')
        .replace(
          '    // "more": {}\n',
          lines(
            '    // "more": {}',
            '    "new": {',
            '      "command": "npx",',
            '      "args": ["-y", "x"],',
            '      "env": {',
            '        "KEY": "${KEY}"',
            '      }',
            '    }',
            '',
          ),
        ),
    );
  });

  it('keeps a byte order mark, CRLF, tabs and a trailing comma', () => {
    const text = '\u{feff}{\r\n\t"mcpServers": {\r\n\t\t"a": { "command": "x" },\r\n\t},\r\n}';
    expect(addingServer('b', { url: 'http://b' })(text)).toBe(
      '\u{feff}{\r\n\t"mcpServers": {\r\n\t\t"a": { "command": "x" },\r\n\t\t"b": {\r\n\t\t\t"url": "http://b"\r\n\t\t},\r\n\t},\r\n}',
    );
  });

  it.each([
    ['{}', '{\n  "mcpServers": {\n    "b": {\n      "url": "http://b"\n    }\n  }\n}'],
    ['{"mcpServers":{}}', '{"mcpServers":{"b": { "url": "http://b" }}}'],
    [
      '{ "mcpServers": { "a": { "command": "x" } } }',
      '{ "mcpServers": { "a": { "command": "x" }, "b": { "url": "http://b" } } }',
    ],
    ['{ "mcpServers": {} }\n', '{ "mcpServers": {"b": { "url": "http://b" }} }\n'],
    ['{\n  "mcpServers": {}\n}', '{\n  "mcpServers": {\n    "b": {\n      "url": "http://b"\n    }\n  }\n}'],
    ['{\n}\n', '{\n  "mcpServers": {\n    "b": {\n      "url": "http://b"\n    }\n  }\n}\n'],
    [
      '{\n    "auth": {} // c\n}',
      '{\n    "auth": {}, // c\n    "mcpServers": {\n        "b": {\n            "url": "http://b"\n        }\n    }\n}',
    ],
    ['{ "servers": [] }', '{ "servers": [{ "name": "b", "url": "http://b" }] }'],
    [
      '{\n  "servers": [\n    { "name": "a", "command": "x" }\n  ]\n}',
      '{\n  "servers": [\n    { "name": "a", "command": "x" },\n    {\n      "name": "b",\n      "url": "http://b"\n    }\n  ]\n}',
    ],
  ])('makes of %j: %j', (before, after) => {
    expect(addingServer('b', { url: 'http://b' })(before)).toBe(after);
  });

  it('keeps a list on one line only while it is short', () => {
    const long = Array.from({ length: 30 }, (_, index) => `argument-${index}`);
    const text = addingServer('b', { command: 'x', args: long })('{\n}');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(40);
    expect(parse(text)).toEqual({ mcpServers: { b: { command: 'x', args: long } } });
  });

  it('does not take a name that is there, in either form', () => {
    const list = '{ "servers": [{ "name": "A", "path": "/mcp/a", "command": "x" }] }';
    expect(() => addingServer('files', entry)(usual)).toThrow(
      expect.objectContaining({ code: 'SERVER_EXISTS', message: 'There is a server "files" already.' }),
    );
    expect(() => addingServer('a', entry)(list)).toThrow(expect.objectContaining({ code: 'SERVER_EXISTS' }));
  });

  it('makes the example of a first start a file with one server', () => {
    const text = addingServer('b', { url: 'http://b' })(exampleConfig);
    expect(faultsOf(text)).toEqual([]);
    expect(text).toBe(
      exampleConfig.replace(/(\n {2}\},\n\}\n)$/, '\n    "b": {\n      "url": "http://b"\n    }$1'),
    );
  });
});

describe('removingServer', () => {
  it('takes the lines of a server with the comment behind it, and no others', () => {
    expect(removingServer('files')(usual)).toBe(
      usual.replace('    "files": {\n      "command": "npx"\n    }, // files end\n', ''),
    );
  });

  it('takes the comma in front of the last one', () => {
    expect(removingServer('far')(usual)).toBe(
      usual
        .replace('    "far": { "url": "https://example.com/mcp", "enabled": true }\n', '')
        .replace('}, // files end', '} // files end'),
    );
  });

  it.each([
    [
      '{ "mcpServers": { "a": {"url":"x"}, "b": {"url":"x"}, "c": {"url":"x"} } }',
      'a',
      '{ "mcpServers": { "b": {"url":"x"}, "c": {"url":"x"} } }',
    ],
    [
      '{ "mcpServers": { "a": {"url":"x"}, "b": {"url":"x"}, "c": {"url":"x"} } }',
      'b',
      '{ "mcpServers": { "a": {"url":"x"}, "c": {"url":"x"} } }',
    ],
    [
      '{ "mcpServers": { "a": {"url":"x"}, /* c */ "c": {"url":"x"} } }',
      'c',
      '{ "mcpServers": { "a": {"url":"x"} /* c */ } }',
    ],
    ['{"mcpServers":{"a":{"url":"x"}}}', 'a', '{"mcpServers":{}}'],
    ['{"mcpServers":{"a":{"url":"x"},}}', 'a', '{"mcpServers":{}}'],
    ['{\n  "mcpServers": {\n    "a": {"url":"x"},\n  },\n}', 'a', '{\n  "mcpServers": {},\n}'],
    ['{"mcpServers":{\n// keep\n"a":{"url":"x"}\n}}', 'a', '{"mcpServers":{\n// keep\n}}'],
    [
      '{"servers":[{"name":"a","command":"x"},{"name":"b","command":"x"}]}',
      'b',
      '{"servers":[{"name":"a","command":"x"}]}',
    ],
    [
      '{"servers":[{"name":"a","command":"x"},{"name":"b","command":"x"}]}',
      'a',
      '{"servers":[{"name":"b","command":"x"}]}',
    ],
    [
      '{"mcpServers":{\n  "a":{"url":"x"}\n, "b":{"url":"x"}\n}}',
      'a',
      '{"mcpServers":{\n  "b":{"url":"x"}\n}}',
    ],
    [
      '{"mcpServers":{\n  "a":{"url":"x"}\n, "b":{"url":"x"} // c\n}}',
      'b',
      '{"mcpServers":{\n  "a":{"url":"x"}\n // c\n}}',
    ],
  ])('makes of %j without %s: %j', (before, name, after) => {
    expect(removingServer(name)(before)).toBe(after);
  });

  it('says what there is when there is no such server', () => {
    expect(() => removingServer('nope')(usual)).toThrow(
      expect.objectContaining({ code: 'SERVER_UNKNOWN', expected: 'It has: files, far.' }),
    );
    expect(() => removingServer('nope')('{}')).toThrow(
      expect.objectContaining({ expected: 'It has none yet.' }),
    );
  });
});

describe('switchingServer', () => {
  it('changes the word that is there', () => {
    expect(switchingServer('far', false)(usual)).toBe(usual.replace('"enabled": true', '"enabled": false'));
    expect(switchingServer('far', true)(usual)).toBe(usual);
  });

  it.each([
    ['"command":"x"', false, '"command":"x", "enabled": false'],
    ['"command":"x"', true, '"command":"x"'],
    ['"command":"x","disabled":true', true, '"command":"x","disabled":false'],
    ['"command":"x","disabled":false', false, '"command":"x","disabled":true'],
    ['"disabled":true,"command":"x","enabled":false', true, '"disabled":false,"command":"x","enabled":true'],
    [
      '"disabled":false,"command":"x","enabled":true',
      false,
      '"disabled":false,"command":"x","enabled":false',
    ],
    ['"enabled": /* for now */ false ,"command":"x"', true, '"enabled": /* for now */ true ,"command":"x"'],
  ])('of {%s} makes, for %s, {%s}', (before, enabled, after) => {
    expect(switchingServer('a', enabled)(`{"mcpServers":{"a":{${before}}}}`)).toBe(
      `{"mcpServers":{"a":{${after}}}}`,
    );
    expect(switchingServer('a', enabled)(`{"servers":[{"name":"a",${before}}]}`)).toBe(
      `{"servers":[{"name":"a",${after}}]}`,
    );
  });

  it('finds servers of the list by their route name', () => {
    const text =
      '{\n  "servers": [\n    {\n      "name": "A b",\n      "path": "/a",\n      "command": "x"\n    }\n  ]\n}';
    expect(switchingServer('a', false)(text)).toBe(
      text.replace('"command": "x"\n', '"command": "x",\n      "enabled": false\n'),
    );
    expect(() => switchingServer('A b', false)(text)).toThrow(
      expect.objectContaining({ code: 'SERVER_UNKNOWN' }),
    );
  });
});
