// Requests that are under way in one session, and the entries that are about them: progress handed on, an end told once, also
// where it came before the number of its request was known. Sends nothing.
import { describeError } from '../../../../shared/errors.ts';
import type { AppError } from '../../../../shared/errors.ts';
import type { PlaygroundEntry, PlaygroundOutcome } from '../../../../shared/playground.ts';

export type Progress = Extract<PlaygroundEntry, { readonly kind: 'progress' }>;
export type Ended = Extract<PlaygroundEntry, { readonly kind: 'ended' }>;

export interface Ending {
  readonly outcome: PlaygroundOutcome;
  readonly durationMs: number;
}

export interface PendingRequest {
  readonly onProgress: (progress: Progress) => void;
  readonly end: (ending: Ending) => void;
}

export interface PendingRequests {
  readonly add: (number: number, request: PendingRequest) => void;
  readonly take: (entry: Progress | Ended) => void;
  /** None of them will ever be heard of again. */
  readonly endAll: (error: AppError) => void;
}

export function createPendingRequests(): PendingRequests {
  const waiting = new Map<number, PendingRequest>();
  /** What came before the number of its request was known here. */
  const early = new Map<number, (Progress | Ended)[]>();

  const take = (entry: Progress | Ended): void => {
    const one = waiting.get(entry.request);
    if (one === undefined) {
      early.set(entry.request, [...(early.get(entry.request) ?? []), entry]);
      return;
    }
    if (entry.kind === 'progress') {
      one.onProgress(entry);
      return;
    }
    waiting.delete(entry.request);
    one.end(entry);
  };

  return {
    add: (number, request) => {
      waiting.set(number, request);
      const before = early.get(number) ?? [];
      early.delete(number);
      for (const entry of before) take(entry);
    },
    take,
    endAll: (error) => {
      const left = [...waiting.values()];
      waiting.clear();
      early.clear();
      for (const one of left) one.end(failed(error));
    },
  };
}

/** A failure of the call itself, as a request's end. */
export function failed(error: AppError): Ending {
  const { code, expected } = error;
  const data = { code, ...(expected === undefined ? {} : { expected }) };
  return {
    outcome: { kind: 'error', error: { code: 0, message: describeError(error), data } },
    durationMs: 0,
  };
}
