// How busy the gateway was lately and how long its answers took: plain numbers of the last minutes, asked for and not in
// the state, since they change all the time.
import { z } from 'zod';
import { answers } from './call-definition.ts';

/** What came to an end within one step. */
export interface CallPoint {
  /** The end of the step; epoch milliseconds. */
  readonly time: number;
  /** How long the step was; longer than `stepMs` where the machine slept. */
  readonly ms: number;
  readonly calls: number;
  /** Of these, answered with an error. */
  readonly errors: number;
  /** Half of the answers, and 95 of 100, took at most so long, in milliseconds; null: there was none. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
}

/** One server's part of it. Servers without calls are not listed. */
export interface ServerCallNumbers {
  readonly server: string;
  readonly calls: number;
  readonly errors: number;
  /** Of all answers; null: there was none. */
  readonly meanMs: number | null;
  /** Calls in equal parts of the whole time, oldest first. */
  readonly parts: readonly number[];
}

export interface RecentCallsView {
  readonly stepMs: number;
  /** How far it goes back, in milliseconds. */
  readonly spanMs: number;
  /** Of all the time, as in a point. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
  /** Oldest first; fewer than fit where Patchbay has not run for so long. */
  readonly points: readonly CallPoint[];
  readonly servers: readonly ServerCallNumbers[];
  /** Requests that wait for an answer. */
  readonly inFlight: number;
}

/** Calls about numbers. */
export const numbersCalls = {
  readRecentCalls: answers<RecentCallsView>()(z.strictObject({})),
} as const;
