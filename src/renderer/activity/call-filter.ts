// Which calls are shown: by text, outcome, client and server. What is compared of a call is made once.
import type { CallOutcome, CallView } from '../../shared/activity.ts';

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

const texts = new WeakMap<CallView, string>();

/** The calls that fit, in their order; the same list where all do. */
export function chosenCalls(calls: readonly CallView[], choice: CallChoice): readonly CallView[] {
  const { query, outcome, client, server } = choice;
  if (query === '' && outcome === 'all' && client === '' && server === '') return calls;
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return calls.filter(
    (call) =>
      fitsOutcome(call.outcome, outcome) &&
      (client === '' || call.client === client) &&
      (server === '' || call.server === server) &&
      words.every((word) => textOf(call).includes(word)),
  );
}

/** The names that occur, in order. */
export function namesIn(calls: readonly CallView[], of: 'client' | 'server'): readonly string[] {
  const names = new Set<string>();
  for (const call of calls) names.add(call[of] ?? '');
  names.delete('');
  return [...names].toSorted();
}

export function isBad(outcome: CallOutcome): boolean {
  return outcome === 'failed' || outcome === 'tool-failed';
}

function fitsOutcome(outcome: CallOutcome, choice: OutcomeChoice): boolean {
  return choice === 'all' || (choice === 'bad' ? isBad(outcome) : outcome === choice);
}

function textOf(call: CallView): string {
  const known = texts.get(call);
  if (known !== undefined) return known;
  const { client, server, method, subject, problem } = call;
  const text = [client, server, method, subject, problem].join('\n').toLowerCase();
  texts.set(call, text);
  return text;
}
