// Holds one Server-Sent Events stream open, with growing pauses between attempts. `fetch` instead of EventSource,
// because EventSource hides the HTTP status and an expired session must be told from a lost connection.
import { createParser } from 'eventsource-parser';

export interface EventStreamOptions {
  readonly url: string;
  /** A stream without even a keep-alive comment for so long counts as broken. Default: three times their distance. */
  readonly silenceLimitMs?: number;
  readonly onEvent: (name: string, data: string) => void;
  /** `lost`: it will be tried again. `expired`: the answer was 401 and trying has ended. */
  readonly onBroken: (reason: 'lost' | 'expired') => void;
}

export interface EventStream {
  /** Tries at once; also begins anew after `expired`. Does nothing while the stream is open. */
  readonly retry: () => void;
  readonly stop: () => void;
}

const firstPauseMs = 250;
const longestPauseMs = 4000;
const defaultSilenceLimitMs = 45_000;

/** Opens the stream and keeps it open until `stop`. */
export function keepEventStream(options: EventStreamOptions): EventStream {
  let attempt: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;

  const onEvent: EventStreamOptions['onEvent'] = (name, data) => {
    pauseMs = firstPauseMs;
    options.onEvent(name, data);
  };

  const open = async (): Promise<void> => {
    const current = new AbortController();
    attempt = current;
    const end = await readStream({ ...options, onEvent }, current.signal);
    if (current.signal.aborted) return;
    attempt = null;
    options.onBroken(end);
    if (end === 'expired') return;
    timer = setTimeout(() => void open(), pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  };

  const stop = (): void => {
    clearTimeout(timer);
    attempt?.abort();
    attempt = null;
  };

  void open();
  return {
    stop,
    retry: () => {
      if (attempt !== null) return;
      clearTimeout(timer);
      pauseMs = firstPauseMs;
      void open();
    },
  };
}

/** Resolves when the stream has ended for whatever reason; never rejects. */
async function readStream(options: EventStreamOptions, stopped: AbortSignal): Promise<'lost' | 'expired'> {
  const { url, onEvent, silenceLimitMs = defaultSilenceLimitMs } = options;
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), silenceLimitMs);
  };
  try {
    heard();
    const signal = AbortSignal.any([stopped, silence.signal]);
    const response = await fetch(url, { headers: { accept: 'text/event-stream' }, signal });
    if (response.status === 401) return 'expired';
    if (!response.ok || response.body === null) return 'lost';
    const parser = createParser({ onEvent: ({ event, data }) => onEvent(event ?? 'message', data) });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard();
      parser.feed(part.value);
    }
  } catch {
    // A broken connection says no more than that it broke.
  } finally {
    clearTimeout(timer);
  }
  return 'lost';
}
