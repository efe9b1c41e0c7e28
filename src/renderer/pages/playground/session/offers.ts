// What each server offers, asked for when somebody looks at it and again when the server says that it changed.
import type { PlaygroundError, PlaygroundMethod } from '../../../../shared/playground.ts';
import type { MutableValue } from '../../../state/observable.ts';
import type { PlaygroundClient } from './playground-client.ts';
import {
  nextCursor,
  readOpening,
  readPrompts,
  readResources,
  readTemplates,
  readTools,
  type OfferedPrompt,
  type OfferedResource,
  type OfferedTemplate,
  type OfferedTool,
  type ServerOpening,
} from './read-offer.ts';

export interface Offer {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: PlaygroundError | null;
  readonly opening: ServerOpening | null;
  readonly tools: readonly OfferedTool[];
  readonly resources: readonly OfferedResource[];
  readonly templates: readonly OfferedTemplate[];
  readonly prompts: readonly OfferedPrompt[];
}

export type Offers = ReadonlyMap<string, Offer>;

export interface OfferKeeper {
  /** Asks where nothing is known, where it failed, and where changes may have been missed. */
  readonly want: (server: string) => void;
  /** Changes are no longer heard of. */
  readonly expire: () => void;
  readonly reload: (server: string) => void;
  /** `notifications/<kind>/list_changed` came. */
  readonly changed: (server: string, method: string) => void;
}

const nothing: Offer = {
  status: 'loading',
  error: null,
  opening: null,
  tools: [],
  resources: [],
  templates: [],
  prompts: [],
};

/** A server whose lists go on without end is not followed for ever. */
const maxPages = 100;
const maxItems = 10_000;
/** A server that says a hundred times a second that its lists changed is asked so often. */
const reloadDistanceMs = 1000;

type ListPart = Partial<Pick<Offer, 'tools' | 'resources' | 'templates' | 'prompts'>>;

export function createOffers(client: PlaygroundClient, states: MutableValue<Offers>): OfferKeeper {
  const loading = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const fresh = new Set<string>();

  const put = (server: string, part: Partial<Offer>): void => {
    const before = states.get().get(server) ?? nothing;
    states.set(new Map(states.get()).set(server, { ...before, ...part }));
  };

  const ask = async (server: string, method: PlaygroundMethod, params = {}): Promise<unknown> => {
    const { outcome } = await client.send(server, method, params).ended;
    if (outcome.kind === 'result') return outcome.result;
    throw new Refused(outcome.kind === 'error' ? outcome.error : { code: 0, message: '' });
  };

  const all = async <Item>(
    server: string,
    method: PlaygroundMethod,
    read: (result: unknown) => readonly Item[],
  ): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < maxPages && items.length < maxItems; page += 1) {
      const result = await ask(server, method, cursor === null ? {} : { cursor });
      items.push(...read(result));
      cursor = nextCursor(result);
      if (cursor === null) break;
    }
    return items.slice(0, maxItems);
  };

  const load = async (server: string): Promise<void> => {
    try {
      const opening = readOpening(await ask(server, 'initialize'));
      const { has } = opening;
      const parts = await Promise.all<ListPart>([
        has.tools ? all(server, 'tools/list', readTools).then((tools) => ({ tools })) : { tools: [] },
        has.resources
          ? all(server, 'resources/list', readResources).then((resources) => ({ resources }))
          : { resources: [] },
        has.resources ? templatesOf(server) : { templates: [] },
        has.prompts
          ? all(server, 'prompts/list', readPrompts).then((prompts) => ({ prompts }))
          : { prompts: [] },
      ]);
      put(server, Object.assign({ status: 'ready', error: null, opening }, ...parts) as Partial<Offer>);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      put(server, { status: 'failed', error: error.error });
    }
  };

  /** Many servers that have resources know no templates. */
  const templatesOf = async (server: string): Promise<ListPart> => {
    try {
      return { templates: await all(server, 'resources/templates/list', readTemplates) };
    } catch (error) {
      if (error instanceof Refused) return { templates: [] };
      throw error;
    }
  };

  const reload = (server: string): void => {
    if (loading.has(server)) {
      again.add(server);
      return;
    }
    if (states.get().get(server)?.status !== 'ready') put(server, { status: 'loading' });
    fresh.add(server);
    const done = load(server).finally(() => {
      loading.delete(server);
      if (again.delete(server)) setTimeout(() => reload(server), reloadDistanceMs);
    });
    loading.set(server, done);
  };

  return {
    want: (server) => {
      const known = states.get().get(server);
      if (known === undefined || known.status === 'failed' || !fresh.has(server)) reload(server);
    },
    expire: () => fresh.clear(),
    reload,
    changed: (server, method) => {
      if (!/^notifications\/(?:tools|resources|prompts)\/list_changed$/u.test(method)) return;
      if (!states.get().has(server)) return;
      if (loading.has(server)) again.add(server);
      else reload(server);
    },
  };
}

class Refused extends Error {
  readonly error: PlaygroundError;

  constructor(error: PlaygroundError) {
    super(error.message);
    this.error = error;
  }
}
