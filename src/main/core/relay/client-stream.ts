// One event stream towards a client: numbers its events, keeps what no connection has taken yet, and a little of what one
// has, so that a client that reconnects with Last-Event-ID misses nothing (MCP basic/transports; S2.4).
import { costOf, EventQueue, inOwnMemory } from './event-queue.ts';
import { defaultStreamLimits, type EventSink, type StreamLimits } from './event-sink.ts';
import { savedEvents, type SavedStream } from './saved-streams.ts';
import { eventId } from './stream-ids.ts';

export { defaultStreamLimits, type EventSink, type StreamLimits, type Taken } from './event-sink.ts';

/** Connections of one stream at once; beyond it the oldest is ended. */
const maxConnections = 4;

/** Of what waits, so many are looked at for news that came again. */
const lookedAtForRepeats = 8;

interface Connection {
  readonly sink: EventSink;
  isFull: boolean;
}

export class ClientStream {
  readonly id: string;
  private readonly limits: StreamLimits;
  private readonly queue = new EventQueue();
  private sequence = 0;
  /** The last event that some connection has taken. */
  private delivered = 0;
  /** Bytes of events up to `delivered` that are kept. */
  private deliveredBytes = 0;
  /** The last event given to the connection that has its turn. */
  private cursor = 0;
  /** The newest last: that one has its turn, the others wait for its end. */
  private connections: Connection[] = [];
  private finished = false;
  /** Null while nobody waits. */
  private waiting: Set<() => void> | null = null;

  constructor(id: string, limits: StreamLimits = defaultStreamLimits) {
    this.id = id;
    this.limits = limits;
  }

  /** As it was when it was saved, ready for another connection. */
  static restored(saved: SavedStream, limits: StreamLimits = defaultStreamLimits): ClientStream {
    const stream = new ClientStream(saved.id, limits);
    stream.sequence = saved.sequence;
    stream.delivered = saved.delivered;
    stream.cursor = saved.delivered;
    for (const event of savedEvents(saved)) {
      stream.queue.add(event);
      if (event.sequence <= saved.delivered) stream.deliveredBytes += costOf(event);
    }
    return stream;
  }

  get isAttached(): boolean {
    return this.connections.length > 0;
  }

  get isFinished(): boolean {
    return this.finished;
  }

  /** In bytes, of what is kept. */
  get size(): number {
    return this.queue.bytes;
  }

  /** The id of an event by its number; null: of the last that a connection has taken. Who resumes after it gets the rest. */
  idOf(sequence: number | null): string {
    return eventId(this.id, sequence ?? this.delivered, false);
  }

  /** Whether there is and will be nothing after this event. */
  isSpent(sequence: number): boolean {
    return this.finished && sequence >= this.sequence;
  }

  push(data: Buffer): void {
    // Without a connection it may wait for long.
    this.queue.add({ sequence: ++this.sequence, data: this.isAttached ? data : inOwnMemory(data) });
    this.pump();
  }

  /** The same for news that need no telling twice: not added while the same waits among the newest few that nobody took. */
  pushOnce(data: Buffer): void {
    const untaken = Math.min(this.sequence - this.delivered, lookedAtForRepeats);
    if (!this.queue.hasLately(data, untaken)) this.push(data);
  }

  /** No more events after `last`; each connection ends when it has taken what is there. */
  finish(last?: Buffer): void {
    this.finished = true;
    // It is kept for a while after it was taken, too.
    if (last !== undefined) this.queue.add({ sequence: ++this.sequence, data: inOwnMemory(last) });
    this.pump();
  }

  /** Events that no connection has taken. */
  get hasUndelivered(): boolean {
    return this.delivered < this.sequence;
  }

  /** Hands over what no connection has taken, oldest first; there must be none. Their numbers are given again. */
  takeUndelivered(): readonly Buffer[] {
    const taken: Buffer[] = [];
    for (; this.delivered < this.sequence; this.sequence--) {
      const event = this.queue.dropNewest();
      // Older ones did not fit.
      if (event !== undefined) taken.push(event.data);
    }
    return taken.reverse();
  }

  /** What is kept, the newest events up to so many bytes. */
  save(maxBytes: number): SavedStream {
    const { id, sequence, delivered } = this;
    return {
      id,
      sequence,
      delivered,
      events: this.queue.newest(maxBytes).map(({ data }) => data.toString()),
    };
  }

