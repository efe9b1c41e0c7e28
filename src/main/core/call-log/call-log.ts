// The newest calls of MCP clients, for people to look at: bounded by their number and by the bytes of their messages.
// On the way of a call it copies the beginnings of messages and sets numbers; whoever looks pays for the rest.
import type { Clock } from '../ports.ts';
import { TransientSet } from '../transient.ts';
import { ByteRing } from './byte-ring.ts';
import { RecordedCall, type CallKeeper, type CallStart } from './recorded-call.ts';

export interface CallLogSettings {
  readonly isOn: boolean;
  readonly maxCalls: number;
  readonly maxBytes: number;
  /** Of one message, and of all that comes before one answer. */
  readonly maxBodyBytes: number;
}

/** Ended calls that are used anew, so that recording leaves no garbage. */
const mostSpares = 64;

export class CallLog implements CallKeeper {
  readonly clock: Clock;
  private current: CallLogSettings;
  private bytes: ByteRing;
  private readonly running = new TransientSet<RecordedCall>();
  /** By their ends; a ring, whose oldest is at `oldest`. */
  private ended_: RecordedCall[] = [];
  private oldest = 0;
  private count = 0;
  private readonly spares: RecordedCall[] = [];
  private lastId = 0;
  private newest = 0;
  private noteBytes = 0;
  private forgotten: number;

  constructor(clock: Clock, settings: CallLogSettings) {
    this.clock = clock;
    this.current = settings;
    this.bytes = new ByteRing(settings.maxBytes);
    // Another one in each run.
    this.forgotten = clock.now();
  }

  get settings(): CallLogSettings {
    return this.current;
  }

  get bodyBytes(): number {
    return this.current.maxBodyBytes;
  }

  /** Grows with each change. */
  get revision(): number {
    return this.newest;
  }

  /** Another number each time that all is forgotten. */
  get generation(): number {
    return this.forgotten;
  }

  /** How many are kept, running ones included. */
  get size(): number {
    return this.count + this.running.size;
  }

  /** Bytes of messages that are kept of ended calls. */
  get keptBytes(): number {
    const first = this.ended_[this.oldest];
    return this.count === 0 || first === undefined ? 0 : this.bytes.end - first.position;
  }

  /** Brings settings into force; what they do not leave room for, and all of it when they switch it off, is forgotten. */
  configure(settings: CallLogSettings): void {
    const { isOn, maxCalls, maxBytes } = this.current;
    this.current = settings;
    if (settings.isOn === isOn && settings.maxCalls === maxCalls && settings.maxBytes === maxBytes) return;
    this.clear();
  }

  /** Forgets every call, also those that run. Answers with how many there were. */
  clear(): number {
    const cleared = this.size;
    for (const call of this.running) call.keeper = null;
    this.running.clear();
    this.ended_ = [];
    this.spares.length = 0;
    this.oldest = 0;
    this.count = 0;
    this.noteBytes = 0;
    this.bytes = new ByteRing(this.current.maxBytes);
    this.forgotten++;
    return cleared;
  }

  /** A request has come; null while nothing is recorded. `startedAt`: monotonic milliseconds. */
  begin(start: CallStart, startedAt: number): RecordedCall | null {
    if (!this.current.isOn) return null;
    const call = this.spares.pop() ?? new RecordedCall();
    call.begin(start, startedAt, this);
    call.id = ++this.lastId;
    call.revision = ++this.newest;
    this.running.add(call);
    return call;
  }

  takeNoteRoom(bytes: number): boolean {
    // Calls that run have this much besides what is kept of ended ones.
    if (this.noteBytes + bytes > this.bytes.capacity / 4) return false;
    this.noteBytes += bytes;
    return true;
  }

  ended(call: RecordedCall, answer: Buffer | null): void {
    this.running.delete(call);
    this.noteBytes -= call.noteRoom;
    call.revision = ++this.newest;
    const { bytes, bodyBytes } = this;
    const request = call.start?.message.bytes;
    call.position = bytes.end;
    call.requestKept = keep(bytes, request, bodyBytes);
    if (call.notes !== null) for (const note of call.notes) bytes.write(note.head, note.keptBytes);
    call.answerKept = keep(bytes, answer, bodyBytes);
    if (this.count >= this.current.maxCalls) this.dropOldest();
    this.ended_[(this.oldest + this.count) % this.current.maxCalls] = call;
    this.count++;
    const { start } = bytes;
    while ((this.ended_[this.oldest]?.position ?? start) < start) this.dropOldest();
  }

  /** undefined where it is not kept any more. */
  find(id: number): RecordedCall | undefined {
    for (const call of this.running) if (call.id === id) return call;
    for (const call of this.newestFirst()) if (call.id === id) return call;
    return undefined;
  }

  /** Ended calls, the one that ended last first. */
  *newestFirst(): Iterable<RecordedCall> {
    for (let index = this.count - 1; index >= 0; index--) {
      const call = this.ended_[(this.oldest + index) % this.current.maxCalls];
      if (call !== undefined) yield call;
    }
  }

  /** Calls without an answer yet. */
  underway(): Iterable<RecordedCall> {
    return this.running;
  }

  /** `length` bytes that were kept, `offset` after where an ended call's begin. */
  kept(call: RecordedCall, offset: number, length: number): Buffer {
    return this.bytes.read(call.position + offset, length) ?? Buffer.alloc(0);
  }

  private dropOldest(): void {
    const dropped = this.ended_[this.oldest];
    if (dropped !== undefined && this.spares.length < mostSpares) this.spares.push(dropped);
    this.oldest = (this.oldest + 1) % this.current.maxCalls;
    this.count--;
  }
}

function keep(bytes: ByteRing, body: Buffer | null | undefined, most: number): number {
  if (body === null || body === undefined) return 0;
  const length = Math.min(body.length, most);
  bytes.write(body, length);
  return length;
}
