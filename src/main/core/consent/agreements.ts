// Plans that wait for a yes: each kept here as it was shown, so that a yes can only ever be to that, once, for a while.
// In memory only: what was agreed to before a restart is shown again.
import { randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';

const lifetimeMs = 10 * 60_000;
const most = 64;

export interface Agreements<Plan> {
  /** What stands for a yes to the plan. */
  offer(plan: Plan): string;
  /** The plan; it cannot be taken again. Throws CONSENT_NEEDED. */
  take(consent: string): Plan;
}

/** `what` is what is agreed to, as the end of a sentence: "a change to a client's file". */
export function createAgreements<Plan>(clock: Pick<Clock, 'monotonic'>, what: string): Agreements<Plan> {
  const offered = new Map<string, { readonly plan: Plan; readonly endsAt: number }>();
  return {
    offer: (plan) => {
      const consent = randomBytes(24).toString('base64url');
      offered.set(consent, { plan, endsAt: clock.monotonic() + lifetimeMs });
      for (const key of offered.keys()) if (offered.size > most) offered.delete(key);
      return consent;
    },
    take: (consent) => {
      const found = offered.get(consent);
      offered.delete(consent);
      if (found !== undefined && clock.monotonic() < found.endsAt) return found.plan;
      throw new AppError('CONSENT_NEEDED', `There is no such yes to ${what}, or not any more.`, {
        expected: 'Have it shown again and agree to that; each yes is good once, for ten minutes.',
      });
    },
  };
}
