// The making of what reads servers from files and links, over what is opened in every run.
import { homedir } from 'node:os';
import type { ServerView } from '../../shared/state.ts';
import type { Closers } from './closers.ts';
import type { Consents } from './consent/consents.ts';
import type { Ground } from './ground.ts';
import { BundleFolders } from './offers/bundle-folders.ts';
import { offerCommands, type OfferCommands } from './offers/offer-commands.ts';
import { Offers } from './offers/offers.ts';
import type { CoreOptions } from './types.ts';
import type { Connections } from './upstream/http/connections.ts';

export interface OffersParts {
  readonly ground: Ground;
  readonly connections: Connections;
  readonly consents: Consents;
  readonly applied: () => Promise<void>;
  readonly viewOf: (name: string) => ServerView;
}

export function createOffers(
  { dataDir, homeDir = homedir() }: CoreOptions,
  { ground, connections, ...rest }: OffersParts,
  closers: Closers,
): OfferCommands {
  const folders = new BundleFolders({ ...ground, dataDir });
  closers.addBeside('The folders of bundles', () => folders.close());
  void folders.sweep();
  const offers = new Offers({
    ...ground,
    ...rest,
    folders,
    dispatcher: connections.to({ caFile: null }),
    platform: process.platform,
    homeDir,
    onSecrets: () => ground.config.reload(),
  });
  return offerCommands({ ...ground, ...rest, offers });
}
