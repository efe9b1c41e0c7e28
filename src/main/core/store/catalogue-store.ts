// What servers offer, kept in the registry file so that lists can be answered while a server is off.
// Counts only for exactly the command or URL that it was learnt of.
import { z } from 'zod';
import { describeError } from '../../../shared/errors.ts';
import type { Logger } from '../ports.ts';
import { readItem, type Catalogue, type CatalogueItem, type ListKind } from '../relay/catalogue.ts';
import type { CatalogueStore } from '../servers/hub.ts';
import { findServer, withServer, type StoredCatalogue } from './document.ts';
import type { Store } from './store.ts';

const initializeSchema = z.object({ instructions: z.string().optional() });

/** The hub's catalogues on the store. A failed save is logged and costs only the next start's first list. */
export function catalogueStore(store: Store, logger: Logger): CatalogueStore {
  return {
    load: (name, fingerprint) => {
      const record = findServer(store.get(), name);
      if (record === undefined || record.catalogue === null || record.fingerprint !== fingerprint)
        return null;
      return fromStored(record.catalogue);
    },
    save: (name, fingerprint, catalogue) => {
      const stored = toStored(catalogue);
      store
        .update((document) =>
          withServer(document, name, (record) => ({
            ...record,
            // A verdict on another command or URL is none on this one.
            era: record.fingerprint === fingerprint ? record.era : null,
            fingerprint,
            catalogue: stored,
          })),
        )
        .catch((error: unknown) => {
          logger.warn(`What "${name}" offers could not be kept. ${describeError(error)}`);
        });
    },
  };
}

function toStored({ lists, instructions, learnedAt }: Catalogue): StoredCatalogue {
  const texts = (kind: ListKind): string[] => lists[kind].map(({ text }) => text);
  return {
    tools: texts('tools'),
    resources: texts('resources'),
    resourceTemplates: texts('resourceTemplates'),
    prompts: texts('prompts'),
    initialize: instructions === undefined ? {} : { instructions },
    learnedAt,
  };
}

function fromStored(stored: StoredCatalogue): Catalogue {
  const initialize = initializeSchema.safeParse(stored.initialize);
  const items = (kind: ListKind): CatalogueItem[] =>
    stored[kind]
      .map((text) => (typeof text === 'string' ? readItem(kind, text) : null))
      .filter((item) => item !== null);
  return {
    instructions: initialize.success ? initialize.data.instructions : undefined,
    lists: {
      tools: items('tools'),
      resources: items('resources'),
      resourceTemplates: items('resourceTemplates'),
      prompts: items('prompts'),
    },
    learnedAt: stored.learnedAt,
  };
}
