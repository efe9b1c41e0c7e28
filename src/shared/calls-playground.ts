// The playground's part of the contract. A request is begun by one call and ends by an entry that is read with another, so
// that no connection of a browser is held by a tool, or a person, that takes its time.
import { z } from 'zod';
import { answers } from './call-definition.ts';
import { playgroundMethods, type PlaygroundEntry, type PlaygroundSession } from './playground.ts';

const session = z.string().min(1).max(80);
const params = z.record(z.string(), z.unknown());

export const playgroundCalls = {
  openPlayground: answers<PlaygroundSession>()(z.strictObject({})),
  /** Ends what is in flight. */
  closePlayground: answers<{ readonly closed: string }>()(z.strictObject({ session })),
  /** Begins a request; `ended` tells how it went. The server is opened, and started, by the first one. */
  sendPlayground: answers<{ readonly request: number }>()(
    z.strictObject({
      session,
      server: z.string().min(1).max(80),
      method: z.enum(playgroundMethods),
      params: params.default({}),
    }),
  ),
  /** Tells the server that the answer is no longer wanted; a request that has ended is left as it is. */
  cancelPlayground: answers<{ readonly cancelled: boolean }>()(
    z.strictObject({ session, request: z.int().min(1) }),
  ),
  /** The person's answer to a server's question: a result of its method, or null to refuse it. */
  answerPlayground: answers<{ readonly answered: boolean }>()(
    z.strictObject({ session, question: z.int().min(1), result: params.nullable() }),
  ),
  /** What came after the entry `after`; what came until then is forgotten. Also says that the page is still there. */
  readPlayground: answers<{ readonly entries: readonly PlaygroundEntry[] }>()(
    z.strictObject({ session, after: z.int().min(0) }),
  ),
} as const;
