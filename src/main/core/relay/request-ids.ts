// Which of a client's requests are in flight, and which were cancelled before they came: a request and its cancellation
// travel on connections of their own, and either may be the first to arrive (MCP basic/utilities/cancellation).
import type { Clock } from '../ports.ts';
import { TransientSet } from '../transient.ts';
import { keepNewest } from './keep-newest.ts';

/** How long a cancellation waits for its request, in milliseconds. */
const waitMs = 5000;
/** Requests that have ended lately: a cancellation of one of these is late, not early. */
const remembered = 256;

/** Of those that are kept without a piece of memory for each. */
const plainNumber = /^(?:0|[1-9]\d{0,8})$/;

/** Ids are as written. */
export class RequestIds {
  private readonly clock: Clock;
  private readonly inFlight = new TransientSet<string>();
  /** A ring, in no order that matters. Plain numbers as such: texts would be all that is left of most calls. */
  private readonly ended: (string | number)[] = [];
  private endedCount = 0;
  /** When each early cancellation came, in monotonic milliseconds. */
  private readonly early = new Map<string, number>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** A request came. Only one that has begun ends. */
  begin(id: string): 'begun' | 'cancelled' | 'in use' {
    if (this.inFlight.has(id)) return 'in use';
    const cancelledAt = this.early.get(id);
    if (cancelledAt !== undefined) this.early.delete(id);
    if (cancelledAt !== undefined && this.clock.monotonic() - cancelledAt <= waitMs) return 'cancelled';
    this.inFlight.add(id);
    return 'begun';
  }

  end(id: string): void {
    this.inFlight.delete(id);
    this.ended[this.endedCount++ % remembered] = inShort(id);
  }

  cancel(id: string): void {
    if (this.inFlight.has(id) || this.ended.includes(inShort(id))) return;
    this.early.set(id, this.clock.monotonic());
    keepNewest(this.early, remembered);
  }
}

/** Texts in quotes stay what they are, so each id is still another one. */
function inShort(id: string): string | number {
  return plainNumber.test(id) ? Number(id) : id;
}
