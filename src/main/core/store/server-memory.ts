// What lasts of servers, in the registry file: what they offer, so that lists can be answered while they are off (counts
// only for exactly the command or URL that it was learnt of), which era they speak, how they crashed.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { describeError } from '../../../shared/errors.ts';
import type { Era } from '../../../shared/state.ts';
import type { Clock, Logger } from '../ports.ts';
import { readItem, type Catalogue, type CatalogueItem, type ListKind } from '../relay/catalogue.ts';
import type { ServerMemory } from '../servers/memory.ts';
import { identityOf, type Handshake } from '../upstream/types.ts';
import {
  findServer,
  withoutServer,
  withRestart,
  withServer,
  type EraRecord,
  type ServerRecord,
  type StoredCatalogue,
} from './document.ts';
import type { Change, Store } from './store.ts';

const initializeSchema = z.object({
  instructions: z.string().optional(),
  capabilities: z.record(z.string(), z.unknown()).default({}),
});

/** The hub's memory on the store. A failed write is logged and costs only what it would have kept. */
export function serverMemory(store: Store, clock: Clock, logger: Logger): ServerMemory {
  const keep = (name: string, change: Change): void => {
    store.update(change).catch((error: unknown) => {
      logger.warn(`What is known of "${name}" could not be kept. ${describeError(error)}`);
    });
  };
  /** What was known of another command or URL goes. */
  const keepOf = (name: string, fingerprint: string, change: (record: ServerRecord) => ServerRecord): void =>
    keep(name, (document) =>
      withServer(document, name, (record) =>
        change(
          record.fingerprint === fingerprint
            ? record
            : { ...record, fingerprint, catalogue: null, era: null },
        ),
      ),
    );
  return {
    load: (name, fingerprint) => {
      const record = findServer(store.get(), name);
      if (record === undefined || record.catalogue === null || record.fingerprint !== fingerprint)
        return null;
      return fromStored(record.catalogue);
    },
    era: (name, fingerprint) => {
      const record = findServer(store.get(), name);
      const known = record?.fingerprint === fingerprint ? record.era : null;
      return {
        era: known === null ? null : verdictOf(known, clock.now()),
        identity: known?.identity ?? null,
      };
    },
    noteEra: (name, fingerprint, verdict) => {
      const era = { verdict, at: clock.now() };
      keepOf(name, fingerprint, (record) => ({ ...record, era }));
    },
    noteOpened: (name, fingerprint, handshake) => {
      const now = clock.now();
      const record = findServer(store.get(), name);
      const before = record?.fingerprint === fingerprint ? record.era : null;
      if (isDeepStrictEqual(eraAfter(before, handshake, now), before)) return;
      keepOf(name, fingerprint, (known) => ({ ...known, era: eraAfter(known.era, handshake, now) }));
    },
    save: (name, fingerprint, catalogue) => {
      const stored = toStored(catalogue);
      keepOf(name, fingerprint, (record) => ({ ...record, catalogue: stored }));
    },
    noteCrash: (name, reason) => {
      const restart = { at: clock.now(), reason };
      keep(name, (document) => withRestart(document, name, restart));
    },
    forget: (name) => keep(name, (document) => withoutServer(document, name)),
  };
}

/** What was found of the legacy era is looked for again at the next start after so long. */
const legacyLastsMs = 7 * 24 * 60 * 60 * 1000;

/** null: it is to be looked for again. A server of the modern era shows by itself when it no longer is. */
function verdictOf({ verdict, at }: EraRecord, now: number): Era | null {
  if (verdict === 'modern') return 'modern';
  return verdict === 'legacy' && now - at < legacyLastsMs ? 'legacy' : null;
}

/** Opening a server in the legacy way proves nothing of the other; when it is another one than before, it is tried again. */
function eraAfter(before: EraRecord | null, handshake: Handshake, now: number): EraRecord {
  const { era: verdict } = handshake;
  const identity = identityOf(handshake);
  if (before?.verdict !== verdict) return { verdict, at: now, identity };
  const isOther = before.identity !== undefined && before.identity !== identity;
  return { ...before, at: isOther && verdict === 'legacy' ? 0 : before.at, identity };
}

function toStored({ lists, instructions, capabilities, learnedAt }: Catalogue): StoredCatalogue {
  const texts = (kind: ListKind): string[] => lists[kind].map(({ text }) => text);
  return {
    tools: texts('tools'),
    resources: texts('resources'),
    resourceTemplates: texts('resourceTemplates'),
    prompts: texts('prompts'),
    skills: texts('skills'),
    initialize: { capabilities, ...(instructions === undefined ? {} : { instructions }) },
    learnedAt,
  };
}

function fromStored(stored: StoredCatalogue): Catalogue {
  const initialize = initializeSchema.safeParse(stored.initialize);
  const items = (kind: ListKind): CatalogueItem[] =>
    (stored[kind] ?? [])
      .map((text) => (typeof text === 'string' ? readItem(kind, text) : null))
      .filter((item) => item !== null);
  return {
    instructions: initialize.data?.instructions,
    capabilities: initialize.data?.capabilities ?? {},
    lists: {
      tools: items('tools'),
      resources: items('resources'),
      resourceTemplates: items('resourceTemplates'),
      prompts: items('prompts'),
      skills: items('skills'),
    },
    learnedAt: stored.learnedAt,
  };
}
