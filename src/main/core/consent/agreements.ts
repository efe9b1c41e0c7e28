// Plans that wait for a yes: each kept here as it was shown, so that a yes can only ever be to that, once, for a while.
// In memory only: what was agreed to before a restart is shown again.
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { ShortLived } from '../short-lived.ts';

/** For how long, and of how many at once, a yes can be given. */
export const waitingForYes = { lifeMs: 10 * 60_000, most: 64 };

export interface Agreements<Plan> {
  /** What stands for a yes to the plan. */
  offer(plan: Plan): string;
  /** The plan; it cannot be taken again. Throws CONSENT_NEEDED. */
  take(consent: string): Plan;
}

/** `what` is what is agreed to, as the end of a sentence: "a change to a client's file". */
export function createAgreements<Plan>(
  clock: Pick<Clock, 'monotonic' | 'after'>,
  what: string,
): Agreements<Plan> {
  const offered = new ShortLived<{ readonly plan: Plan }>({ clock, ...waitingForYes });
  return {
    offer: (plan) => offered.keep({ plan }),
    take: (consent) => {
      const found = offered.take(consent);
      if (found !== undefined) return found.plan;
      throw new AppError('CONSENT_NEEDED', `There is no such yes to ${what}, or not any more.`, {
        expected: 'Have it shown again and agree to that; each yes is good once, for ten minutes.',
      });
    },
  };
}
