// What can be said about a server from its data, in any language: the shape of the files of sentences beside this one.
import type { ErrorView } from '../errors.ts';
import type { ConfigFault, ServerView } from '../state.ts';

/** What a sentence about a server is made of. */
export type ServerFacts = Pick<
  ServerView,
  'enabled' | 'status' | 'problem' | 'tools' | 'sessions' | 'restarts' | 'retryAt' | 'silentSince'
> &
  Partial<Pick<ServerView, 'changedTools' | 'paused'>>;

/** What went wrong and what to do about it. */
export interface ProblemText {
  readonly message: string;
  readonly expected?: string;
}

/** The same for a place with room: what Patchbay has no sentence for stands apart, as it came. */
export interface ToldProblem extends ProblemText {
  /** In English. */
  readonly detail?: string;
}

/** What a sentence about a fault of config.json is made of. */
export type FaultFacts = Pick<ConfigFault, 'message' | 'expected' | 'reason' | 'accepted'>;

export interface ServerWords {
  /** "ready, 13 tools, 4 sessions"; "crashed 3 times: …, retrying in 8 s". `now` in epoch milliseconds. */
  readonly summary: (server: ServerFacts, now: number) => string;
  /** An error for people: in their language as far as Patchbay has sentences for it, else as it came. */
  readonly problem: (problem: ErrorView) => ProblemText;
  readonly told: (problem: ErrorView) => ToldProblem;
  /** `expected`: what would be accepted, the end of a sentence. */
  readonly fault: (fault: FaultFacts) => ToldProblem;
}

/** Whether it stands still only because all servers do. */
export function isHeld({ paused, status }: ServerFacts): boolean {
  return paused === true && (status === 'stopped' || status === 'failed' || status === 'backing-off');
}

/** Whole seconds until `at`, both in epoch milliseconds; never less than none. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}

/** Whole seconds since `at`, both in epoch milliseconds; never less than none. */
export function secondsSince(at: number, now: number): number {
  return Math.max(0, Math.round((now - at) / 1000));
}
