// The part of the management contract by which servers come as a file or a link. Each is read, shown and settled before
// the one call that adds it, which takes nothing but the yes to what was shown.
import { z } from 'zod';
import { answers } from './call-definition.ts';
import type { OfferPlan, ServerOffer } from './offers.ts';
import type { ServerView } from './state.ts';

const value = z.union([
  z.string().max(65_536),
  z.number(),
  z.boolean(),
  z.array(z.string().max(65_536)).max(100),
]);

export const offerCalls = {
  /** Of a file on this machine (absolute path), an http(s) address, or a patchbay:// link. */
  readOffer: answers<ServerOffer>()(z.strictObject({ source: z.string().min(1).max(8192) })),
  /** Fetches the bundle that a way of a server.json leads to. */
  readBundle: answers<ServerOffer>()(
    z.strictObject({ offer: z.string().min(1).max(80), way: z.string().min(1).max(512) }),
  ),
  settleOffer: answers<OfferPlan>()(
    z.strictObject({
      offer: z.string().min(1).max(80),
      way: z.string().min(1).max(512),
      /** Default: the one that readOffer proposes. */
      name: z.string().min(1).max(80).optional(),
      settings: z.record(z.string().max(200), value).default({}),
    }),
  ),
  addOffer: answers<ServerView>()(z.strictObject({ consent: z.string().min(1).max(80) })),
} as const;
