// What is kept of servers from one run to the next, as the hub sees it.
import type { Era } from '../../../shared/state.ts';
import type { Handshake, RememberedEra } from '../upstream/types.ts';
import type { Catalogue } from '../relay/catalogue.ts';

/** What lasts of servers over restarts. */
export interface ServerMemory {
  /** What was learnt of exactly this command or URL, or null. */
  load(name: string, fingerprint: string): Catalogue | null;
  /** Which era exactly this command or URL spoke, unless it is to be looked for again. */
  era(name: string, fingerprint: string): RememberedEra;
  /** It was found by looking. */
  noteEra(name: string, fingerprint: string, era: Era): void;
  /** It was opened. */
  noteOpened(name: string, fingerprint: string, handshake: Handshake): void;
  save(name: string, fingerprint: string, catalogue: Catalogue): void;
  noteCrash(name: string, reason: string): void;
  /** It was removed from the configuration. */
  forget(name: string): void;
}
