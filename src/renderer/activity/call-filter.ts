// Which calls are shown: by text, outcome, client and server. With a thousand new ones a second, a hundred thousand old ones
// are not compared again.
import type { CallOutcome, CallView } from '../../shared/activity.ts';
import { placeOf } from './merge-calls.ts';

/** `bad` are failed and tool-failed ones together. */
export type OutcomeChoice = 'all' | 'bad' | Exclude<CallOutcome, 'tool-failed' | 'failed'>;

export interface CallChoice {
  readonly query: string;
  readonly outcome: OutcomeChoice;
  /** '' is any. */
  readonly client: string;
  readonly server: string;
}

export const allCalls: CallChoice = { query: '', outcome: 'all', client: '', server: '' };

/** Chooses calls; keeps what it found out last. */
export type CallFilter = (calls: readonly CallView[], choice: CallChoice) => readonly CallView[];

/** The calls that fit, in their order; the same list where all do. Looks only at calls that were not there the last time. */
export function createCallFilter(): CallFilter {
  let seen: readonly CallView[] = [];
  let fits: Uint8Array = new Uint8Array(0);
  let last: CallChoice | null = null;
  let chosen: readonly CallView[] = [];
  return (calls, choice) => {
    if (isAll(choice)) return calls;
    if (calls === seen && isSame(choice, last)) return chosen;
    const { query, outcome, client, server } = choice;
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const isFitting = (call: CallView): boolean =>
      fitsOutcome(call.outcome, outcome) &&
      (client === '' || call.client === client) &&
      (server === '' || call.server === server) &&
      (words.length === 0 || hasWords(call, words));
    const isKnown = isSame(choice, last);
    // Calls leave at the beginning: what stays stands so many places further on.
    const shift = isKnown ? placeOf(seen, calls[0]?.id ?? 0) : 0;
    const found = new Uint8Array(calls.length);
    const next: CallView[] = [];
    for (const [index, call] of calls.entries()) {
      const isOld = isKnown && seen[index + shift] === call;
      const fit = isOld ? fits[index + shift] === 1 : isFitting(call);
      if (!fit) continue;
      found[index] = 1;
      next.push(call);
    }
    [seen, fits, last, chosen] = [calls, found, choice, next];
    return next;
  };
}

function isAll({ query, outcome, client, server }: CallChoice): boolean {
  return query.trim() === '' && outcome === 'all' && client === '' && server === '';
}

function isSame(one: CallChoice, other: CallChoice | null): boolean {
  return (
    one.query === other?.query &&
    one.outcome === other.outcome &&
    one.client === other.client &&
    one.server === other.server
  );
}

function isBad(outcome: CallOutcome): boolean {
  return outcome === 'failed' || outcome === 'tool-failed';
}

function fitsOutcome(outcome: CallOutcome, choice: OutcomeChoice): boolean {
  return choice === 'all' || (choice === 'bad' ? isBad(outcome) : outcome === choice);
}

function hasWords({ client, server, method, subject, problem }: CallView, words: readonly string[]): boolean {
  const text = [client, server, method, subject, problem].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}
