// One reader's event stream (SSE) of state, log lines and playgrounds' news. A reader that is too slow gets the newest state
// and news and loses log lines, seen as a gap in `seq`; what waits for it is bounded. Knows nothing of who the reader is.
import type { ServerResponse } from 'node:http';
import type { PlaygroundNews } from '../../../shared/playground.ts';
import type { AppState, LogLine } from '../../../shared/state.ts';
import type { Clock } from '../ports.ts';
import type { ContractHost } from '../types.ts';
import { createLineQueue } from './line-queue.ts';

const flushDistanceMs = 50;
/** Pauses are so many times as long as the writing before them, however large the state is. */
const pausesPerFlush = 9;
const keepAliveMs = 15_000;
const reconnectAfterMs = 1000;
const replayLines = 2000;

/** Which lines a reader wants: none, those of all sources, or of one. */
export type LogChoice = 'none' | 'all' | { readonly source: string };

export interface EventStreamOptions {
  readonly host: Pick<ContractHost, 'state' | 'logs' | 'playground'>;
  readonly clock: Clock;
  /** Headers are sent already. */
  readonly response: ServerResponse;
  readonly logs: LogChoice;
  /** Lines after this `seq` come first, from memory; undefined: only new lines. */
  readonly after: number | undefined;
}

/** The id of a log event: which run of Patchbay, and how far. What a reader sends back as Last-Event-ID. */
export function eventId(state: Pick<AppState, 'startedAt'>, seq: number): string {
  return `${state.startedAt}-${seq}`;
}

/** The `seq` in a Last-Event-ID; -1 (all lines) when it is of another run, undefined when it is no such id. */
export function seqOfEventId(state: AppState, id: string): number | undefined {
  const [, run, seq] = /^(\d+)-(\d+)$/.exec(id) ?? [];
  if (run === undefined) return undefined;
  return run === String(state.startedAt) ? Number(seq) : -1;
}

// A number beyond the newest line is of an earlier run of Patchbay: everything since is new.
function startOf(host: EventStreamOptions['host'], after: number | undefined): number {
  if (after === undefined) return -1;
  const newest = host.logs.read({ after: -1, limit: 1 }).at(-1)?.seq ?? -1;
  return after > newest ? -1 : after;
}

/** Writes to the response until the returned function is called, which must be once the response is closed. */
export function streamEvents(options: EventStreamOptions): () => void {
  const { host, clock, response, logs } = options;
  const wanted = typeof logs === 'string' ? undefined : logs.source;
  const lines = createLineQueue();
  /** The newest of each session, of which there are few. */
  const news = new Map<string, PlaygroundNews>();
  const { startedAt } = host.state.get();
  let stateIsNew = true;
  let blocked = false;
  let lastSeq = startOf(host, options.after);
  let nextFlushMs = Number.NEGATIVE_INFINITY;
  let cancelFlush: (() => void) | null = null;

  function write(text: string): void {
    // Once the socket is full nothing more is handed to it, so that what waits is ours to bound.
    if (!response.write(text)) blocked = true;
  }

  function flush(): void {
    cancelFlush = null;
    if (blocked) return;
    const begunMs = clock.monotonic();
    writeNews();
    const endedMs = clock.monotonic();
    nextFlushMs = Math.max(begunMs + flushDistanceMs, endedMs + (endedMs - begunMs) * pausesPerFlush);
  }

  function writeNews(): void {
    if (stateIsNew) {
      stateIsNew = false;
      write(`event: state\ndata: ${JSON.stringify(host.state.get())}\n\n`);
    }
    for (const one of news.values()) {
      if (blocked) return;
      news.delete(one.session);
      write(`event: playground\ndata: ${JSON.stringify(one)}\n\n`);
    }
    const batch = blocked ? [] : lines.takeAll();
    const last = batch.at(-1);
    if (last === undefined) return;
    write(`id: ${eventId({ startedAt }, last.seq)}\nevent: logs\ndata: ${JSON.stringify(batch)}\n\n`);
  }

  function flushSoon(): void {
    if (blocked || cancelFlush !== null) return;
    const waitMs = nextFlushMs - clock.monotonic();
    if (waitMs <= 0) flush();
    else cancelFlush = clock.after(waitMs, flush);
  }

  function take(batch: readonly LogLine[]): void {
    for (const line of batch) {
      if (line.seq <= lastSeq) continue;
      lastSeq = line.seq;
      if (wanted === undefined || line.source === wanted) lines.add(line);
    }
    if (lines.size > 0) flushSoon();
  }

  function onDrain(): void {
    blocked = false;
    if (stateIsNew || news.size > 0 || lines.size > 0) flushSoon();
  }

  const endings = [
    host.state.subscribe(() => {
      stateIsNew = true;
      flushSoon();
    }),
    host.playground.subscribe((one) => {
      news.set(one.session, one);
      flushSoon();
    }),
    clock.every(keepAliveMs, () => {
      if (!blocked) write(': keep-alive\n\n');
    }),
  ];
  if (logs !== 'none') {
    if (options.after !== undefined)
      take(host.logs.read({ source: wanted, after: lastSeq, limit: replayLines }));
    endings.push(host.logs.subscribe(take));
  }
  response.on('drain', onDrain);
  write(`retry: ${reconnectAfterMs}\n\n`);
  flush();

  return () => {
    cancelFlush?.();
    response.off('drain', onDrain);
    for (const end of endings) end();
  };
}
