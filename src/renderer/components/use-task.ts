// Something that a person asked for and that takes a moment: whether it is under way, and why it failed.
import { useCallback, useState } from 'react';
import { toErrorView } from '../../shared/errors.ts';
import { useMessages } from '../messages/messages.ts';

export interface Task {
  readonly busy: boolean;
  /** A sentence or two for people; null while nothing has failed. */
  readonly fault: string | null;
  /** Does it, unless it is under way. Resolves with whether it was done; never rejects. */
  readonly run: (work: () => Promise<void>) => Promise<boolean>;
}

export function useTask(): Task {
  const { server } = useMessages();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const run = useCallback(
    async (work: () => Promise<void>): Promise<boolean> => {
      setBusy(true);
      setFault(null);
      try {
        await work();
        return true;
      } catch (error) {
        const { message, expected } = server.problem(toErrorView(error));
        setFault(expected === undefined ? message : `${message} ${expected}`);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [server],
  );
  return { busy, fault, run };
}
