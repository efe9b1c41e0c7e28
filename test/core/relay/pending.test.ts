import { describe, expect, it } from 'vitest';
import { ownIdIn, PendingTable, timeoutError } from '../../../src/main/core/relay/pending.ts';
import { scanMessage } from '../../../src/main/core/relay/wire/message.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingExchange } from '../../support/listening-peer.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

function setUp(timeoutMs = 5 * minuteMs) {
  const clock = fakeClock();
  const errors: string[] = [];
  const table = new PendingTable(clock, (pending) => errors.push(timeoutError('box', pending).message));
  const pending = table.add({
    peer: null,
    clientId: '1',
    method: 'tools/call',
    exchange: recordingExchange().exchange,
    progressToken: null,
    timeoutMs,
  });
  return { clock, table, pending, errors };
}

describe('the time of a request', () => {
  it('ends after a day, whatever progress the server reports', () => {
    const { clock, table, pending, errors } = setUp();
    for (let passedMs = 0; passedMs < dayMs; passedMs += 4 * minuteMs) {
      expect(errors).toEqual([]);
      clock.advance(4 * minuteMs);
      table.extend(pending);
    }
    expect(errors).toEqual(['"box" did not answer tools/call within 86400 s.']);
    expect(clock.pending()).toBe(0);
  });

  it('ends after a day, even if the client never answers what the server asked', () => {
    const { clock, table, pending, errors } = setUp();
    const release = table.hold(pending);
    clock.advance(dayMs - minuteMs);
    expect(errors).toEqual([]);
    clock.advance(2 * minuteMs);
    expect(errors).toEqual(['"box" did not answer tools/call within 86400 s.']);
    release();
    expect(clock.pending()).toBe(0);
  });

  it('is never shorter than its own limit, nor longer without progress', () => {
    const [long, short] = [setUp(2 * dayMs), setUp()];
    long.clock.advance(2 * dayMs - minuteMs);
    expect(long.errors).toEqual([]);
    long.clock.advance(2 * minuteMs);
    expect(long.errors).toEqual(['"box" did not answer tools/call within 172800 s.']);
    short.clock.advance(6 * minuteMs);
    expect(short.errors).toEqual(['"box" did not answer tools/call within 300 s.']);
  });
});

it.each([
  ['7', 7],
  ['"7"', 7],
  ['123456789012345', 123_456_789_012_345],
  ['1234567890123456768', 1_234_567_890_123_456_768],
  ['1e3', 1000],
  ['-7', -7],
  ['7.0', 7],
  ['"seven"', Number.NaN],
  ['null', 0],
])('our id in an answer is found however it is written: %s', (id, found) => {
  const answer = scanMessage(Buffer.from(`{"jsonrpc":"2.0","id":${id},"error":{"code":1,"message":""}}`));
  expect(ownIdIn(answer)).toBe(found);
});
