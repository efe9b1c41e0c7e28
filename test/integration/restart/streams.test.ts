// What a client had not read when Patchbay was stopped, or killed: it comes on Last-Event-ID, or the client is told to look
// again (S2.4, S4.3).
import { describe, expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { call, openSession, openStream, post, rpc, send } from '../../support/raw-mcp.ts';
import { restartable } from '../../support/restarts.ts';
import { until } from '../../support/until.ts';

const config = configWith({ box: mockEntry() });
const updated = (uri: string) => ({ method: 'notifications/resources/updated', params: { uri } });

/** A session whose client has read one event, left, and missed two. */
async function missing() {
  const patchbay = await restartable(config);
  const url = patchbay.endpoint('box');
  const session = await openSession(url);
  const notify = (uri: string) => post(url, call('n', 'notify', { kind: 'updated', uri }), session);
  for (const uri of ['mock://a', 'mock://b'])
    expect((await post(url, rpc(1, 'resources/subscribe', { uri }), session)).status).toBe(200);
  const listening = await openStream('GET', url, { headers: session });
  await notify('mock://a');
  await until('the first', () => listening.messages().length === 1);
  listening.cut();
  await listening.ended;
  for (const uri of ['mock://b', 'mock://a']) await notify(uri);
  const resumed = { ...session, 'last-event-id': listening.events.at(-1)?.id ?? '' };
  return { patchbay, url, session, resumed, notify };
}

describe('after a stop', () => {
  it('events that were not read come first, then what to look at again, then what is new', async () => {
    const { patchbay, url, resumed, notify } = await missing();
    await patchbay.restart('SIGTERM');
    const again = await openStream('GET', url, { headers: resumed });
    await until('all of it', () => again.messages().length === 7);
    await notify('mock://b');
    await until('the new one', () => again.messages().length === 8);
    const [first, second, ...others] = again.messages();
    expect([first, second]).toMatchObject([updated('mock://b'), updated('mock://a')]);
    expect(others.slice(0, -1).map(({ method }) => method)).toEqual([
      'notifications/tools/list_changed',
      'notifications/resources/list_changed',
      'notifications/prompts/list_changed',
      'notifications/resources/updated',
      'notifications/resources/updated',
    ]);
    expect(others.at(-1)).toMatchObject(updated('mock://b'));
    // Each once, also for the next connection.
    again.cut();
    await again.ended;
    const last = await openStream('GET', url, {
      headers: { ...resumed, 'last-event-id': again.events.at(-1)?.id ?? '' },
    });
    await notify('mock://a');
    await until('another', () => last.messages().length > 0);
    expect(last.messages()).toMatchObject([updated('mock://a')]);
  });

  it('an answer that its client never read is there, once', async () => {
    const patchbay = await restartable(config);
    const url = patchbay.endpoint('box');
    const session = await openSession(url);
    const body = call(7, 'progress', { steps: 2, stepMs: 500 }, { progressToken: 't' });
    const stream = await openStream('POST', url, { body, headers: session });
    await until('a step', () => stream.events.length > 0);
    const [{ id = '' } = {}] = stream.events;
    stream.cut();
    await stream.ended;
    await patchbay.program().untilServer('box', ({ inFlight }) => inFlight === 0);
    await patchbay.restart('SIGTERM');
    const headers = { ...session, 'last-event-id': id };
    const again = await openStream('GET', url, { headers });
    await again.ended;
    expect(again.messages().at(-1)).toMatchObject({ id: 7, result: {} });
    const over = { ...session, accept: 'text/event-stream', 'last-event-id': again.events.at(-1)?.id ?? '' };
    expect((await send('GET', url, { headers: over })).status).toBe(405);
  });
});

describe('after a kill', () => {
  it('the client is told to look again at all that it may have missed', async () => {
    const { patchbay, url, resumed, notify } = await missing();
    await patchbay.restart('SIGKILL');
    const again = await openStream('GET', url, { headers: resumed });
    await until('all of it', () => again.messages().length === 5);
    expect(again.messages().slice(3)).toMatchObject([updated('mock://a'), updated('mock://b')]);
    await notify('mock://b');
    await until('the new one', () => again.messages().length === 6);
    expect(again.messages().at(-1)).toMatchObject(updated('mock://b'));
  });

  it('a call on a stream ends with an error, for its own session only', async () => {
    const patchbay = await restartable(config);
    const url = patchbay.endpoint('box');
    const [session, other] = [await openSession(url), await openSession(url)];
    const body = call('c-1', 'progress', { steps: 1, hold: true }, { progressToken: 't' });
    const stream = await openStream('POST', url, { body, headers: session });
    await until('a step', () => stream.messages().length === 1);
    await patchbay.restart('SIGKILL');
    const lastEventId = stream.events.at(-1)?.id ?? '';
    const theirs = { ...other, accept: 'text/event-stream', 'last-event-id': lastEventId };
    expect((await send('GET', url, { headers: theirs })).status).toBe(405);
    const again = await openStream('GET', url, { headers: { ...session, 'last-event-id': lastEventId } });
    await again.ended;
    expect(again.messages()).toMatchObject([
      { id: 'c-1', error: { data: { code: 'CALL_INTERRUPTED', retryable: true } } },
    ]);
  });
});
