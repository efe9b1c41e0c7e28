// The console's event stream: state at once and after each change, log lines in batches, slow readers bounded.
import { afterEach, expect, it } from 'vitest';
import type { EventSourceMessage } from 'eventsource-parser';
import type { AppState, LogLine } from '../../../src/shared/state.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { sampleServer } from '../../support/scripted-host.ts';
import { until } from '../../support/until.ts';
import { bearer, events, open, runConsole, send } from './running-console.ts';
import type { RunningConsole } from './running-console.ts';

let running: RunningConsole | undefined;
afterEach(async () => running?.console.close());

const stateOf = (event: EventSourceMessage | undefined) => JSON.parse(event?.data ?? 'null') as AppState;
const linesOf = (event: EventSourceMessage | undefined) => JSON.parse(event?.data ?? 'null') as LogLine[];

async function follow(console: RunningConsole, query = '', headers = {}) {
  const response = await open(console.port, `/api/events${query}`, { headers: { ...bearer, ...headers } });
  expect(response.statusCode).toBe(200);
  const stream = events(response);
  const next = async (): Promise<EventSourceMessage | undefined> => {
    const { value, done } = await stream.next();
    return done === true ? undefined : value;
  };
  return { response, next };
}

it('sends the state at once and again after a change', async () => {
  running = await runConsole();
  const { response, next } = await follow(running);
  expect(response.headers['content-type']).toBe('text/event-stream');
  const first = await next();
  expect(first?.event).toBe('state');
  expect(stateOf(first).servers).toEqual([]);
  running.host.change({ servers: [sampleServer('files')] });
  expect(stateOf(await next()).servers.map((server) => server.name)).toEqual(['files']);
});

it('joins changes that follow within 50 ms into one event with the newest state', async () => {
  const clock = fakeClock();
  running = await runConsole({ clock });
  const { next } = await follow(running);
  await next();
  for (const version of ['a', 'b', 'c']) running.host.change({ version });
  clock.advance(49);
  running.host.change({ version: 'd' });
  clock.advance(1);
  expect(stateOf(await next()).version).toBe('d');
  clock.advance(1000);
  running.host.change({ version: 'e' });
  expect(stateOf(await next()).version).toBe('e');
});

it('sends new log lines of all sources unless told otherwise', async () => {
  running = await runConsole();
  running.host.log({ text: 'before' });
  const { next } = await follow(running);
  await next();
  running.host.log({ text: 'one' }, { source: 'files', text: 'two' });
  const batch = await next();
  expect(batch?.event).toBe('logs');
  expect(linesOf(batch).map((line) => line.text)).toEqual(['one', 'two']);
});

it('sends the lines of one source only, or none', async () => {
  running = await runConsole();
  const ofFiles = await follow(running, '?logs=files');
  const ofNobody = await follow(running, '?logs=none');
  await ofFiles.next();
  await ofNobody.next();
  running.host.log({ text: 'one' }, { source: 'files', text: 'two' });
  expect(linesOf(await ofFiles.next()).map((line) => line.text)).toEqual(['two']);
  running.host.change({ version: 'later' });
  expect(stateOf(await ofNobody.next()).version).toBe('later');
});

it('begins after a given line, without gap or repetition', async () => {
  running = await runConsole();
  running.host.log({ text: '0' }, { text: '1' }, { text: '2' });
  const { next } = await follow(running, '?after=0');
  await next();
  expect(linesOf(await next()).map((line) => line.seq)).toEqual([1, 2]);
  running.host.log({ text: '3' });
  expect(linesOf(await next()).map((line) => line.seq)).toEqual([3]);
});

it('goes on after Last-Event-ID, and from the beginning when that is of another run', async () => {
  running = await runConsole();
  const before = await follow(running);
  await before.next();
  running.host.log({ text: '0' }, { text: '1' });
  const id = (await before.next())?.id ?? '';
  running.host.log({ text: '2' });
  const resumed = await follow(running, '?after=-1', { 'last-event-id': id });
  await resumed.next();
  expect(linesOf(await resumed.next()).map((line) => line.text)).toEqual(['2']);
  const fromElsewhere = await follow(running, '?after=1', { 'last-event-id': `5${id}` });
  await fromElsewhere.next();
  expect(linesOf(await fromElsewhere.next()).map((line) => line.text)).toEqual(['0', '1', '2']);
});

