// A door at which garbage comes in, and what is said of one piece of it.
import type { Random } from '../../kit/random.ts';

export interface Verdict {
  /** In a word, to be counted. */
  readonly outcome: string;
  /** What was wrong, and what was sent; null: nothing. */
  readonly fault: string | null;
}

export interface Door {
  readonly name: string;
  /** Of all cases, this part; only in comparison with the others'. */
  readonly share: number;
  /** So many cases at once. */
  readonly lanes: number;
  /** Before the first case: what they have in common. */
  open?(): Promise<void>;
  /** One case, which is the same for the same seed, in whatever lane. */
  attack(random: Random, index: number, lane: number): Promise<Verdict>;
  /** After the last one. */
  close?(): Promise<void>;
}

/** For every answer of the gateway; what servers may take (fuzz-stage.ts) is a part of it. */
export const deadlineMs = 30_000;
