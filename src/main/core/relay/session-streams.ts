// The event streams of one session: one for what belongs to no request, one for each answer that is streamed. Finished
// ones stay for a while, for a client that lost its connection (MCP basic/transports, resumability).
import { randomBytes } from 'node:crypto';
import { ClientStream, parseEventId } from './client-stream.ts';

/** Finished answer streams that can still be asked for with Last-Event-ID: so many, of so many bytes together. */
const keptStreams = 32;
const keptBytes = 16 * 1024 * 1024;

/** Where a client goes on: after this event, or (null) with what nobody has taken yet. */
export interface StreamPosition {
  readonly stream: ClientStream;
  readonly afterSequence: number | null;
}

export class SessionStreams {
  readonly standalone: ClientStream;
  /** Tells this life of the session from an earlier one, whose event numbers mean nothing here. */
  private readonly life = randomBytes(5).toString('hex');
  private readonly streams = new Map<string, ClientStream>();
  private opened = 0;

  constructor() {
    this.standalone = new ClientStream(`s-${this.life}`);
  }

  /** A stream for the answer of one request. */
  open(): ClientStream {
    const stream = new ClientStream(`p${++this.opened}-${this.life}`);
    this.streams.set(stream.id, stream);
    return stream;
  }

  /** Where the stream of this Last-Event-ID goes on; null when it has ended, or is not known (any more). */
  resume(lastEventId: string): StreamPosition | null {
    const position = parseEventId(lastEventId);
    // What no gateway of ours gave out, or an earlier life did: all that was not delivered.
    if (position === null || (position.streamId.startsWith('s-') && position.streamId !== this.standalone.id))
      return { stream: this.standalone, afterSequence: null };
    const stream =
      position.streamId === this.standalone.id ? this.standalone : this.streams.get(position.streamId);
    if (stream === undefined || stream.isSpent(position.sequence)) return null;
    return { stream, afterSequence: position.sequence };
  }

  /** Of the finished ones the newest stay. */
  forget(): void {
    let [count, bytes] = [0, 0];
    for (const stream of [...this.streams.values()].toReversed()) {
      if (!stream.isFinished) continue;
      count++;
      bytes += stream.size;
      if (count > keptStreams || (bytes > keptBytes && count > 1)) this.streams.delete(stream.id);
    }
  }

  finishAll(): void {
    this.standalone.finish();
    for (const stream of this.streams.values()) stream.finish();
  }
}
