// How long a list on `/mcp` waits for servers of which nothing is known yet: once for each, and not for long
// (docs/decisions/0004).
import { deferred } from '../deferred.ts';
import type { Clock } from '../ports.ts';
import { Learners, type Learner } from './learners.ts';

const graceMs = 2000;

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
    if (fresh.length === 0) return;
    const { promise: grace, resolve } = deferred<void>();
    const cancel = this.clock.after(graceMs, resolve);
    await Promise.race([Promise.all(fresh.map(({ learnt }) => learnt)), grace]);
    cancel();
    for (const { learner } of fresh) this.waitedFor.add(learner);
  }
}
