// One call as it is recorded: references and numbers while it runs, numbers and a place in the ring of bytes afterwards.
// Filled in on the way of the call, so nothing is parsed, masked or printed here.
import type { CallDoor } from '../../../shared/activity.ts';
import type { Clock } from '../ports.ts';
import type { ClientInfo, Peer } from '../relay/types.ts';
import type { Message } from '../relay/wire/message.ts';

/** A request that is to be recorded. */
export interface CallStart {
  readonly message: Message;
  /** Asked for its client at the end, as `initialize` itself may say it. */
  readonly caller: Pick<Peer, 'client'>;
  readonly door: CallDoor;
  readonly target: string | null;
}

export type CallEnd = 'answered' | 'failed' | 'cancelled';

/** A message that came before the answer. */
export interface CallNote {
  readonly afterMs: number;
  readonly bytes: number;
  /** Its beginning; empty once it is in the ring. */
  head: Buffer;
  readonly keptBytes: number;
}

/** Notes of one call that are kept; more are only counted. */
const mostNotes = 100;
const nothing = Buffer.alloc(0);

export interface CallKeeper {
  readonly clock: Clock;
  /** The most that is kept of one message. */
  readonly bodyBytes: number;
  /** Whether there is room for so many bytes of notes of calls that run; takes it. */
  takeNoteRoom(bytes: number): boolean;
  ended(call: RecordedCall, answer: Buffer | null): void;
}

export class RecordedCall {
  id = 0;
  revision = 0;
  at = 0;
  /** null: it was forgotten while it ran. */
  keeper: CallKeeper | null = null;
  /** Monotonic milliseconds. */
  startedAt = 0;
  /** null once it has ended. */
  start: CallStart | null = null;
  /** Of the caller, once the call has ended. */
  private knownClient: ClientInfo | null = null;
  door: CallDoor = 'http';
  target: string | null = null;
  server: string | null = null;
  method = '';
  end: CallEnd | null = null;
  ms = 0;
  requestBytes = 0;
  answerBytes = 0;
  noteCount = 0;
  noteRoom = 0;
  notes: CallNote[] | null = null;
  /** Where the request stands in the ring, followed by the notes and the answer. */
  position = 0;
  requestKept = 0;
  answerKept = 0;
  /** Where `params` begins in the request; -1: nowhere. */
  paramsAt = -1;
  /** Whether a tool's answer says that it failed; null: nobody has looked yet. */
  toolFailed: boolean | null = null;

  get client(): ClientInfo | null {
    return this.start?.caller.client ?? this.knownClient;
  }

  /** `startedAt`: monotonic milliseconds. */
  begin(start: CallStart, startedAt: number, keeper: CallKeeper): void {
    const { message } = start;
    this.startedAt = startedAt;
    this.keeper = keeper;
    this.start = start;
    this.knownClient = null;
    this.at = keeper.clock.now();
    this.door = start.door;
    this.target = start.target;
    this.server = null;
    this.method = message.method;
    this.end = null;
    this.ms = 0;
    this.requestBytes = message.bytes.length;
    this.answerBytes = 0;
    this.noteCount = 0;
    this.noteRoom = 0;
    this.notes = null;
    this.position = -1;
    this.paramsAt = message.body?.start ?? -1;
    this.toolFailed = null;
  }

  goesTo(server: string): void {
    this.server = server;
  }

  /** A message before the answer. */
  note(message: Buffer): void {
    const { keeper, start } = this;
    if (keeper === null || start === null) return;
    this.noteCount++;
    this.notes ??= [];
    const keptBytes = Math.min(message.length, keeper.bodyBytes - this.noteRoom);
    if (this.notes.length >= mostNotes || keptBytes <= 0 || !keeper.takeNoteRoom(keptBytes)) return;
    this.noteRoom += keptBytes;
    const afterMs = keeper.clock.monotonic() - this.startedAt;
    // A copy: what it is cut from may be much larger.
    this.notes.push({
      afterMs,
      bytes: message.length,
      head: Buffer.from(message.subarray(0, keptBytes)),
      keptBytes,
    });
  }

  /** It is over; `answer` is null where there is none. */
  finish(end: CallEnd, answer: Buffer | null, ms: number): void {
    const { keeper, start } = this;
    if (keeper === null || start === null) return;
    this.end = end;
    this.ms = ms;
    this.knownClient = start.caller.client;
    this.answerBytes = answer?.length ?? 0;
    keeper.ended(this, answer);
    this.start = null;
    this.keeper = null;
    if (this.notes !== null) for (const note of this.notes) note.head = nothing;
  }
}
