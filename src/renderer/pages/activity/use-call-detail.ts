// One call as the gateway knows it: read when it is opened, when the list tells that it has changed, and now and then while
// it runs, as what comes before the answer changes nothing in the list.
import { useEffect, useRef, useState } from 'react';
import type { CallDetail } from '../../../shared/activity.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import { toErrorView } from '../../../shared/errors.ts';
import { usePage } from '../../page.ts';

export interface OpenCall {
  readonly detail: CallDetail | null;
  /** Why there are no details. */
  readonly error: ErrorView | null;
  /** Resolves with the new call's id; null where it failed, and `repeatError` says why. */
  readonly repeat: () => Promise<number | null>;
  readonly repeating: boolean;
  readonly repeatError: ErrorView | null;
}

const runningEveryMs = 1000;

/** `revision`: as the list knows it, 0 where it does not. */
export function useCallDetail(id: number, revision: number, running: boolean): OpenCall {
  const { client } = usePage().bridge;
  const [detail, setDetail] = useState<CallDetail | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [repeating, setRepeating] = useState(false);
  const [repeatError, setRepeatError] = useState<ErrorView | null>(null);

  const known = useRef(0);

  useEffect(() => {
    // What the list does not know is not there to be read. The answer to a reading may be newer than what it knew.
    if (revision === 0 || (!running && known.current >= revision)) return undefined;
    let isOpen = true;
    const read = async (): Promise<void> => {
      try {
        const found = await client.readCall({ id });
        if (!isOpen) return;
        known.current = found.revision;
        setDetail(found);
      } catch (failure) {
        // What was read stays: it is true, also where the gateway has forgotten it since.
        if (isOpen) setError(toErrorView(failure));
      }
    };
    void read();
    const timer = running ? setInterval(() => void read(), runningEveryMs) : undefined;
    return () => {
      isOpen = false;
      clearInterval(timer);
    };
  }, [client, id, revision, running]);

  return {
    detail,
    error: detail === null ? error : null,
    repeating,
    repeatError,
    repeat: async () => {
      setRepeating(true);
      try {
        const { id: repeated } = await client.repeatCall({ id });
        setRepeatError(null);
        return repeated;
      } catch (failure) {
        setRepeatError(toErrorView(failure));
        return null;
      } finally {
        setRepeating(false);
      }
    },
  };
}
