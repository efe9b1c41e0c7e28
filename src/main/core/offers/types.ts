// What a file or link offers, as it was read and as it is kept until somebody agrees.
import type { OfferSetting, ServerOffer } from '../../../shared/offers.ts';
import type { ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import type { Part } from './entry-text.ts';

/** The values of each setting, by its key: a secret for one that is kept apart. */
export type Filled = ReadonlyMap<string, readonly Part[]>;

/** One way, and the entry that comes of it. */
export interface ReadWay {
  readonly id: string;
  readonly label: string;
  readonly problem: string | null;
  readonly settings: readonly OfferSetting[];
  /** `folder`: where the files of a bundle are. Throws BAD_REQUEST where the settings do not make one. */
  readonly entry: (filled: Filled, folder: string) => ServerEntryInput;
  /** A bundle that has to be fetched for it. */
  readonly bundle?: { readonly url: string; readonly sha256: string | null };
}

export type OfferFacts = Pick<ServerOffer, 'kind' | 'title' | 'description' | 'version' | 'author'> & {
  /** As the file has it; made usable by whoever adds it. */
  readonly wantedName: string;
  readonly ways: readonly ReadWay[];
};
