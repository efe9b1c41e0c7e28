// Edits of files of many layouts: everything but the one server stays byte for byte.
import * as fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { addingServer, removingServer, switchingServer } from '../../../src/main/core/config/edit-servers.ts';
import { faultsOf } from './context.ts';

const entry = { command: 'npx', args: ['-y', 'x'], env: { KEY: '${KEY}' } };

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
