// Keeps one log up to date while somebody watches it: looks back, then follows, and fills in what was missed
// while the connection was lost. Without watchers it holds no subscription.
import { createValue } from '../state/observable.ts';
import type { Observable } from '../state/observable.ts';
import { toErrorView } from '../../shared/errors.ts';
import type { PatchbayClient } from '../../shared/contract.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { AppState, LogLine } from '../../shared/state.ts';
import type { ConnectionStatus } from '../bridge/bridge.ts';
import { appendHistory, appendStream, beginRun, emptyLogBuffer } from './log-buffer.ts';
import type { LogBuffer } from './log-buffer.ts';

export interface LogFeedState {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: ErrorView | null;
  readonly buffer: LogBuffer;
}

export interface LogFeedOptions {
  readonly client: Pick<PatchbayClient, 'on' | 'readLogs'>;
  readonly connection: Observable<ConnectionStatus>;
  /** null: all sources. */
  readonly source: string | null;
  /** The most lines held. */
  readonly limit?: number;
  /** New lines are shown in one go so often, however many messages bring them. */
  readonly flushEveryMs?: number;
}

const historyLines = 5000;
const mostCaughtUpLines = 10_000;
const usualFlushMs = 50;

/** The log of one source, or of all. */
export function createLogFeed({
  client,
  connection,
  source,
  limit = 20_000,
  flushEveryMs = usualFlushMs,
}: LogFeedOptions): Observable<LogFeedState> {
  const value = createValue<LogFeedState>({ status: 'loading', error: null, buffer: emptyLogBuffer });
  const bounds = { source, limit };
  let waiting: readonly LogLine[] = [];
  /** The number of the look back under way, 0 when none is. */
  let reading = 0;
  let reads = 0;
  let run: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const update = (change: Partial<LogFeedState>): void => value.set({ ...value.get(), ...change });

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    // While a look back is under way newer lines wait, or its lines would come after them.
    if (reading !== 0 || waiting.length === 0) return;
    const lines = waiting;
    waiting = [];
    update({ buffer: appendStream(value.get().buffer, lines, bounds) });
  };

  const lookBack = async (buffer: LogBuffer): Promise<LogBuffer> => {
    if (buffer.position === null) {
      // Where the stream stands, asked before the look back: whatever is newer comes with the stream, or is missing.
      const [newest] = await client.readLogs({ limit: 1 });
      const query = source === null ? { limit: mostCaughtUpLines } : { source, limit: historyLines };
      const lines = await client.readLogs({ ...query, after: buffer.newest });
      return appendHistory({ ...buffer, position: newest?.seq ?? null }, lines, bounds);
    }
    // All sources, because only their common numbering tells whether something is missing.
    const lines = await client.readLogs({ after: buffer.position, limit: mostCaughtUpLines });
    return appendStream(buffer, lines, bounds);
  };

  const read = async (): Promise<void> => {
    flush();
    const id = ++reads;
    reading = id;
    let outcome: Partial<LogFeedState>;
    try {
      outcome = { status: 'ready', error: null, buffer: await lookBack(value.get().buffer) };
    } catch (error) {
      outcome = { status: 'failed', error: toErrorView(error) };
    }
    if (reading !== id) return;
    reading = 0;
    update(outcome);
    flush();
  };

  const readWhenLive = (): void => {
    if (connection.get() === 'live') void read();
  };

  const onLogs = (lines: readonly LogLine[]): void => {
    waiting = [...waiting, ...lines].slice(-limit);
    timer ??= setTimeout(flush, flushEveryMs);
  };

  const onState = (state: AppState): void => {
    const next = `${state.pid} ${state.startedAt}`;
    if (run !== null && run !== next) {
      reading = 0;
      flush();
      update({ buffer: beginRun(value.get().buffer, limit) });
    }
    run = next;
  };

  const open = (): (() => void) => {
    const closers = [
      client.on('state', onState),
      client.on('logs', onLogs),
      connection.subscribe(readWhenLive),
    ];
    readWhenLive();
    return () => {
      reading = 0;
      waiting = [];
      clearTimeout(timer);
      timer = undefined;
      for (const close of closers) close();
    };
  };

  return { get: value.get, subscribe: whileWatched(value, open) };
}

/** `subscribe` of `value`; `open` runs for the first listener, what it returned after the last has gone. */
function whileWatched(value: Observable<unknown>, open: () => () => void): Observable<unknown>['subscribe'] {
  let watchers = 0;
  let close: (() => void) | undefined;
  return (listener) => {
    const leave = value.subscribe(listener);
    watchers += 1;
    if (watchers === 1) close = open();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
      watchers -= 1;
      if (watchers === 0) close?.();
    };
  };
}
