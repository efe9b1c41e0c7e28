// What a server offers, for tests, from the few things that a test is about.
import { MentionedUris } from '../../src/main/core/relay/aggregate/mentioned-uris.ts';
import {
  buildExposure,
  type AggregateServer,
  type Naming,
} from '../../src/main/core/relay/aggregate/exposure.ts';
import type { TargetSource } from '../../src/main/core/relay/aggregate/targets.ts';
import {
  allListKinds,
  readItem,
  type Capabilities,
  type Catalogue,
  type ListKind,
} from '../../src/main/core/relay/catalogue.ts';

/** Items as JSON texts. */
export function catalogueOf(
  lists: Partial<Record<ListKind, readonly string[]>>,
  capabilities: Capabilities = {},
): Catalogue {
  const items = (kind: ListKind) =>
    (lists[kind] ?? []).map((text) => readItem(kind, text)).filter((item) => item !== null);
  const [tools, resources, resourceTemplates, prompts, skills] = allListKinds.map(items);
  return {
    instructions: undefined,
    capabilities,
    learnedAt: 0,
    lists: {
      tools: tools ?? [],
      resources: resources ?? [],
      resourceTemplates: resourceTemplates ?? [],
      prompts: prompts ?? [],
      skills: skills ?? [],
    },
  };
}

/** Items that have nothing but what identifies them. */
export function bareItems(
  member: 'name' | 'uri' | 'uriTemplate',
  keys: readonly string[],
): readonly string[] {
  return keys.map((key) => JSON.stringify({ [member]: key }));
}

const always: Naming = { prefix: 'always', separator: '__' };

/** Servers by name, in order; null: nothing is known. `off`: names of servers that are disabled. */
export function targetSource(
  catalogues: Readonly<Record<string, Catalogue | null>>,
  { naming = always, off = [] }: { naming?: Naming; off?: readonly string[] } = {},
): TargetSource {
  const servers = (): readonly AggregateServer[] =>
    Object.entries(catalogues).map(([name, catalogue]) => ({ name, rules: {}, catalogue }));
  return {
    servers,
    names: () => [...Object.keys(catalogues), ...off],
    exposure: () => buildExposure(servers(), naming),
    separator: () => naming.separator,
    mentioned: new MentionedUris(),
  };
}
