// Who may begin now: a few at once, and none that is slow holds up those behind it.
import { deferred } from '../deferred.ts';
import type { Clock } from '../ports.ts';

/** After so long work goes on beside the others, and the next one has its turn. */
const turnMs = 1000;

export class Turns {
  private readonly clock: Clock;
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(clock: Clock, atOnce: number) {
    this.clock = clock;
    this.free = atOnce;
  }

  /** Begins `work` when it has its turn, in the order of the calls. Settles as the work does. */
  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.take();
    const { promise: overdue, resolve } = deferred<void>();
    const cancel = this.clock.after(turnMs, resolve);
    const working = work();
    const done = working.then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([done, overdue]);
    cancel();
    this.pass();
    return working;
  }

  private async take(): Promise<void> {
    if (this.free > 0) {
      this.free--;
      return;
    }
    const { promise, resolve } = deferred<void>();
    this.waiting.push(resolve);
    await promise;
  }

  private pass(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free++;
    else next();
  }
}
