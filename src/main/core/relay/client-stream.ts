// One event stream towards a client: numbers its events, keeps what no connection has taken yet, and a little of what one
// has, so that a client that reconnects with Last-Event-ID misses nothing (MCP basic/transports; S2.4).

/** A connection that takes events. */
export interface EventSink {
  event(id: string, data: Buffer): void;
  end(): void;
}

/** Connections of one stream at once; beyond it the oldest is ended. */
const maxConnections = 4;

interface StoredEvent {
  readonly sequence: number;
  readonly data: Buffer;
}

export interface StreamLimits {
  /** Bytes kept for one stream; beyond it the oldest events are lost. */
  readonly maxBytes: number;
  /** Events that were handed to a connection and are kept for a replay. */
  readonly keptDelivered: number;
}

export const defaultStreamLimits: StreamLimits = { maxBytes: 32 * 1024 * 1024, keptDelivered: 256 };

export class ClientStream {
  readonly id: string;
  private readonly limits: StreamLimits;
  private events: StoredEvent[] = [];
  private bytes = 0;
  private sequence = 0;
  private delivered = 0;
  /** The newest last: that one gets the events, the others wait for its end. */
  private sinks: EventSink[] = [];
  private finished = false;

  constructor(id: string, limits: StreamLimits = defaultStreamLimits) {
    this.id = id;
    this.limits = limits;
  }

  get isAttached(): boolean {
    return this.sinks.length > 0;
  }

  get isFinished(): boolean {
    return this.finished;
  }

  /** In bytes, of what is kept. */
  get size(): number {
    return this.bytes;
  }

  /** The id of an event by its number; null: of the last that a connection has taken. Who resumes after it gets the rest. */
  idOf(sequence: number | null): string {
    return `${this.id}.${sequence ?? this.delivered}`;
  }

  /** Whether there is and will be nothing after this event. */
  isSpent(sequence: number): boolean {
    return this.finished && sequence >= this.sequence;
  }

  push(data: Buffer): void {
    const event = { sequence: ++this.sequence, data };
    this.events.push(event);
    this.bytes += data.length;
    const sink = this.sinks.at(-1);
    if (sink !== undefined) this.deliver(sink, event);
    this.trim();
  }

  /** No more events; connections end. */
  finish(): void {
    this.finished = true;
    for (const sink of this.sinks) sink.end();
    this.sinks = [];
  }

  /**
   * Gives the stream a connection: what came after `afterSequence`, or is undelivered, goes out now, and events from now
   * on. An older connection stays and gets them when this one is gone (each event goes to one connection only; MCP
   * basic/transports, multiple connections).
   */
  attach(sink: EventSink, afterSequence: number | null): void {
    this.sinks.push(sink);
    if (this.sinks.length > maxConnections) this.sinks.shift()?.end();
    // A number that was never given is one of an earlier life of the session.
    const from = afterSequence !== null && afterSequence <= this.sequence ? afterSequence : this.delivered;
    for (const event of this.events) if (event.sequence > from) this.deliver(sink, event);
    if (this.finished) this.finish();
  }

  /** The connection is gone; events are kept until another comes. */
  detach(sink: EventSink): void {
    this.sinks = this.sinks.filter((attached) => attached !== sink);
  }

  private deliver(sink: EventSink, event: StoredEvent): void {
    this.delivered = Math.max(this.delivered, event.sequence);
    sink.event(`${this.id}.${event.sequence}`, event.data);
  }

  private trim(): void {
    let drop = 0;
    for (const { sequence, data } of this.events) {
      const surplus = sequence <= this.delivered && this.events.length - drop > this.limits.keptDelivered;
      if (!surplus && this.bytes <= this.limits.maxBytes) break;
      this.bytes -= data.length;
      drop++;
    }
    if (drop > 0) this.events = this.events.slice(drop);
  }
}

/** The parts of an event id; null when it is none of ours. */
export function parseEventId(eventId: string): { streamId: string; sequence: number } | null {
  const match = /^([a-z0-9]{1,20})\.(\d{1,15})$/.exec(eventId);
  return match?.[1] === undefined || match[2] === undefined
    ? null
    : { streamId: match[1], sequence: Number(match[2]) };
}
