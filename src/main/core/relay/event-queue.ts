// Numbered events in the order in which they came: cheap to add at one end and to drop at the other, however many.

export interface StoredEvent {
  readonly sequence: number;
  readonly data: Buffer;
}

/** What an event costs besides its data, in bytes. */
const overhead = 200;
/** Dropped events are cleared away when so many have gathered and they are the greater part. */
const slack = 1024;

/** Data of less than a quarter of the memory that it lies in gets memory of its own, */
const leastShare = 4;
/** where that is more than a little. */
const smallMemory = 1024;

/**
 * The data in memory that is kept for it alone. What was read from a socket or made of a text is a piece of a block of
 * 64 KiB, and whoever waits with the piece would keep the block.
 */
export function inOwnMemory(data: Buffer): Buffer {
  const { byteLength } = data.buffer;
  if (byteLength <= smallMemory || byteLength < data.length * leastShare) return data;
  const own = Buffer.allocUnsafeSlow(data.length);
  data.copy(own);
  return own;
}

/** What it costs to keep an event, in bytes. */
export function costOf({ data }: StoredEvent): number {
  return data.length + overhead;
}

export class EventQueue {
  private events: (StoredEvent | undefined)[] = [];
  private head = 0;
  private size = 0;

  /** In bytes, of what is kept. */
  get bytes(): number {
    return this.size;
  }

  get count(): number {
    return this.events.length - this.head;
  }

  get oldest(): StoredEvent | undefined {
    return this.events[this.head];
  }

  add(event: StoredEvent): void {
    this.events.push(event);
    this.size += costOf(event);
  }

  /** The first event after this number that is kept. Numbers follow each other without gaps. */
  after(sequence: number): StoredEvent | undefined {
    const first = this.oldest?.sequence;
    return first === undefined ? undefined : this.events[this.head + Math.max(0, sequence + 1 - first)];
  }

  /** Whether one of the newest so many is this one, byte for byte. */
  hasLately(data: Buffer, count: number): boolean {
    const from = Math.max(this.head, this.events.length - count);
    return this.events.slice(from).some((event) => event?.data.equals(data));
  }

  /** The newest that together cost no more than so many bytes, oldest first. */
  newest(maxBytes: number): readonly StoredEvent[] {
    const kept: StoredEvent[] = [];
    let bytes = 0;
    for (let at = this.events.length - 1; at >= this.head; at--) {
      const event = this.events[at];
      if (event === undefined || (bytes += costOf(event)) > maxBytes) break;
      kept.push(event);
    }
    return kept.reverse();
  }

  dropNewest(): StoredEvent | undefined {
    if (this.count === 0) return undefined;
    const dropped = this.events.pop();
    if (dropped !== undefined) this.size -= costOf(dropped);
    return dropped;
  }

  dropOldest(): void {
    const dropped = this.events[this.head];
    if (dropped === undefined) return;
    this.size -= costOf(dropped);
    this.events[this.head++] = undefined;
    if (this.head < slack || this.head * 2 < this.events.length) return;
    this.events = this.events.slice(this.head);
    this.head = 0;
  }
}
