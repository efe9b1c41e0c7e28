// Servers that come as a file or a link (`.mcpb`, `server.json`, `patchbay://add`), as page and command line show them
// before they are added. Never a secret.
import type { ConsentView } from './consent.ts';

/** Something that a person is to fill in. */
export interface OfferSetting {
  readonly key: string;
  readonly title: string;
  readonly description: string | null;
  readonly type: 'text' | 'number' | 'boolean' | 'file' | 'directory' | 'choice';
  readonly isRequired: boolean;
  /** Kept as a secret. */
  readonly isSensitive: boolean;
  /** Takes several values. */
  readonly isMultiple: boolean;
  readonly default: SettingValue | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Of `choice`. */
  readonly choices: readonly string[];
}

export type SettingValue = string | number | boolean | readonly string[];

/** One way to have the server: a bundle has one, a server.json one for each package and remote. */
export interface OfferWay {
  readonly id: string;
  /** Such as `npm @scope/server 1.2.0`. */
  readonly label: string;
  /** Why it cannot be had here; null where it can. */
  readonly problem: string | null;
  /** Whether a bundle has to be fetched for it first (`readBundle`). */
  readonly isBundle: boolean;
  readonly settings: readonly OfferSetting[];
}

export interface ServerOffer {
  /** Stands for what was read, for an hour at most. */
  readonly id: string;
  readonly kind: 'bundle' | 'registry' | 'link';
  /** The file or address it was read from. */
  readonly source: string;
  /** What the server would be called. */
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly version: string | null;
  readonly author: string | null;
  readonly ways: readonly OfferWay[];
  /** A link's file that has to be fetched first, by reading this address; null otherwise. Nothing was fetched yet. */
  readonly fetches: string | null;
}

/** A server with its settings, complete, waiting for a yes. */
export interface OfferPlan {
  readonly consent: string;
  readonly view: ConsentView;
  /** Names of the secrets that its values become. */
  readonly secrets: readonly string[];
  /** Where its files will be; null where it brings none. */
  readonly folder: string | null;
}
