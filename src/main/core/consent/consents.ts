// Consents that were asked for: each good once, for a while, and for exactly the name and entry that were shown. In memory
// only: what was agreed to before a restart is shown again.
import type { ServerEntryInput } from '../../../shared/config-schema.ts';
import type { ConsentView } from '../../../shared/consent.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { ShortLived } from '../short-lived.ts';
import { waitingForYes } from './agreements.ts';
import { consentView } from './consent-view.ts';
import { digestOf } from './digest.ts';
import type { PlaceContext } from './risky-places.ts';

export type NamedEntry = readonly [name: string, entry: ServerEntryInput];

/** Several commands that one yes is to. */
export interface ConsentList {
  /** null: no command is among them, and no yes is needed. */
  readonly consent: string | null;
  readonly views: readonly ConsentView[];
}

export interface Consents {
  /** The same view with nothing to agree to: it is part of something larger that is agreed to as a whole, or not asked yet. */
  show(name: string, entry: ServerEntryInput, shown?: ServerEntryInput): ConsentView;
  /**
   * What is to be shown to a person, with the id that stands for a yes to it. `shown`: the same with secrets masked that
   * were there before.
   */
  ask(name: string, entry: ServerEntryInput, shown?: ServerEntryInput): ConsentView;
  /** Throws CONSENT_NEEDED unless `consent` was given for exactly this; an entry without a command needs none. */
  require(consent: string | undefined, name: string, entry: ServerEntryInput): void;
  /** The same for several at once, such as a whole file; entries without a command are left out. */
  askAll(entries: readonly NamedEntry[]): ConsentList;
  requireAll(consent: string | undefined, entries: readonly NamedEntry[]): void;
}

export function createConsents(clock: Clock, context: PlaceContext): Consents {
  /** Digests of what was shown. */
  const asked = new ShortLived<string>({ clock, ...waitingForYes });
  const take = (consent: string | undefined, digest: string, names: readonly string[]): void => {
    if (asked.take(consent ?? '') === digest) return;
    throw names.length === 1 ? notThisCommand(names[0] ?? '') : notTheseCommands(names);
  };
  const show: Consents['show'] = (name, entry, shown = entry) => ({
    ...consentView(name, shown, null, context),
    warnings: consentView(name, entry, null, context).warnings,
  });
  return {
    show,
    ask: (name, entry, shown) => {
      const consent = entry.command === undefined ? null : asked.keep(digestOf([name, entry]));
      return { ...show(name, entry, shown), consent };
    },
    require: (consent, name, entry) => {
      if (entry.command !== undefined) take(consent, digestOf([name, entry]), [name]);
    },
    askAll: (entries) => {
      const commands = withCommand(entries);
      return {
        consent: commands.length === 0 ? null : asked.keep(digestOf(commands)),
        views: commands.map(([name, entry]) => consentView(name, entry, null, context)),
      };
    },
    requireAll: (consent, entries) => {
      const commands = withCommand(entries);
      if (commands.length > 0)
        take(
          consent,
          digestOf(commands),
          commands.map(([name]) => name),
        );
    },
  };
}

function withCommand(entries: readonly NamedEntry[]): readonly NamedEntry[] {
  return entries.filter(([, { command }]) => command !== undefined);
}

function notThisCommand(server: string): AppError {
  const message = `Adding the command of "${server}" needs a yes to exactly this command.`;
  return new AppError('CONSENT_NEEDED', message, {
    expected: 'Show what proposeServer answers, and give its consent; each is good once, for ten minutes.',
    details: { server },
  });
}

function notTheseCommands(servers: readonly string[]): AppError {
  const message = `The commands of ${servers.join(', ')} need a yes to exactly these commands.`;
  return new AppError('CONSENT_NEEDED', message, {
    expected: 'Show what the review answers, and give its consent; each is good once, for ten minutes.',
    details: { servers },
  });
}
