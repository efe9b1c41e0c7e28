// What a playground's page has not read yet: bounded, so that a server that floods costs memory neither here nor there.
// Endings stay, and questions until they are withdrawn; of progress only the newest of each request; of notifications the
// newest.
import type { PlaygroundEntry, PlaygroundHappening } from '../../../shared/playground.ts';

/** More notifications than these: the oldest are left out, and counted. */
export const maxWaitingNotifications = 500;
export const maxWaitingBytes = 4_194_304;

interface Waiting {
  readonly entry: PlaygroundEntry;
  readonly bytes: number;
}

export class EntryQueue {
  private waiting: Waiting[] = [];
  private lastSeq = 0;
  private notifications = 0;
  private notificationBytes = 0;
  private allBytes = 0;
  private lost = 0;
  /** The newest that the page was ever given. */
  private givenSeq = 0;
  private readonly now: () => number;

  /** `now`: epoch milliseconds. */
  constructor(now: () => number) {
    this.now = now;
  }

  get seq(): number {
    return this.lastSeq;
  }

  /** Of all that waits. */
  get unreadBytes(): number {
    return this.allBytes;
  }

  /** `bytes`: about how much room it takes. */
  add(happening: PlaygroundHappening, bytes: number): void {
    if (happening.kind === 'notification' && bytes > maxWaitingBytes) {
      this.lost += 1;
      return;
    }
    if (happening.kind === 'progress') this.dropProgress(happening.request);
    this.lastSeq += 1;
    this.allBytes += bytes;
    this.waiting.push({ entry: { ...happening, seq: this.lastSeq, time: this.now() }, bytes });
    if (happening.kind !== 'notification') return;
    this.notifications += 1;
    this.notificationBytes += bytes;
    this.dropNotifications();
  }

  /**
   * A question is not open any more: it does not wait to be read, and that it was withdrawn is told only where the page may
   * know it. False: there is nothing to tell.
   */
  withdraw(question: number, reason: string): boolean {
    const index = this.waiting.findIndex(
      ({ entry }) => entry.kind === 'question' && entry.question === question,
    );
    const seq = this.waiting[index]?.entry.seq ?? 0;
    if (index >= 0) this.drop(index);
    if (seq > this.givenSeq) return false;
    const happening: PlaygroundHappening = { kind: 'withdrawn', question, reason };
    this.add(happening, Buffer.byteLength(JSON.stringify(happening)));
    return true;
  }

  /** What came after the entry `after`; what came until then is forgotten. */
  read(after: number): readonly PlaygroundEntry[] {
    this.waiting = this.waiting.filter(({ entry }) => entry.seq > after);
    this.allBytes = this.waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    const notes = this.waiting.filter(({ entry }) => entry.kind === 'notification');
    this.notifications = notes.length;
    this.notificationBytes = notes.reduce((sum, { bytes }) => sum + bytes, 0);
    const entries = this.waiting.map(({ entry }) => entry);
    this.givenSeq = this.lastSeq;
    if (this.lost === 0) return entries;
    const lost: PlaygroundEntry = { kind: 'lost', count: this.lost, seq: after, time: this.now() };
    this.lost = 0;
    return [lost, ...entries];
  }

  private dropProgress(request: number): void {
    const old = this.waiting.findIndex(({ entry }) => entry.kind === 'progress' && entry.request === request);
    if (old >= 0) this.drop(old);
  }

  private dropNotifications(): void {
    while (this.notifications > maxWaitingNotifications || this.notificationBytes > maxWaitingBytes) {
      const oldest = this.waiting.findIndex(({ entry }) => entry.kind === 'notification');
      this.notifications -= 1;
      this.notificationBytes -= this.drop(oldest);
      this.lost += 1;
    }
  }

  /** How many bytes it had. */
  private drop(index: number): number {
    const bytes = this.waiting.splice(index, 1)[0]?.bytes ?? 0;
    this.allBytes -= bytes;
    return bytes;
  }
}
