// The part of the contract that is about playgrounds.
import type { Commands } from '../../../shared/contract.ts';
import type { Playgrounds } from './playgrounds.ts';

export type PlaygroundCommands = Pick<
  Commands,
  | 'openPlayground'
  | 'closePlayground'
  | 'sendPlayground'
  | 'cancelPlayground'
  | 'answerPlayground'
  | 'readPlayground'
>;

/** Each but `openPlayground` and `closePlayground` rejects with SESSION_UNKNOWN for a session that has ended. */
export function playgroundCommands(playgrounds: Playgrounds): PlaygroundCommands {
  return {
    openPlayground: async () => playgrounds.open(),
    closePlayground: async ({ session }) => {
      playgrounds.end(session);
      return { closed: session };
    },
    sendPlayground: async ({ session, server, method, params }) => ({
      request: playgrounds.find(session).send(server, method, params),
    }),
    cancelPlayground: async ({ session, request }) => ({
      cancelled: playgrounds.find(session).cancel(request),
    }),
    answerPlayground: async ({ session, question, result }) => ({
      answered: playgrounds.find(session).answer(question, result),
    }),
    readPlayground: async ({ session, after }) => ({ entries: playgrounds.find(session).read(after) }),
  };
}
