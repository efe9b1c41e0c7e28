// What lasts of servers, in the registry file: what they offer, so that lists can be answered while they are off (counts
// only for exactly the command or URL that it was learnt of), which era they speak, how they crashed.
import { z } from 'zod';
import { describeError } from '../../../shared/errors.ts';
import type { Clock, Logger } from '../ports.ts';
import { readItem, type Catalogue, type CatalogueItem, type ListKind } from '../relay/catalogue.ts';
import type { ServerMemory } from '../servers/memory.ts';
import { findServer, withoutServer, withRestart, withServer, type StoredCatalogue } from './document.ts';
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
  return {
    load: (name, fingerprint) => {
      const record = findServer(store.get(), name);
      if (record === undefined || record.catalogue === null || record.fingerprint !== fingerprint)
        return null;
      return fromStored(record.catalogue);
    },
    era: (name, fingerprint) => {
      const record = findServer(store.get(), name);
      const verdict = record?.fingerprint === fingerprint ? record.era?.verdict : undefined;
      return verdict === 'legacy' || verdict === 'modern' ? verdict : null;
    },
    save: (name, fingerprint, catalogue, verdict) => {
      const known = { fingerprint, catalogue: toStored(catalogue), era: { verdict, at: clock.now() } };
      keep(name, (document) => withServer(document, name, (record) => ({ ...record, ...known })));
    },
    noteCrash: (name, reason) => {
      const restart = { at: clock.now(), reason };
      keep(name, (document) => withRestart(document, name, restart));
    },
    forget: (name) => keep(name, (document) => withoutServer(document, name)),
  };
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
