// What the page knows of one server at length, over a gateway that answers when the test says so.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createServerReading } from '../../src/renderer/pages/servers/server-reading.ts';
import type { ServerDetail } from '../../src/shared/server-detail.ts';
import { sampleDetail } from '../support/sample-details.ts';
import { readyServer } from '../support/sample-servers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene() {
  const asked: ((detail: ServerDetail) => void)[] = [];
  const ask = (): Promise<ServerDetail> => {
    const { promise, resolve } = Promise.withResolvers<ServerDetail>();
    asked.push(resolve);
    return promise;
  };
  const reading = createServerReading({ inspectServer: ask, learnServer: ask }, 'files');
  return {
    reading,
    asked,
    answer: async (question: number, tools: number | null) => {
      const list = sampleDetail('files').tools ?? [];
      asked[question]?.(sampleDetail('files', { tools: tools === null ? null : list.slice(0, tools) }));
      await vi.advanceTimersByTimeAsync(0);
    },
    tools: () => reading.get().detail?.tools?.length,
  };
}

test('a server that changes all the time is read at once, and again each second', async () => {
  const { reading, asked, answer, tools } = scene();
  let inFlight = 0;
  const change = async (): Promise<void> => {
    reading.see(readyServer('files', { inFlight: (inFlight += 1) }));
    await vi.advanceTimersByTimeAsync(100);
  };
  await change();
  expect(asked).toHaveLength(1);
  await change();
  await answer(0, 3);
  expect(tools()).toBe(3);
  for (let turn = 0; turn < 18; turn += 1) await change();
  expect(asked).toHaveLength(3);
});

test('a server that stays as it is is read once', async () => {
  const { reading, asked } = scene();
  for (let turn = 0; turn < 5; turn += 1) {
    reading.see(readyServer('files'));
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(asked).toHaveLength(1);
});

test('a server that is leaving is not read any more, unless it stays after all', async () => {
  const { reading, asked } = scene();
  reading.see(readyServer('files'));
  reading.see(readyServer('files', { inFlight: 1 }));
  reading.rest();
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toHaveLength(1);
  reading.see(readyServer('files', { inFlight: 1 }));
  expect(asked).toHaveLength(2);
});

test('an answer that comes late does not take the place of a newer one', async () => {
  const { reading, answer, tools } = scene();
  void reading.reload();
  void reading.reload();
  await answer(1, 2);
  await answer(0, 5);
  expect(tools()).toBe(2);
});

test('what a server said when it was started and asked is newer than what was read meanwhile', async () => {
  const { reading, answer, asked, tools } = scene();
  reading.learn();
  reading.learn();
  expect([asked.length, reading.get().busy]).toEqual([1, true]);
  void reading.reload();
  await answer(1, null);
  await answer(0, 4);
  expect([tools(), reading.get().busy]).toEqual([4, false]);
});