it('begins anew when the given line is of an earlier, longer run', async () => {
  running = await runConsole();
  running.host.log({ text: 'first of this run' });
  const { next } = await follow(running, '?after=5000');
  await next();
  expect(linesOf(await next()).map((line) => line.text)).toEqual(['first of this run']);
});

it.each(['?after=x', '?after=-2', '?logs=', '?logs=a&logs=b'])('answers 400 for %s', async (query) => {
  running = await runConsole();
  const answer = await send(running.port, `/api/events${query}`, { headers: bearer });
  expect(answer).toMatchObject({ status: 400, json: { error: { code: 'BAD_REQUEST' } } });
});

it('keeps a quiet connection alive with comments', async () => {
  const clock = fakeClock();
  running = await runConsole({ clock });
  const response = await open(running.port, '/api/events', { headers: bearer });
  const chunks: string[] = [];
  response.on('data', (chunk: string) => chunks.push(chunk));
  await until('the first state', () => chunks.join('').includes('event: state'));
  clock.advance(15_000);
  await until('a comment', () => chunks.at(-1)?.startsWith(':'));
  expect(chunks.at(-1)).toBe(': keep-alive\n\n');
});

it('lets a slow reader lose log lines but never the newest state', async () => {
  running = await runConsole();
  const { host } = running;
  const { response, next } = await follow(running);
  await next();
  response.pause();
  const long = 'x'.repeat(10_000);
  const total = 6000;
  for (let count = 0; count < total; count += 1) {
    host.log({ text: long });
    // Lets the sockets work between the lines, as between the reads of a child's output.
    if (count % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  host.change({ version: 'newest' });
  const seen: number[] = [];
  let newest = '';
  while (newest !== 'newest' || seen.at(-1) !== total - 1) {
    const event = await next();
    if (event?.event === 'state') newest = stateOf(event).version;
    else seen.push(...linesOf(event).map((line) => line.seq));
  }
  expect(seen).toEqual([...seen].sort((left, right) => left - right));
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeLessThan(total);
});

it('does not let one reader that stands still hold up another', async () => {
  running = await runConsole();
  const still = await follow(running);
  const brisk = await follow(running);
  await brisk.next();
  const long = { text: 'x'.repeat(100_000) };
  let last = -1;
  for (let count = 0; count < 20; count += 1) {
    running.host.log(...Array.from({ length: 10 }, () => long));
    last = linesOf(await brisk.next()).at(-1)?.seq ?? -1;
  }
  expect(last).toBe(199);
  still.response.destroy();
});

it('lets go of everything when readers leave, and ends the streams when it closes', async () => {
  running = await runConsole();
  const { host } = running;
  const leaving = await follow(running);
  const staying = await follow(running);
  expect(host.listeners()).toBe(6);
  leaving.response.destroy();
  await until('the listeners of one stream', () => host.listeners() === 3);
  const ended = new Promise((resolve) => staying.response.once('close', resolve));
  staying.response.on('error', () => {});
  await running.console.close();
  await ended;
  await until('no listener', () => host.listeners() === 0);
});

it('tells of each playground the newest that there is to read, however many times it was told', async () => {
  const clock = fakeClock();
  running = await runConsole({ clock });
  const { host } = running;
  const { next } = await follow(running, '?logs=none');
  await next();
  for (let seq = 1; seq < 100; seq += 1) host.tellPlayground({ session: 'a', seq });
  host.tellPlayground({ session: 'b', seq: 7 });
  clock.advance(50);
  const told = [await next(), await next()];
  expect(told.map((event) => event?.event)).toEqual(['playground', 'playground']);
  expect(told.map((event) => JSON.parse(event?.data ?? 'null') as unknown)).toEqual([
    { session: 'a', seq: 99 },
    { session: 'b', seq: 7 },
  ]);
});

it('holds at most 64 streams', async () => {
  running = await runConsole();
  for (let count = 0; count < 64; count += 1) await open(running.port, '/api/events', { headers: bearer });
  const answer = await send(running.port, '/api/events', { headers: bearer });
  expect(answer).toMatchObject({ status: 503, json: { error: { code: 'LIMIT_REACHED' } } });
});
