// Consents that were asked for: each good once, for a while, and for exactly the name and entry that were shown. In memory
// only: what was agreed to before a restart is shown again.
import { createHash, randomBytes } from 'node:crypto';
import type { ServerEntryInput } from '../../../shared/config-schema.ts';
import type { ConsentView } from '../../../shared/consent.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { consentView } from './consent-view.ts';
import type { PlaceContext } from './risky-places.ts';

const lifetimeMs = 10 * 60_000;
const most = 64;

export interface Consents {
  /** What is to be shown to a person, with the id that stands for a yes to it. */
  ask(name: string, entry: ServerEntryInput): ConsentView;
  /** Throws CONSENT_NEEDED unless `consent` was given for exactly this; an entry without a command needs none. */
  require(consent: string | undefined, name: string, entry: ServerEntryInput): void;
}

export function createConsents(clock: Clock, context: PlaceContext): Consents {
  const asked = new Map<string, { readonly digest: string; readonly endsAt: number }>();
  return {
    ask: (name, entry) => {
      if (entry.command === undefined) return consentView(name, entry, null, context);
      const id = randomBytes(24).toString('base64url');
      asked.set(id, { digest: digestOf(name, entry), endsAt: clock.monotonic() + lifetimeMs });
      for (const key of asked.keys()) if (asked.size > most) asked.delete(key);
      return consentView(name, entry, id, context);
    },
    require: (consent, name, entry) => {
      if (entry.command === undefined) return;
      const given = asked.get(consent ?? '');
      asked.delete(consent ?? '');
      const isGood = given !== undefined && clock.monotonic() < given.endsAt;
      if (isGood && given.digest === digestOf(name, entry)) return;
      throw new AppError(
        'CONSENT_NEEDED',
        `Adding the command of "${name}" needs a yes to exactly this command.`,
        {
          expected:
            'Show what proposeServer answers, and give its consent; each is good once, for ten minutes.',
          details: { server: name },
        },
      );
    },
  };
}

/** The same for the same entry, whatever the order of its keys. */
function digestOf(name: string, entry: ServerEntryInput): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted([name, entry])))
    .digest('base64');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => [key, sorted(member)]);
}
