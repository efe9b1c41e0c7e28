// Whose turn it is to be asked for its lists: a few servers at once, each asked once however many want to know.
import type { Clock } from '../ports.ts';
import { Turns } from './turns.ts';

/** Servers that are started at once only to learn what they offer. */
const atOnce = 4;

export interface Learner {
  /** Never rejects. */
  learnIfUnknown(): Promise<void>;
}

export class Learners {
  private readonly queued = new Map<Learner, Promise<void>>();
  private readonly turns: Turns;

  constructor(clock: Clock) {
    this.turns = new Turns(clock, atOnce);
  }

  /** Resolves when that server has been asked, with or without success. Asking twice is asking once. */
  learn(learner: Learner): Promise<void> {
    const known = this.queued.get(learner);
    if (known !== undefined) return known;
    const learnt = this.turns.run(() => learner.learnIfUnknown()).finally(() => this.queued.delete(learner));
    this.queued.set(learner, learnt);
    return learnt;
  }
}
