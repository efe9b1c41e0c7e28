import { describe, expect, test } from 'vitest';
import { createCallFeed } from '../../src/renderer/activity/call-feed.ts';
import type { ConnectionStatus } from '../../src/renderer/bridge/bridge.ts';
import { createValue } from '../../src/renderer/state/observable.ts';
import type { CallInput } from '../../src/shared/contract.ts';
import { AppError } from '../../src/shared/errors.ts';
import { callsScript, sampleCall } from '../support/sample-calls.ts';
import type { RecordedCalls } from '../support/sample-calls.ts';
import { until } from '../support/until.ts';

function scene(recorded: RecordedCalls = { calls: [], isOn: true, generation: 1 }) {
  const connection = createValue<ConnectionStatus>('live');
  const asked: CallInput<'readCalls'>[] = [];
  const { readCalls } = callsScript(recorded);
  let answers = true;
  let isVisible = true;
  const client = {
    readCalls: async (input: CallInput<'readCalls'>) => {
      asked.push(input);
      if (!answers) throw new AppError('NOT_RUNNING', 'Patchbay does not answer.');
      const page = await readCalls?.({ after: 0, limit: 1000, ...input });
      if (page === undefined) throw new Error('There is no answer.');
      return page;
    },
  };
  const feed = createCallFeed({ client, connection, isVisible: () => isVisible });
  return {
    feed,
    asked,
    recorded,
    connection,
    setAnswering: (value: boolean) => (answers = value),
    setVisible: (value: boolean) => (isVisible = value),
    ids: () => feed.get().calls.map(({ id }) => id),
  };
}

const some = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => sampleCall(from + index));

describe('the feed of recorded calls', () => {
  test('reads what is there, however much it is, then what is new or has changed, each once', async () => {
    const { feed, recorded, asked, ids } = scene({ calls: some(1, 7300), isOn: true, generation: 1 });
    const leave = feed.subscribe(() => {});
    await until('all', () => feed.get().calls.length === 7300);
    expect(ids()).toEqual(some(1, 7300).map(({ id }) => id));
    recorded.calls = [
      ...some(1, 7299),
      sampleCall(7300, { revision: 7302, outcome: 'failed' }),
      sampleCall(7301),
    ];
    await until('the new one', () => feed.get().calls.length === 7301);
    expect(feed.get().calls.at(-2)).toMatchObject({ id: 7300, outcome: 'failed' });
    const before = asked.length;
    await until('two more turns', () => asked.length > before + 1);
    expect(asked.at(-1)).toEqual({ after: 7302, limit: 5000 });
    leave();
  });

  test('misses nothing that it could not read to its end', async () => {
    const { feed, ids, asked, setAnswering } = scene({ calls: some(1, 7300), isOn: true, generation: 1 });
    let isFirst = true;
    const leave = feed.subscribe(() => {
      // The newest are here, and the connection is lost before the older ones are.
      if (isFirst) setAnswering(false);
      isFirst = false;
    });
    await until('a question without an answer', () => asked.some(({ before }) => before !== undefined));
    expect(feed.get().calls).toHaveLength(1000);
    setAnswering(true);
    await until('all', () => feed.get().calls.length === 7300);
    expect(ids()).toEqual(some(1, 7300).map(({ id }) => id));
    leave();
  });

  test('begins anew when the calls were forgotten, also with another run of Patchbay', async () => {
    const { feed, recorded, ids } = scene({ calls: some(1, 20), isOn: true, generation: 1 });
    const leave = feed.subscribe(() => {});
    await until('all', () => feed.get().calls.length === 20);
    recorded.generation = 2;
    recorded.calls = some(3, 4);
    await until('the others', () => feed.get().calls.length === 2);
    expect(ids()).toEqual([3, 4]);
    recorded.generation = 3;
    recorded.calls = [];
    recorded.isOn = false;
    await until('nothing', () => !feed.get().isOn);
    expect(ids()).toEqual([]);
    leave();
  });

  test('asks nothing while nobody watches, the page is hidden or the connection is lost', async () => {
    const { feed, asked, connection, setVisible, recorded } = scene();
    expect(asked).toEqual([]);
    connection.set('lost');
    const leave = feed.subscribe(() => {});
    recorded.calls = some(1, 1);
    setVisible(false);
    connection.set('live');
    feed.refresh();
    expect(asked).toEqual([]);
    setVisible(true);
    await until('the call', () => feed.get().calls.length === 1);
    leave();
    const before = asked.length;
    const again = feed.subscribe(() => {});
    await until('another question', () => asked.length === before + 1);
    again();
  });

  test('says why there is nothing, and keeps what it has when an answer fails', async () => {
    const { feed, setAnswering, recorded } = scene();
    setAnswering(false);
    const leave = feed.subscribe(() => {});
    await until('the failure', () => feed.get().status === 'failed');
    expect(feed.get().error?.code).toBe('NOT_RUNNING');
    setAnswering(true);
    recorded.calls = some(1, 2);
    await until('the calls', () => feed.get().status === 'ready' && feed.get().calls.length === 2);
    expect(feed.get().error).toBeNull();
    leave();
  });
});
