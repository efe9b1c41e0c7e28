// The part of the contract by which servers come as a file or a link. What was added is in the audit log.
import type { Commands } from '../../../shared/contract.ts';
import { redactCommandLine } from '../../../shared/redact.ts';
import type { ServerView } from '../../../shared/state.ts';
import type { Audit } from '../audit/audit.ts';
import type { Offers } from './offers.ts';

export interface OfferCommandsOptions {
  readonly offers: Offers;
  readonly audit: Audit;
  readonly applied: () => Promise<void>;
  readonly viewOf: (name: string) => ServerView;
}

export type OfferCommands = Pick<Commands, 'readOffer' | 'readBundle' | 'settleOffer' | 'addOffer'>;

export function offerCommands({ offers, audit, applied, viewOf }: OfferCommandsOptions): OfferCommands {
  return {
    readOffer: ({ source }) => offers.read(source),
    readBundle: ({ offer, way }) => offers.readBundleOf(offer, way),
    settleOffer: ({ offer, way, name, settings }) => offers.settle(offer, way, name, settings),
    addOffer: async ({ consent }) => {
      const { name, entry, secrets, source } = await offers.add(consent);
      const target = redactCommandLine(entry.command ?? entry.url ?? '', entry.args ?? []);
      const from = source.slice(0, 500);
      audit.record({ kind: 'configuration', action: 'added', subject: name, details: { target, from } });
      for (const secret of secrets.keys())
        audit.record({ kind: 'secret', action: 'set', subject: secret, details: { from } });
      await applied();
      return viewOf(name);
    },
  };
}
