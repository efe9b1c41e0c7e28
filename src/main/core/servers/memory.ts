// What is kept of servers from one run to the next, as the hub sees it.
import type { Era } from '../../../shared/state.ts';
import type { Catalogue } from '../relay/catalogue.ts';

/** What lasts of servers over restarts. */
export interface ServerMemory {
  /** What was learnt of exactly this command or URL, or null. */
  load(name: string, fingerprint: string): Catalogue | null;
  /** Which era exactly this command or URL spoke, or null. */
  era(name: string, fingerprint: string): Era | null;
  save(name: string, fingerprint: string, catalogue: Catalogue, era: Era): void;
  noteCrash(name: string, reason: string): void;
  /** It was removed from the configuration. */
  forget(name: string): void;
}
