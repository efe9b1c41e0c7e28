// What forms and switches of the servers' page make of entries, rules and lists.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, emptyDraft, entryOf, lineWithoutValue } from '../../src/renderer/state/entry-draft.ts';
import { diffLines } from '../../src/renderer/state/line-diff.ts';
import { ofSource, orderServers, usefulChoices } from '../../src/renderer/state/server-order.ts';
import { denyingPattern, withName, withOffer } from '../../src/renderer/state/tool-switch.ts';
import { isToolAllowed } from '../../src/main/core/relay/tool-rules.ts';
import { sampleServer } from '../support/scripted-host.ts';

describe('an entry as a form', () => {
  const word = fc.string({
    unit: fc.constantFrom('a', 'B', '$', '{', '}', ' ', '=', ':', '"'),
    minLength: 1,
  });
  const plain = word.map((text) => text.trim()).filter((text) => text !== '');
  const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
  const command = fc.record(
    {
      command: plain,
      type: fc.constant('stdio'),
      args: fc.array(fc.oneof(word, fc.constantFrom('', '\n', 'two\nlines'))),
      env: fc.dictionary(fc.constantFrom('A', 'B_C'), fc.oneof(word, fc.constant('x\ny'))),
      cwd: plain,
      description: plain,
      toolTimeoutSeconds: fc.integer({ min: 1, max: 100 }),
      start: fc.constantFrom('lazy', 'eager'),
      session: fc.constantFrom('shared', 'isolated'),
      pinTools: fc.boolean(),
      alwaysAllow: fc.array(word),
    },
    { requiredKeys: ['command'] },
  );
  const url = fc.record(
    {
      serverUrl: fc.webUrl(),
      type: fc.constantFrom('http', 'sse', 'streamable-http'),
      headers: fc.dictionary(fc.constantFrom('A', 'X-B'), plain),
      disabled: fc.boolean(),
      tools: fc.constant({ deny: ['x'] }),
    },
    { requiredKeys: ['serverUrl'] },
  );

  it('comes back as it went where nobody typed', () => {
    fc.assert(
      fc.property(maybe(command), maybe(url), (one, other) => {
        for (const entry of [one, other]) {
          if (entry === undefined) continue;
          expect(entryOf(draftOf('a', entry), entry)).toEqual(entry);
        }
      }),
    );
  });

  it('has what was typed, and nothing of what was left empty', () => {
    const typed = {
      ...emptyDraft,
      command: ' npx ',
      args: '-y\npkg\n',
      env: 'A=1\n\nB=x=y',
      timeout: '20',
      isEager: true,
    };
    expect(entryOf(typed)).toEqual({
      command: 'npx',
      args: ['-y', 'pkg'],
      env: { A: '1', B: 'x=y' },
      toolTimeoutSeconds: 20,
      start: 'eager',
    });
    expect(entryOf({ ...emptyDraft, kind: 'url', url: 'http://h', headers: 'A: b:c' })).toEqual({
      url: 'http://h',
      headers: { A: 'b:c' },
    });
    expect(
      entryOf(
        { ...draftOf('a', { command: 'x', args: ['1'], k: 1 }), kind: 'url', url: 'u' },
        { command: 'x', args: ['1'], k: 1 },
      ),
    ).toEqual({ url: 'u', k: 1 });
    expect(lineWithoutValue('A=1\nB', '=')).toBe('B');
    expect(lineWithoutValue('=1', '=')).toBe('=1');
    expect(lineWithoutValue('A: 1\n', ':')).toBeNull();
  });
});

describe('the switch of a tool', () => {
  const name = fc.constantFrom('read', 'write', 'delete');
  const rules = fc.record(
    { allow: fc.array(fc.oneof(name, fc.constantFrom('*', 're*'))), deny: fc.array(name) },
    { requiredKeys: [] },
  );

  it('offers it or does not, and changes no other tool', () => {
    fc.assert(
      fc.property(rules, name, fc.boolean(), (before, tool, isOffered) => {
        const after = withOffer(before, tool, isOffered);
        expect(isToolAllowed(after, tool)).toBe(isOffered);
        for (const other of ['read', 'write', 'delete', 'more'].filter((one) => one !== tool))
          expect(isToolAllowed(after, other)).toBe(isToolAllowed(before, other));
      }),
    );
  });

  it('cannot undo a pattern, and says which', () => {
    expect(denyingPattern({ deny: ['read', 're*'] }, 'read')).toBe('re*');
    expect(denyingPattern({ deny: ['read'] }, 'read')).toBeNull();
    expect(denyingPattern({ deny: ['a.*'] }, 'abc')).toBeNull();
  });

  it('names it, and forgets the name that is its own', () => {
    expect(withName({ deny: ['x'] }, 'read', 'look')).toEqual({ deny: ['x'], rename: { read: 'look' } });
    expect(withName({ rename: { read: 'look', b: 'c' } }, 'read', 'read')).toEqual({ rename: { b: 'c' } });
  });
});

it('two texts side by side show all lines of both, the same ones on one height', () => {
  const line = fc.constantFrom('a', 'b', 'c', '');
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), fc.array(line, { minLength: 1 }), (old, now) => {
      const rows = diffLines(old.join('\n'), now.join('\n'));
      const column = (side: 'before' | 'after'): readonly string[] =>
        rows.flatMap((row) => (row[side] === null ? [] : [row[side]]));
      expect(column('before')).toEqual(old.join('\n').split('\n'));
      expect(column('after')).toEqual(now.join('\n').split('\n'));
      for (const { before, after, isSame } of rows) expect(isSame && before !== after).toBe(false);
    }),
  );
  expect(diffLines('a\nb\nc', 'a\nx\nc').map(({ isSame }) => isSame)).toEqual([true, false, true]);
});

describe('the order of servers', () => {
  const servers = [
    sampleServer('b', { status: 'ready', sessions: 2, lastSeenAt: 5 }),
    sampleServer('a', { status: 'failed', lastSeenAt: 9 }),
    sampleServer('c', { source: 'registered', enabled: false, status: 'ready' }),
  ];
  const names = (list: readonly { readonly name: string }[]): string => list.map((one) => one.name).join('');

  it('is that of the file, or by name, state, sessions, and when they were heard', () => {
    expect(names(orderServers(servers, 'file'))).toBe('bac');
    expect(names(orderServers(servers, 'name'))).toBe('abc');
    expect(names(orderServers(servers, 'state'))).toBe('abc');
    expect(names(orderServers(servers, 'sessions'))).toBe('bac');
    expect(names(orderServers(servers, 'lastSeen'))).toBe('abc');
  });

  it('offers only choices that make a difference', () => {
    expect(usefulChoices(servers)).toEqual(['all', 'config', 'registered', 'attention']);
    expect(names(ofSource(servers, 'attention'))).toBe('a');
    expect(usefulChoices(servers.slice(0, 1))).toEqual(['all']);
  });
});
