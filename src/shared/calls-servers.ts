// Calls about single servers: looking at one, and writing its entry. Part of the contract (contract.ts).
import { z } from 'zod';
import { answers } from './call-definition.ts';
import type { ConsentView } from './consent.ts';
import type { EntryCheck, RemovedServer, ServerDetail, WrittenServer } from './server-detail.ts';
import { serverEntrySchema, toolRulesSchema } from './server-entry-schema.ts';
import type { ServerView } from './state.ts';

const name = z.string().min(1).max(80);
const serverRef = z.strictObject({ name });
const withEntry = serverRef.extend({ entry: serverEntrySchema });

export const serverCalls = {
  /** Never starts the server: what is not known is null. */
  inspectServer: answers<ServerDetail>()(serverRef),
  /** The same after asking the server for its lists, which starts it. */
  learnServer: answers<ServerDetail>()(serverRef),
  readServerEntry: answers<WrittenServer>()(serverRef),
  /** Looks at an entry while it is being written; nothing is changed or run. */
  checkServer: answers<EntryCheck>()(
    z.strictObject({
      name: z.string().max(80),
      entry: z.record(z.string(), z.unknown()),
      isNew: z.boolean(),
      /** Whether a URL is called. */
      calls: z.boolean().default(true),
    }),
  ),
  /** What a person is to be shown before a server is changed; `consent` is null where what runs stays the same. */
  proposeServerChange: answers<ConsentView>()(withEntry),
  changeServer: answers<ServerView>()(withEntry.extend({ consent: z.string().max(80).optional() })),
  setToolRules: answers<ServerView>()(serverRef.extend({ tools: toolRulesSchema })),
  removeServer: answers<RemovedServer>()(serverRef),
  restoreServer: answers<ServerView>()(z.strictObject({ undo: z.string().min(1).max(80) })),
} as const;
