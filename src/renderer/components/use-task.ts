// Something that a person asked for and that takes a moment: whether it is under way, and why it failed.
import { useCallback, useRef, useState } from 'react';
import { toErrorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { useProblemText } from './use-problem-text.ts';

export interface Task {
  readonly busy: boolean;
  /** Why it failed the last time; null while nothing has failed. */
  readonly problem: ErrorView | null;
  /** The same as a sentence or two for people. */
  readonly fault: string | null;
  /** Does it, unless something is under way; `onFailure` after it failed. Resolves with whether it was done; never rejects. */
  readonly run: (work: () => Promise<void>, onFailure?: () => void | Promise<void>) => Promise<boolean>;
  /** What failed is not told any more. */
  readonly forget: () => void;
}

export function useTask(): Task {
  const textOf = useProblemText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ErrorView | null>(null);
  // What is painted comes too late for a second press.
  const isUnderWay = useRef(false);
  const run = useCallback<Task['run']>(async (work, onFailure) => {
    if (isUnderWay.current) return false;
    isUnderWay.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(toErrorView(error));
      await onFailure?.();
      return false;
    } finally {
      isUnderWay.current = false;
      setBusy(false);
    }
  }, []);
  const forget = useCallback(() => setProblem(null), []);
  return { busy, problem, fault: problem === null ? null : textOf(problem), run, forget };
}
