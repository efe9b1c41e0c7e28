import { describe, expect, test } from 'vitest';
import type { ConnectionStatus } from '../../src/renderer/bridge/bridge.ts';
import { createClientEvents } from '../../src/renderer/bridge/client.ts';
import { createLogFeed } from '../../src/renderer/logs/log-feed.ts';
import { createValue } from '../../src/renderer/state/observable.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { CallInput } from '../../src/shared/contract.ts';
import type { LogLine } from '../../src/shared/state.ts';
import { sampleState } from '../support/scripted-host.ts';
import { until } from '../support/until.ts';

/** A gateway's memory of lines, and the page's connection to it. */
function scene() {
  const connection = createValue<ConnectionStatus>('live');
  const events = createClientEvents();
  const asked: CallInput<'readLogs'>[] = [];
  let memory: LogLine[] = [];
  let nextSeq = 0;
  let answers = true;
  const client = {
    on: events.on,
    readLogs: async (input: CallInput<'readLogs'>) => {
      asked.push(input);
      await Promise.resolve();
      if (!answers) throw new AppError('NOT_RUNNING', 'Patchbay does not answer.');
      const { source, after = -1, limit = 500 } = input;
      return memory
        .filter((line) => line.seq > after && (source === undefined || line.source === source))
        .slice(-limit);
    },
  };
  const remember = (...texts: readonly string[]): readonly LogLine[] => {
    const lines = texts.map((text): LogLine => ({
      seq: nextSeq++,
      time: 0,
      source: 'files',
      level: 'info',
      text,
    }));
    memory = [...memory, ...lines];
    return lines;
  };
  const feed = createLogFeed({ client, connection, source: 'files' });
  const shown = () =>
    feed.get().buffer.entries.map((entry) => (entry.kind === 'line' ? entry.line.text : entry.kind));
  return {
    feed,
    shown,
    asked,
    connection,
    events,
    remember,
    send: (...texts: readonly string[]) => events.emitLogs(remember(...texts)),
    setAnswers: (value: boolean) => {
      answers = value;
    },
    restart: () => {
      memory = [];
      nextSeq = 0;
      events.emitState(sampleState({ pid: 2 }));
    },
    shows: (...texts: readonly string[]) =>
      until(`the log to show ${texts.join(', ')}`, () => JSON.stringify(shown()) === JSON.stringify(texts)),
  };
}

describe('a log feed', () => {
  test('shows what was logged before it was watched, then what comes', async () => {
    const { feed, remember, send, shows } = scene();
    remember('before');
    const leave = feed.subscribe(() => {});
    await shows('before');
    send('after');
    await expect(shows('before', 'after')).resolves.toBe(true);
    leave();
  });

  test('asks for nothing and holds no subscription while nobody watches', async () => {
    const { feed, asked, send, shown, shows } = scene();
    expect(asked).toEqual([]);
    const leave = feed.subscribe(() => {});
    send('seen');
    await shows('seen');
    leave();
    leave();
    send('not seen');
    expect(asked).toHaveLength(2);
    expect(shown()).toEqual(['seen']);
  });

  test('puts lines that come during the look back after it', async () => {
    const { feed, remember, send, shows } = scene();
    remember('old');
    const leave = feed.subscribe(() => {});
    send('new');
    await expect(shows('old', 'new')).resolves.toBe(true);
    leave();
  });

  test('marks a gap also between the look back and the first line after it', async () => {
    const { feed, remember, send, shows } = scene();
    remember('before');
    const leave = feed.subscribe(() => {});
    await shows('before');
    remember('lost on the way');
    send('after');
    await expect(shows('before', 'gap', 'after')).resolves.toBe(true);
    leave();
  });

  test('fills in what was logged while the connection was lost', async () => {
    const { feed, connection, remember, send, shows } = scene();
    const leave = feed.subscribe(() => {});
    send('one');
    await shows('one');
    connection.set('lost');
    remember('two', 'three');
    connection.set('live');
    await expect(shows('one', 'two', 'three')).resolves.toBe(true);
    leave();
  });

  test('marks a gap when the gateway has forgotten what was missed', async () => {
    const { feed, connection, send, shows, remember } = scene();
    const leave = feed.subscribe(() => {});
    send('one');
    await shows('one');
    connection.set('lost');
    remember(...Array.from({ length: 10_001 }, (_, index) => `missed ${index}`));
    connection.set('live');
    await until('the gap', () => feed.get().buffer.entries[1]?.kind === 'gap');
    expect(feed.get().buffer.entries[1]).toMatchObject({ missing: 1 });
    leave();
  });

  test('keeps the old run’s lines when Patchbay was restarted, and marks the restart', async () => {
    const { feed, connection, events, restart, remember, send, shows } = scene();
    const leave = feed.subscribe(() => {});
    events.emitState(sampleState({ pid: 1 }));
    send('old run');
    await shows('old run');
    connection.set('lost');
    restart();
    remember('new run');
    connection.set('live');
    await expect(shows('old run', 'restart', 'new run')).resolves.toBe(true);
    leave();
  });

  test('says why the log cannot be read, and reads it once the connection is back', async () => {
    const { feed, connection, remember, setAnswers, shows } = scene();
    setAnswers(false);
    remember('there');
    const leave = feed.subscribe(() => {});
    await until('the failure', () => feed.get().status === 'failed');
    expect(feed.get().error?.message).toBe('Patchbay does not answer.');
    setAnswers(true);
    connection.set('lost');
    connection.set('live');
    await shows('there');
    expect(feed.get()).toMatchObject({ status: 'ready', error: null });
    leave();
  });
});
