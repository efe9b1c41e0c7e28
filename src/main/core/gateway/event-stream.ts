// An HTTP response as an event stream (MCP basic/transports; WHATWG HTML, server-sent events). Takes events only as fast
// as the client reads them; what it has not taken stays in the relay's stream.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
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

const noHeaders: IncomingHttpHeaders = Object.freeze({});

/** Starts the response and gives it to the stream, until either side ends it. */
export function startEventStream(options: EventStreamOptions): void {
  // The client left before the stream began: what comes is kept for its return.
  if (options.response.destroyed) options.onClosed();
  else new EventStream(options).begin(options);
}

/** Open for as long as its client listens, so it holds no more than it needs. */
class EventStream implements EventSink, Beating {
  lastWrite: number;
  private readonly response: ServerResponse;
  private readonly clock: Clock;
  private readonly isPrimed: boolean;

  constructor({ response, clock, isPrimed }: EventStreamOptions) {
    this.response = response;
    this.clock = clock;
    this.isPrimed = isPrimed;
    this.lastWrite = clock.monotonic();
  }

  begin({ stream, afterSequence, headers, heartbeat, onClosed }: EventStreamOptions): void {
    const { response } = this;
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      ...headers,
    });
    response.flushHeaders();
    // The request lives as long as its answer; nobody needs what it said, its token among it, any more.
    response.req.headers = noHeaders;
    response.req.rawHeaders = [];
    response.on('drain', () => stream.drained(this));
    response.on('close', () => {
      heartbeat.remove(this);
      stream.detach(this);
      onClosed();
    });
    heartbeat.add(this);
    if (this.isPrimed) this.write(`id: ${stream.idOf(afterSequence)}\nretry: ${retryMs}\ndata: \n\n`);
    stream.attach(this, afterSequence);
  }

  /** One write an event. */
  event(id: string, data: Buffer): Taken {
    return this.write(eventBytes(`id: ${id}\nevent: message\n`, data));
  }

  end(): void {
    this.response.end();
  }

  pause(): void {
    if (this.isPrimed) this.write(`retry: ${pauseMs}\n\n`);
    this.response.end();
  }

  keepAlive(): void {
    const { response, clock } = this;
    if (!response.writableNeedDrain) this.write(': keep-alive\n\n');
    else if (clock.monotonic() - this.lastWrite >= stuckMs) response.destroy();
  }

  private write(bytes: Buffer | string): Taken {
    const { response } = this;
    if (response.destroyed || response.writableEnded) return 'gone';
    this.lastWrite = this.clock.monotonic();
    return response.write(bytes) ? 'taken' : 'full';
  }
}
