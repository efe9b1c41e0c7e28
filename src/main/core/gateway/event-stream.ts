// An HTTP response as an event stream (MCP basic/transports; WHATWG HTML, server-sent events). Takes events only as fast
// as the client reads them; what it has not taken stays in the relay's stream.
import type { ServerResponse } from 'node:http';
import type { Clock } from '../ports.ts';
import type { ClientStream, EventSink, Taken } from '../relay/client-stream.ts';
import { eventBytes } from '../relay/wire/frames.ts';
import type { Beating, Heartbeat } from './heartbeat.ts';

export interface EventStreamOptions {
  readonly response: ServerResponse;
  readonly stream: ClientStream;
  /** Events after this one were not seen by the client; null: those that nobody has taken yet. */
  readonly afterSequence: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Begins with an event without data, so that the client can resume before the first message (MCP 2025-11-25). */
  readonly isPrimed: boolean;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  readonly onClosed: () => void;
}

/**
 * How long a client waits before it comes back to a stream that ended too early, in milliseconds. Official clients come
 * back twice at the most, and Patchbay should run again by then.
 */
const retryMs = 3000;
/** The same where only this one stream was let go. */
const pauseMs = 1000;
/** A client that has read nothing for so long, in milliseconds, is cut off; it can come back with Last-Event-ID. */
const stuckMs = 120_000;

/** Starts the response and gives it to the stream, until either side ends it. */
export function startEventStream(options: EventStreamOptions): void {
  const { response, stream, clock, heartbeat } = options;
  // The client left before the stream began: what comes is kept for its return.
  if (response.destroyed) {
    options.onClosed();
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    ...options.headers,
  });
  response.flushHeaders();
  let lastWrite = clock.monotonic();
  const beating: Beating = {
    get lastWrite() {
      return lastWrite;
    },
    keepAlive: () => {
      if (!response.writableNeedDrain) write(': keep-alive\n\n');
      else if (clock.monotonic() - lastWrite >= stuckMs) response.destroy();
    },
  };
  const sink: EventSink = {
    // One write an event.
    event: (id, data) => write(eventBytes(`id: ${id}\nevent: message\n`, data)),
    end: () => response.end(),
    pause: () => {
      if (options.isPrimed) write(`retry: ${pauseMs}\n\n`);
      response.end();
    },
  };
  function write(bytes: Buffer | string): Taken {
    if (response.destroyed || response.writableEnded) return 'gone';
    lastWrite = clock.monotonic();
    return response.write(bytes) ? 'taken' : 'full';
  }
  response.on('drain', () => stream.drained(sink));
  response.on('close', () => {
    heartbeat.remove(beating);
    stream.detach(sink);
    options.onClosed();
  });
  heartbeat.add(beating);
  if (options.isPrimed) write(`id: ${stream.idOf(options.afterSequence)}\nretry: ${retryMs}\ndata: \n\n`);
  stream.attach(sink, options.afterSequence);
}
