import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allCalls, createCallFilter } from '../../src/renderer/activity/call-filter.ts';
import { mergeCalls, mergeNames } from '../../src/renderer/activity/merge-calls.ts';
import { prettyJson } from '../../src/renderer/activity/pretty-json.ts';
import { byteWords, durationWords } from '../../src/renderer/messages/measures.ts';
import { sampleCall } from '../support/sample-calls.ts';

describe('merging calls', () => {
  test('has each call once, in order, as it was last, however they come', () => {
    const news = fc.array(
      fc.record({ id: fc.integer({ min: 1, max: 40 }), revision: fc.integer({ min: 1, max: 99 }) }),
    );
    fc.assert(
      fc.property(fc.array(news), (batches) => {
        const newest = new Map<number, number>();
        let calls = mergeCalls([], [], 1000);
        for (const batch of batches) {
          const distinct = [...new Map(batch.map((one) => [one.id, one])).values()];
          for (const { id, revision } of distinct) newest.set(id, Math.max(revision, newest.get(id) ?? 0));
          calls = mergeCalls(
            calls,
            distinct.map(({ id, revision }) => sampleCall(id, { revision })),
            1000,
          );
        }
        const wanted = [...newest].toSorted(([one], [other]) => one - other);
        expect(calls.map(({ id, revision }) => [id, revision])).toEqual(wanted);
      }),
    );
  });

  test('keeps the newest', () => {
    const calls = mergeCalls([sampleCall(1), sampleCall(2)], [sampleCall(3), sampleCall(4)], 3);
    expect(calls.map(({ id }) => id)).toEqual([2, 3, 4]);
  });
});

describe('choosing calls', () => {
  const calls = [
    sampleCall(1),
    sampleCall(2, { outcome: 'failed', problem: 'No such file', server: null }),
    sampleCall(3, { outcome: 'tool-failed', client: 'cursor' }),
    sampleCall(4, { outcome: 'running', subject: 'write_file', server: 'github' }),
  ];
  const ids = (choice: Partial<typeof allCalls>): readonly number[] =>
    createCallFilter()(calls, { ...allCalls, ...choice }).map(({ id }) => id);

  test('goes by every word, in any case, of client, server, method, name and error', () => {
    expect(createCallFilter()(calls, allCalls)).toBe(calls);
    expect(ids({ query: 'FILE' })).toEqual([1, 2, 3, 4]);
    expect(ids({ query: 'such file' })).toEqual([2]);
    expect(ids({ query: 'github write' })).toEqual([4]);
    expect(ids({ query: 'nothing' })).toEqual([]);
  });

  test('goes by outcome, client and server', () => {
    expect(ids({ outcome: 'bad' })).toEqual([2, 3]);
    expect(ids({ outcome: 'running' })).toEqual([4]);
    expect(ids({ client: 'cursor' })).toEqual([3]);
    expect(ids({ server: 'files', outcome: 'answered' })).toEqual([1]);
    expect(mergeNames([], calls, 'server')).toEqual(['files', 'github']);
    expect(mergeNames(['zed'], calls, 'client')).toEqual(['claude-code', 'cursor', 'zed']);
    const names = ['claude-code', 'cursor'];
    expect(mergeNames(names, calls, 'client')).toBe(names);
  });

  test('goes on from what it knows exactly as if it had begun anew', () => {
    const step = fc.record({
      dropped: fc.integer({ min: 0, max: 3 }),
      added: fc.integer({ min: 0, max: 4 }),
      changed: fc.array(fc.integer({ min: 0, max: 9 })),
      choice: fc.option(
        fc.record({
          query: fc.constantFrom('', 'file', 'other'),
          outcome: fc.constantFrom('all', 'bad', 'running'),
          client: fc.constantFrom('', 'cursor'),
          server: fc.constantFrom('', 'files'),
        }),
        { nil: null },
      ),
    });
    const outcomes = ['answered', 'failed', 'running', 'tool-failed'] as const;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const going = createCallFilter();
        let [known, nextId, choice] = [calls.slice(0, 0), 1, allCalls];
        for (const { dropped, added, changed, choice: chosen } of steps) {
          const fresh = Array.from({ length: added }, () =>
            sampleCall(nextId++, {
              outcome: outcomes[nextId % 4] ?? 'answered',
              client: nextId % 3 === 0 ? 'cursor' : 'other',
            }),
          );
          known = [...known.slice(dropped), ...fresh].map((call, index) =>
            changed.includes(index) ? { ...call, outcome: 'failed', subject: 'other' } : call,
          );
          choice = chosen ?? choice;
          expect(going(known, choice)).toEqual(createCallFilter()(known, choice));
        }
      }),
    );
  });
});

describe('laying out JSON', () => {
  test('looks as JSON.stringify would have it, for whatever it prints', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  test('leaves out and adds nothing but white space, whatever the text is', () => {
    const bare = (text: string): string => text.replaceAll(/\s/g, '');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', 'a', '1', ' ', '\n') }),
        (text) => {
          expect(bare(prettyJson(text))).toBe(bare(text));
        },
      ),
    );
  });

  test('keeps large numbers and texts that end too early as they are', () => {
    expect(prettyJson('{"id":12345678901234567890,"text":"abc')).toBe(
      '{\n  "id": 12345678901234567890,\n  "text": "abc',
    );
  });
});

describe('measures', () => {
  test('are told in units of a readable size', () => {
    const duration = durationWords('en', { ms: 'ms', s: 's', min: 'min' });
    expect([0.04, 9.94, 10, 999, 1000, 59_900, 60_000, 125_000].map(duration)).toEqual([
      '0.0 ms',
      '9.9 ms',
      '10 ms',
      '999 ms',
      '1.0 s',
      '59.9 s',
      '1 min 0 s',
      '2 min 5 s',
    ]);
    const size = byteWords('en', ['B', 'kB', 'MB', 'GB']);
    expect([0, 999, 1000, 3440, 120_000, 999_999, 5_000_000_000_000].map(size)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '3.4 kB',
      '120 kB',
      '1 MB',
      '5,000 GB',
    ]);
  });
});
