// Which request in flight a message on the one stream of an HTTP+SSE server is taken to belong to.
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/main/core/ports.ts';
import { PendingTable, type Pending } from '../../../../src/main/core/relay/pending.ts';
import { ignored } from '../../../../src/main/core/relay/exchanges.ts';
import { scanMessage } from '../../../../src/main/core/relay/wire/message.ts';
import { causeOf } from '../../../../src/main/core/upstream/sse/cause.ts';

function tableOf(...tokens: readonly (string | null)[]): { table: PendingTable; entries: Pending[] } {
  const table = new PendingTable(systemClock(), () => undefined);
  const entries = tokens.map((progressToken, index) => {
    const pending = table.add({
      peer: null,
      clientId: String(index),
      method: 'tools/call',
      exchange: ignored,
      progressToken,
      timeoutMs: 60_000,
    });
    pending.sent = true;
    return pending;
  });
  return { table, entries };
}

const say = (message: object) => scanMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message })));
const progress = (progressToken: unknown) =>
  say({ method: 'notifications/progress', params: { progressToken, progress: 1 } });

describe('the cause of', () => {
  it('progress is the request with its token, as written', () => {
    const { table, entries } = tableOf('1', '"1"', null);
    expect(causeOf(progress(1), table)).toBe(entries[0]);
    expect(causeOf(progress('1'), table)).toBe(entries[1]);
    expect(causeOf(progress(2), table)).toBe('nobody');
    expect(causeOf(say({ method: 'notifications/progress', params: {} }), table)).toBe('nobody');
  });

  it.each([
    ['a question', { id: 1, method: 'roots/list' }],
    ['a log message', { method: 'notifications/message', params: { level: 'info' } }],
  ])('%s is the newest request that the server has, or none', (_, message) => {
    const { table, entries } = tableOf(null, null, null);
    const [, second, newest] = entries;
    if (newest !== undefined) newest.sent = false;
    expect(causeOf(say(message), table)).toBe(second);
    expect(causeOf(say(message), tableOf().table)).toBeNull();
  });

  it.each(['notifications/tools/list_changed', 'notifications/resources/updated', 'notifications/other'])(
    '%s is none',
    (method) => {
      expect(causeOf(say({ method }), tableOf(null).table)).toBeNull();
    },
  );
});
