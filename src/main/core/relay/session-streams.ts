// The event streams of one session: one for what belongs to no request, one for each answer that is streamed. Finished
// ones stay for a while, for a client that lost its connection (MCP basic/transports, resumability).
import { AppError } from '../../../shared/errors.ts';
import { ClientStream, defaultStreamLimits, type StreamLimits } from './client-stream.ts';
import { failureMessage } from './rpc-errors.ts';
import type { SavedStream, SavedStreams } from './saved-streams.ts';
import {
  answerId,
  isOfSession,
  newLife,
  parseEventId,
  requestIdsOf,
  standaloneId,
  type ParsedEventId,
} from './stream-ids.ts';

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
  private readonly sessionId: string;
  /** Tells this life of the session from an earlier one, whose event numbers mean nothing here. */
  private readonly life: string;
  /** Of answers, by their ids; null until an answer is a stream. */
  private streams: Map<string, ClientStream> | null = null;
  private readonly limits: StreamLimits;
  /** How many connections the client holds open to listen. */
  listening = 0;
  private opened: number;

  /** `saved`: of an earlier run, which goes on here. */
  constructor(sessionId: string, saved: SavedStreams | null, limits: StreamLimits = defaultStreamLimits) {
    this.sessionId = sessionId;
    this.limits = limits;
    this.life = saved?.life ?? newLife(sessionId);
    this.opened = saved?.opened ?? 0;
    this.standalone =
      saved === null
        ? new ClientStream(standaloneId(this.life), limits)
        : ClientStream.restored(saved.standalone, limits);
    for (const answer of saved?.answers ?? []) {
      const stream = ClientStream.restored(answer, limits);
      stream.finish();
      this.add(stream);
    }
  }

  /** A stream for the answers of these requests, ids as written. */
  open(requestIds: readonly string[]): ClientStream {
    const stream = new ClientStream(answerId(++this.opened, this.life, requestIds), this.limits);
    this.add(stream);
    return stream;
  }

  private add(stream: ClientStream): void {
    this.streams ??= new Map();
    this.streams.set(stream.id, stream);
  }

  /** Where the stream of this Last-Event-ID goes on; null when it has ended. */
  resume(lastEventId: string): StreamPosition | null {
    const position = parseEventId(lastEventId);
    // What no gateway of ours gave out, or an earlier life did: all that was not delivered.
    if (position === null || (position.streamId.startsWith('s-') && position.streamId !== this.standalone.id))
      return { stream: this.standalone, afterSequence: null };
    const { streamId, sequence } = position;
    if (streamId === this.standalone.id) return { stream: this.standalone, afterSequence: sequence };
    const stream = this.streams?.get(streamId) ?? this.lost(position);
    return stream === null || stream.isSpent(sequence) ? null : { stream, afterSequence: sequence };
  }

  /** Of the finished ones the newest stay. */
  forget(): void {
    const { streams } = this;
    if (streams === null) return;
    let [count, bytes] = [0, 0];
    for (const stream of [...streams.values()].toReversed()) {
      if (!stream.isFinished) continue;
      count++;
      bytes += stream.size;
      if (count > keptStreams || (bytes > keptBytes && count > 1)) streams.delete(stream.id);
    }
  }

  /** What clients may still come back for, the newest up to so many bytes. No call may be in flight. */
  save(maxBytes: number): SavedStreams {
    const standalone = this.standalone.save(maxBytes);
    const answers: SavedStream[] = [];
    let left = maxBytes - costOf(standalone);
    for (const stream of [...this.answers()].toReversed()) {
      if (!stream.hasUndelivered || stream.size > left) continue;
      const answer = stream.save(left);
      left -= costOf(answer);
      answers.push(answer);
    }
    return { life: this.life, opened: this.opened, standalone, answers: answers.toReversed() };
  }

  /**
   * In place of an answer of which nothing is left but what its id tells: without one, official clients would wait for it
   * until their time is over. Null where nobody waits.
   */
  private lost({ streamId, sequence, isEnd }: ParsedEventId): ClientStream | null {
    const ids = isOfSession(streamId, this.sessionId) ? requestIdsOf(streamId) : [];
    if (isEnd || ids.length === 0) return null;
    const stream = ClientStream.restored({ id: streamId, sequence, delivered: sequence, events: [] });
    const errors = ids.map((id) => failureMessage(id, lostAnswer()));
    for (const error of errors.slice(0, -1)) stream.push(error);
    stream.finish(errors.at(-1));
    return stream;
  }

  /** What is kept of all of them, and how many of them there are. */
  get load(): { readonly count: number; readonly bytes: number } {
    let bytes = this.standalone.size;
    for (const stream of this.answers()) bytes += stream.size;
    return { count: (this.streams?.size ?? 0) + 1, bytes };
  }

  finishAll(): void {
    this.standalone.finish();
    for (const stream of this.answers()) stream.finish();
  }

  private answers(): Iterable<ClientStream> {
    return this.streams?.values() ?? [];
  }
}

function costOf({ events }: SavedStream): number {
  return events.reduce((sum, text) => sum + text.length, 0);
}

function lostAnswer(): AppError {
  return new AppError(
    'CALL_INTERRUPTED',
    'The answer is lost: Patchbay was started anew before it could come.',
    {
      expected: 'Send the request again; the server may have carried it out already.',
      details: { retryable: true },
    },
  );
}
