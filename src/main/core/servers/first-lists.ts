// How long a list on `/mcp` waits for servers of which nothing is known yet: once for each, and not for long
// (docs/decisions/0004).
import { deferred } from '../deferred.ts';
import type { Clock } from '../ports.ts';
import { Learners, type Learner } from './learners.ts';

const graceMs = 2000;
/** A request that would fail otherwise waits longer. */
const patienceMs = 10_000;

export class FirstLists {
  private readonly clock: Clock;
  private readonly learners: Learners;
  private readonly waitedFor = new WeakSet<Learner>();

  constructor(clock: Clock) {
    this.clock = clock;
    this.learners = new Learners(clock);
  }

  /** Asks all of them; resolves when those that are new here have been asked, or the wait for it is over. */
  async ask(unknown: readonly Learner[]): Promise<void> {
    const learning = unknown.map((learner) => ({ learner, learnt: this.learners.learn(learner) }));
    const fresh = learning.filter(({ learner }) => !this.waitedFor.has(learner));
    await this.within(
      graceMs,
      fresh.map(({ learnt }) => learnt),
    );
    for (const { learner } of fresh) this.waitedFor.add(learner);
  }

  /** The same, but waits for all of them, and longer. */
  async askThoroughly(unknown: readonly Learner[]): Promise<void> {
    await this.within(
      patienceMs,
      unknown.map((learner) => this.learners.learn(learner)),
    );
  }

  private async within(ms: number, learning: readonly Promise<void>[]): Promise<void> {
    if (learning.length === 0) return;
    const { promise: grace, resolve } = deferred<void>();
    const cancel = this.clock.after(ms, resolve);
    await Promise.race([Promise.all(learning), grace]);
    cancel();
  }
}
