// Holds one Server-Sent Events stream open, with growing pauses between attempts. `fetch` instead of EventSource,
// because EventSource hides the HTTP status and an expired session must be told from a lost connection.
import { EventSourceParserStream } from 'eventsource-parser/stream';

export interface EventStreamOptions {
  readonly url: string;
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
    const end = await readStream(options.url, current.signal, onEvent);
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
async function readStream(
  url: string,
  signal: AbortSignal,
  onEvent: EventStreamOptions['onEvent'],
): Promise<'lost' | 'expired'> {
  try {
    const response = await fetch(url, { headers: { accept: 'text/event-stream' }, signal });
    if (response.status === 401) return 'expired';
    if (!response.ok || response.body === null) return 'lost';
    const reader = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      onEvent(part.value.event ?? 'message', part.value.data);
    }
  } catch {
    // A broken connection says no more than that it broke.
  }
  return 'lost';
}
