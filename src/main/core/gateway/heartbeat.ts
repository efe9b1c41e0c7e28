// One timer for the keep-alive comments of all open answers and streams.
import type { Clock } from '../ports.ts';
import { TransientSet } from '../transient.ts';

/** Something open towards a client that must not look dead. */
export interface Beating {
  /** Monotonic milliseconds of the last sign of life. */
  readonly lastWrite: number;
  keepAlive(): void;
}

export class Heartbeat {
  private readonly members = new TransientSet<Beating>();
  private readonly clock: Clock;
  private readonly intervalMs: () => number;
  private readonly stopBeating: () => void;

  /** `intervalMs` is read at each beat; signs of life come at most a quarter later. */
  constructor(clock: Clock, intervalMs: () => number) {
    this.clock = clock;
    this.intervalMs = intervalMs;
    this.stopBeating = clock.every(Math.min(intervalMs() / 4, 5000), () => this.beat());
  }

  add(member: Beating): void {
    this.members.add(member);
  }

  remove(member: Beating): void {
    this.members.delete(member);
  }

  close(): void {
    this.stopBeating();
    this.members.clear();
  }

  private beat(): void {
    const due = this.clock.monotonic() - this.intervalMs();
    for (const member of this.members) if (member.lastWrite <= due) member.keepAlive();
  }
}
