// Recorded calls, kept up to date while somebody watches: asks for what has changed since it last asked, a few times a second.
// Nothing is asked while the page is hidden, the connection lost, or nobody watches.
import type { CallsPage, CallView } from '../../shared/activity.ts';
import type { PatchbayClient } from '../../shared/contract.ts';
import { toErrorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { ConnectionStatus } from '../bridge/bridge.ts';
import { createValue } from '../state/observable.ts';
import type { Observable } from '../state/observable.ts';
import { mergeCalls, mergeNames } from './merge-calls.ts';

export interface CallFeedState {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: ErrorView | null;
  /** By their ids. */
  readonly calls: readonly CallView[];
  /** Names of those who have called, in order. */
  readonly clients: readonly string[];
  /** Names of those who were called. */
  readonly servers: readonly string[];
  /** Calls are recorded. */
  readonly isOn: boolean;
}

export interface CallFeedOptions {
  readonly client: Pick<PatchbayClient, 'readCalls'>;
  readonly connection: Observable<ConnectionStatus>;
  /** Whether anybody can see the page. */
  readonly isVisible?: () => boolean;
}

export interface CallFeed extends Observable<CallFeedState> {
  /** Asks at once instead of at the next turn. */
  readonly refresh: () => void;
}

const askEveryMs = 250;
const firstCalls = 1000;
const mostAtOnce = 5000;

const empty: CallFeedState = {
  status: 'loading',
  error: null,
  calls: [],
  clients: [],
  servers: [],
  isOn: true,
};

export function createCallFeed({
  client,
  connection,
  isVisible = () => document.visibilityState === 'visible',
}: CallFeedOptions): CallFeed {
  const value = createValue<CallFeedState>(empty);
  let watchers = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let revision = 0;
  let generation: number | null = null;

  const take = ({ calls: news, isOn, capacity }: CallsPage): void => {
    const { calls, clients, servers, isOn: wasOn, status } = value.get();
    if (news.length === 0 && status === 'ready' && wasOn === isOn) return;
    value.set({
      status: 'ready',
      error: null,
      isOn,
      calls: mergeCalls(calls, news, capacity),
      clients: mergeNames(clients, news, 'client'),
      servers: mergeNames(servers, news, 'server'),
    });
  };

  /** What changed after one revision and before another, the newest first. Whether all of it is here now. */
  const readOlder = async (after: number, before: number): Promise<boolean> => {
    if (watchers === 0) return false;
    const page = await client.readCalls({ after, before, limit: mostAtOnce });
    if (page.generation !== generation) return false;
    take(page);
    const oldest = oldestOf(page);
    return oldest === null || readOlder(after, oldest);
  };

  /** All that changed after `revision`. */
  const catchUp = async (): Promise<void> => {
    const after = revision;
    const page = await client.readCalls({ after, limit: after === 0 ? firstCalls : mostAtOnce });
    if (generation !== null && page.generation !== generation) {
      // Forgotten, or Patchbay was started anew: what is there is of another time.
      generation = null;
      revision = 0;
      value.set({ ...value.get(), calls: [], clients: [], servers: [] });
      await catchUp();
      return;
    }
    ({ generation } = page);
    take(page);
    const oldest = oldestOf(page);
    // What was not read to its end is read anew, or its older part would be missing for good.
    if (oldest === null || (await readOlder(after, oldest))) ({ revision } = page);
  };

  const ask = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (asking) return;
    asking = true;
    try {
      if (isVisible() && connection.get() === 'live') await catchUp();
    } catch (error) {
      // What was read stays; the connection's own notice tells of a lost one.
      if (value.get().status === 'loading')
        value.set({ ...value.get(), status: 'failed', error: toErrorView(error) });
    } finally {
      asking = false;
      if (watchers > 0) timer = setTimeout(() => void ask(), askEveryMs);
    }
  };

  return {
    get: value.get,
    subscribe: (listener) => {
      const leave = value.subscribe(listener);
      watchers += 1;
      if (watchers === 1) void ask();
      let left = false;
      return () => {
        if (left) return;
        left = true;
        leave();
        watchers -= 1;
        if (watchers > 0) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
    refresh: () => void ask(),
  };
}

/** Where older ones begin; null: there are none. */
function oldestOf({ hasOlder, calls }: CallsPage): number | null {
  return hasOlder ? (calls[0]?.revision ?? null) : null;
}
