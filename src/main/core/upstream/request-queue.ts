// Requests that wait for one child, and whose turn is next: short ones before tool calls, clients one after the other, so
// that whoever asks much or for something large holds up nobody else (S2.9, priority). Sends nothing, counts no bytes.
import type { Pending } from '../relay/pending.ts';

/** What may take long, and is not missed by a client that waits for something else. */
const longMethods: ReadonlySet<string> = new Set(['tools/call', 'tasks/result']);
/** After so many short ones a tool call has its turn, however many more there are. */
const mostInARow = 8;

type Lane<Item> = Set<Item>;

export class RequestQueue<Item extends { readonly pending: Pending | null }> {
  /** By client; the first is next. */
  private readonly short = new Map<unknown, Lane<Item>>();
  private readonly long = new Map<unknown, Lane<Item>>();
  private inARow = 0;

  add(item: Item): void {
    const lanes = this.lanesOf(item);
    const lane = lanes.get(item.pending?.peer) ?? new Set();
    lane.add(item);
    lanes.set(item.pending?.peer, lane);
  }

  /** It needs no turn any more. */
  delete(item: Item): void {
    const lanes = this.lanesOf(item);
    const lane = lanes.get(item.pending?.peer);
    if (lane?.delete(item) === true && lane.size === 0) lanes.delete(item.pending?.peer);
  }

  /** Takes out whose turn it is; undefined when nothing waits. */
  takeNext(): Item | undefined {
    const isLongDue = this.short.size === 0 || (this.inARow >= mostInARow && this.long.size > 0);
    this.inARow = isLongDue ? 0 : this.inARow + 1;
    const lanes = isLongDue ? this.long : this.short;
    for (const [peer, lane] of lanes) {
      lanes.delete(peer);
      for (const item of lane) {
        lane.delete(item);
        // Behind the others, which have their turn first.
        if (lane.size > 0) lanes.set(peer, lane);
        return item;
      }
    }
    return undefined;
  }

  private lanesOf({ pending }: Item): Map<unknown, Lane<Item>> {
    return longMethods.has(pending?.method ?? '') ? this.long : this.short;
  }
}
