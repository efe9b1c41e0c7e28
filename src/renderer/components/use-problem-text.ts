// An error as one line for people, in the language of the page: what was wrong and what to do about it.
import { useCallback } from 'react';
import type { ErrorView } from '../../shared/errors.ts';
import { useMessages } from '../messages/messages.ts';

export function useProblemText(): (error: ErrorView) => string {
  const { server } = useMessages();
  return useCallback(
    (error) => {
      const { message, expected } = server.problem(error);
      return expected === undefined ? message : `${message} ${expected}`;
    },
    [server],
  );
}
