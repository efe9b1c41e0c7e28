// A list that nobody pushes: it is read when it comes into view, after each action, when the page gets the focus (much is
// changed elsewhere meanwhile), and when the connection is back.
import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { usePage, useValue } from '../page.ts';

export interface Listing<Item> {
  /** null until the first answer. */
  readonly list: readonly Item[] | null;
  /** Why the list could not be read the last time. */
  readonly problem: ErrorView | null;
  /** Reads it again; never rejects. */
  readonly refresh: () => Promise<void>;
}

/** `read` must stay the same function from one painting to the next. */
export function useListing<Item>(read: () => Promise<readonly Item[]>): Listing<Item> {
  const connection = useValue(usePage().bridge.connection);
  const [list, setList] = useState<readonly Item[] | null>(null);
  const [problem, setProblem] = useState<ErrorView | null>(null);
  const newest = useRef(0);

  const refresh = useCallback(async (): Promise<void> => {
    newest.current += 1;
    const turn = newest.current;
    const outcome = await read().then(
      (listed) => ({ listed, failed: null }),
      (error: unknown) => ({ listed: null, failed: toErrorView(error) }),
    );
    // An answer of before says less than one that is under way.
    if (turn !== newest.current) return;
    if (outcome.listed !== null) setList(outcome.listed);
    setProblem(outcome.failed);
  }, [read]);

  useEffect(() => {
    if (connection !== 'live') return undefined;
    const readNow = (): void => void refresh();
    readNow();
    window.addEventListener('focus', readNow);
    return () => window.removeEventListener('focus', readNow);
  }, [refresh, connection]);

  return { list, problem, refresh };
}
