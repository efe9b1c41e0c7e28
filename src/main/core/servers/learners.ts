// Whose turn it is to be asked for its lists: a few servers at once, and none that is slow holds up those behind it.
import { deferred } from '../deferred.ts';
import type { Clock } from '../ports.ts';

/** Servers that are started at once only to learn what they offer. */
const atOnce = 4;
/** After so long a server goes on learning beside the others, and the next one has its turn. */
const turnMs = 1000;

export interface Learner {
  /** Never rejects. */
  learnIfUnknown(): Promise<void>;
}

export class Learners {
  private readonly clock: Clock;
  private readonly queued = new Map<Learner, Promise<void>>();
  private readonly waiting: (() => void)[] = [];
  private turns = atOnce;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Resolves when that server has been asked, with or without success. Asking twice is asking once. */
  learn(learner: Learner): Promise<void> {
    const known = this.queued.get(learner);
    if (known !== undefined) return known;
    const learnt = this.inTurn(learner).finally(() => this.queued.delete(learner));
    this.queued.set(learner, learnt);
    return learnt;
  }

  private async inTurn(learner: Learner): Promise<void> {
    await this.takeTurn();
    const learning = learner.learnIfUnknown();
    const { promise: overdue, resolve } = deferred<void>();
    const cancel = this.clock.after(turnMs, resolve);
    await Promise.race([learning, overdue]);
    cancel();
    this.passTurn();
    await learning;
  }

  private async takeTurn(): Promise<void> {
    if (this.turns > 0) {
      this.turns--;
      return;
    }
    const { promise, resolve } = deferred<void>();
    this.waiting.push(resolve);
    await promise;
  }

  private passTurn(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.turns++;
    else next();
  }
}
