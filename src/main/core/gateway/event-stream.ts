// An HTTP response as an event stream (MCP basic/transports; WHATWG HTML, server-sent events).
import type { ServerResponse } from 'node:http';
import type { Clock } from '../ports.ts';
import type { ClientStream, EventSink } from '../relay/client-stream.ts';
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
  /** A client that reads nothing is cut off at so many bytes; it can come back with Last-Event-ID. */
  readonly maxUnreadBytes: () => number;
  readonly onClosed: () => void;
}

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
    keepAlive: () => write(': keep-alive\n\n'),
  };
  const sink: EventSink = {
    event: (id, data) => {
      // One write an event; the data is one line by construction.
      write(Buffer.concat([Buffer.from(`id: ${id}\nevent: message\ndata: `), data, Buffer.from('\n\n')]));
    },
    end: () => response.end(),
  };
  function write(bytes: Buffer | string): void {
    if (response.destroyed || response.writableEnded) return;
    lastWrite = clock.monotonic();
    response.write(bytes);
    if (response.writableLength > options.maxUnreadBytes()) response.destroy();
  }
  response.on('close', () => {
    heartbeat.remove(beating);
    stream.detach(sink);
    options.onClosed();
  });
  heartbeat.add(beating);
  if (options.isPrimed) write(`id: ${stream.idOf(options.afterSequence)}\ndata: \n\n`);
  stream.attach(sink, options.afterSequence);
}
