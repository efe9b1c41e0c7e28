// The part of the management contract that is about other programs on this machine: their files, and their servers.
// Every change is proposed first; the answer's `consent` is what the change itself is asked for with.
import { z } from 'zod';
import type {
  ClientCheck,
  ClientSnippet,
  ClientView,
  ConnectionFacts,
  ImportOffer,
  ImportOutcome,
  ImportPlan,
  ImportUndone,
  ProposedChange,
} from './clients.ts';
import { answers } from './call-definition.ts';

const clientRef = z.strictObject({ client: z.string().min(1).max(80) });
const agreed = z.strictObject({ consent: z.string().min(1).max(80) });
const text = z.string().min(1).max(512);

export const clientCalls = {
  listClients: answers<readonly ClientView[]>()(z.strictObject({})),
  /** With a token that is new, or was made by this call before in the same run. */
  clientSnippet: answers<ClientSnippet>()(clientRef),
  connectionFacts: answers<ConnectionFacts>()(z.strictObject({})),
  proposeConnection: answers<ProposedChange>()(clientRef),
  connectClient: answers<ClientView>()(agreed),
  /** Runs the client's own command, where it has one that tells. Never changes the client's file itself. */
  checkClient: answers<ClientCheck>()(clientRef),
  /** null: there is nothing to be taken out. */
  proposeDisconnection: answers<ProposedChange | null>()(clientRef),
  disconnectClient: answers<ClientView>()(agreed),
  readImport: answers<ImportOffer>()(clientRef),
  planImport: answers<ImportPlan>()(
    clientRef.extend({
      servers: z
        .array(
          z.strictObject({
            key: text,
            /** Default: the one that readImport proposes. */
            name: z.string().min(1).max(80).optional(),
            /** Ids of the values that become secrets. Default: those that look like one. */
            secrets: z.array(text).max(200).optional(),
            /** What the client asks for, by the id of the value. */
            inputs: z.record(text, z.string().max(65_536)).default({}),
          }),
        )
        .max(500),
      /** Also puts Patchbay into the client's file, in place of these servers and of duplicates. */
      switchOver: z.boolean().default(false),
    }),
  ),
  applyImport: answers<ImportOutcome>()(agreed),
  /** Takes the newest import from this client back, as a whole. */
  undoImport: answers<ImportUndone>()(clientRef),
} as const;