  /**
   * Gives the stream a connection: what came after `afterSequence`, or is undelivered, goes out as it takes it, and events
   * from now on. An older connection stays and gets them when this one is gone (each event goes to one connection only;
   * MCP basic/transports, multiple connections).
   */
  attach(sink: EventSink, afterSequence: number | null): void {
    const connection: Connection = { sink, isFull: false };
    // Most have this one alone; an array that grows makes room for sixteen more.
    if (this.connections.length === 0) this.connections = [connection];
    else this.connections.push(connection);
    if (this.connections.length > maxConnections) this.connections.shift()?.sink.end();
    // A number that was never given is none of this stream.
    this.cursor = afterSequence !== null && afterSequence <= this.sequence ? afterSequence : this.delivered;
    this.pump();
  }

  /** Ends the connections that have taken everything; the stream goes on with the next one. */
  pause(): void {
    if (this.cursor < this.sequence) return;
    const paused = this.connections;
    this.connections = [];
    for (const { sink } of paused) {
      if (sink.pause === undefined) sink.end();
      else sink.pause();
    }
    this.release();
  }

  /** The connection takes events again. */
  drained(sink: EventSink): void {
    const connection = this.connections.find((candidate) => candidate.sink === sink);
    if (connection === undefined) return;
    connection.isFull = false;
    this.pump();
  }

  /** The connection is gone; events are kept until another comes. */
  detach(sink: EventSink): void {
    const hadTurn = this.connections.at(-1)?.sink === sink;
    this.connections = this.connections.filter((connection) => connection.sink !== sink);
    if (!hadTurn) return;
    this.cursor = this.delivered;
    this.pump();
    if (!this.isAttached) this.release();
  }

  /**
   * For whoever could send more slowly: null while there is room; otherwise resolves when the connection has caught up, or
   * is gone and slowness is no reason to wait.
   */
  room(): Promise<void> | null {
    const connection = this.connections.at(-1);
    if (connection?.sink.room !== undefined) return connection.sink.room();
    if (connection?.isFull !== true) return null;
    const waiting = (this.waiting ??= new Set());
    return new Promise((resolve) => waiting.add(resolve));
  }

  private pump(): void {
    const connection = this.connections.at(-1);
    if (connection !== undefined) {
      while (!connection.isFull && this.giveNext(connection)) {
        // Until it is full, or has everything.
      }
      if (!connection.isFull) this.release();
    }
    this.trim();
    if (this.finished) this.endConnections();
  }

  /** False: there was nothing to give, or nobody to take it. */
  private giveNext(connection: Connection): boolean {
    const event = this.queue.after(this.cursor);
    if (event === undefined) return false;
    const isEnd = this.finished && event.sequence === this.sequence;
    const taken = connection.sink.event(eventId(this.id, event.sequence, isEnd), event.data);
    connection.isFull = taken !== 'taken';
    if (taken === 'gone') return false;
    this.cursor = event.sequence;
    if (event.sequence > this.delivered) {
      this.delivered = event.sequence;
      this.deliveredBytes += costOf(event);
    }
    return true;
  }

  /** After the last event: those that wait for a turn, and the one that has it once it has taken everything. */
  private endConnections(): void {
    const current = this.connections.at(-1);
    const rest = current !== undefined && this.cursor < this.sequence ? [current] : [];
    const over = this.connections.filter((connection) => !rest.includes(connection));
    this.connections = rest;
    for (const { sink } of over) sink.end();
    if (rest.length === 0) this.release();
  }

  private release(): void {
    const { waiting } = this;
    this.waiting = null;
    for (const resolve of waiting ?? []) resolve();
  }

  private trim(): void {
    const { maxBytes, keptDelivered, keptDeliveredBytes } = this.limits;
    let isLossless = true;
    for (let oldest = this.queue.oldest; oldest !== undefined; oldest = this.queue.oldest) {
      const wasDelivered = oldest.sequence <= this.delivered;
      const isSurplus =
        // A replay that is under way is not cut short.
        oldest.sequence <= Math.min(this.delivered, this.cursor) &&
        this.queue.count > keptDelivered &&
        this.deliveredBytes > keptDeliveredBytes;
      if (!isSurplus && this.queue.bytes <= maxBytes) break;
      if (wasDelivered) this.deliveredBytes -= costOf(oldest);
      else isLossless = false;
      this.queue.dropOldest();
    }
    if (!isLossless) this.limits.onLost?.();
  }
}
