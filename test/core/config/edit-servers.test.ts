// Edits of the text: only what was asked for changes.
import * as fc from 'fast-check';
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

describe('edits of any file', () => {
  const eol = fc.constantFrom('\n', '\r\n');
  const unit = fc.constantFrom('  ', '    ', '\t', '');
  const comment = fc.constantFrom('', '// c "x": {', '/* c, } */');
  const server = fc.constantFrom(
    '{"command":"x"}',
    '{ "url": "http://h/" , "autoApprove": [ "a,b" ,] }',
    '{\n"command": "x", // }\n"args": [\n"1",\n"2" ]\n}',
    '{ "command": "a\\"}{" , /* , */ "disabled": true }',
  );
  const member = fc.record({ body: server, above: comment, behind: comment });
  const name = fc.constantFrom('a', 'b', 'c', 'd');

  interface Written {
    readonly text: string;
    readonly names: readonly string[];
  }

  const file: fc.Arbitrary<Written> = fc
    .record({
      eol,
      unit,
      mark: fc.constantFrom('', '\u{feff}'),
      members: fc.array(member, { minLength: 1, maxLength: 4 }),
      trailing: fc.boolean(),
      isList: fc.boolean(),
      inside: comment,
      outside: comment,
    })
    .map(({ eol, unit, mark, members, trailing, isList, inside, outside }) => {
      const names = members.map((_, index) => 'abcd'.charAt(index));
      const body = members.flatMap(({ body, above, behind }, index) => {
        const comma = trailing || index < members.length - 1 ? ',' : '';
        const [first = '', ...rest] = (
          isList ? body.replace('{', `{"name":"${names[index]}",`) : `"${names[index]}": ${body}`
        ).split('\n');
        const last = rest.pop();
        const own =
          last === undefined ? [`${first}${comma} ${behind}`] : [first, ...rest, `${last}${comma} ${behind}`];
        return [...(above === '' ? [] : [above]), ...own].map((line) => unit + unit + line);
      });
      const [open, close] = isList ? ['"servers": [', ']'] : ['"mcpServers": {', '}'];
      const all = [
        `{ ${outside}`,
        unit + open,
        ...body,
        ...(inside === '' ? [] : [unit + inside]),
        unit + close + (trailing ? ',' : ''),
        '}',
        '',
      ];
      return { text: mark + all.join(eol), names };
    });

  const commentsOf = (text: string): number => text.match(/\/\/ c|\/\* c/g)?.length ?? 0;

  it('start from valid files', () => {
    fc.assert(
      fc.property(file, ({ text }) => {
        expect(faultsOf(text)).toEqual([]);
      }),
    );
  });

  it('leave it byte for byte the same after adding and removing', () => {
    fc.assert(
      fc.property(file, ({ text }) => {
        const added = addingServer('new', entry)(text);
        expect(faultsOf(added)).toEqual([]);
        expect(removingServer('new')(added)).toBe(text);
      }),
    );
  });

  it('leave it byte for byte the same after switching off and on where the key is there', () => {
    fc.assert(
      fc.property(file, ({ text, names }) => {
        const once = names.reduce((left, one) => switchingServer(one, false)(left), text);
        expect(faultsOf(once)).toEqual([]);
        const on = names.reduce((left, one) => switchingServer(one, true)(left), once);
        const again = names.reduce(
          (left, one) => switchingServer(one, true)(switchingServer(one, false)(left)),
          on,
        );
        expect(again).toBe(on);
        expect(commentsOf(on)).toBe(commentsOf(text));
      }),
    );
  });

  it('only ever put text in when adding, and only ever take text out when removing', () => {
    fc.assert(
      fc.property(file, name, ({ text, names }, wanted) => {
        expect(isPartOf(text, addingServer('new', entry)(text))).toBe(true);
        fc.pre(names.includes(wanted));
        expect(isPartOf(removingServer(wanted)(text), text)).toBe(true);
      }),
    );
  });

  it('leave all other servers as they were, and line ends of one kind', () => {
    fc.assert(
      fc.property(file, name, ({ text, names }, wanted) => {
        fc.pre(names.includes(wanted));
        const removed = removingServer(wanted)(text);
        expect(faultsOf(removed)).toEqual([]);
        expect(serversOf(removed)).toEqual(serversOf(text).filter(([one]) => one !== wanted));
        const added = addingServer('new', { url: 'http://n' })(removed);
        expect(serversOf(added).slice(0, -1)).toEqual(serversOf(removed));
        expect(/\r\n/.test(text) && /[^\r]\n/.test(added)).toBe(false);
        expect(added.startsWith('\u{feff}')).toBe(text.startsWith('\u{feff}'));
      }),
    );
  });
});

/** Whether `part` is `whole` with pieces cut out. */
function isPartOf(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (character === part.charAt(at)) at += 1;
  return at === part.length;
}

function serversOf(text: string): readonly (readonly [string, unknown])[] {
  const value = parse(text.replace(/^\u{feff}/u, ''), [], { allowTrailingComma: true }) as {
    mcpServers?: Record<string, unknown>;
    servers?: readonly { name: string }[];
  };
  return [
    ...Object.entries(value.mcpServers ?? {}),
    ...(value.servers ?? []).map((item) => [item.name, item] as const),
  ];
}
