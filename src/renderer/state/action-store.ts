// What people do to servers: which action is under way, and which failed.
// Holds no state of servers; that comes from the gateway alone.
import { toErrorView } from '../../shared/errors.ts';
import type { PatchbayClient } from '../../shared/contract.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { createValue } from './observable.ts';
import type { Observable } from './observable.ts';

/** `approve` and `unregister` are for registered servers, by their keys; `resume` is for all that are paused. */
export type ServerAction =
  'start' | 'stop' | 'restart' | 'enable' | 'disable' | 'approve' | 'unregister' | 'resume';

export interface ActionFailure {
  readonly id: number;
  readonly server: string;
  readonly action: ServerAction;
  readonly error: ErrorView;
}

export interface ActionState {
  /** Keys made by `actionKey`. */
  readonly pending: ReadonlySet<string>;
  /** Oldest first, at most one for each server. */
  readonly failures: readonly ActionFailure[];
}

export interface ActionStore extends Observable<ActionState> {
  /** Starts the action unless it is already under way. A failure lands in the state, never in the caller. */
  readonly run: (server: string, action: ServerAction) => Promise<void>;
  readonly dismiss: (failureId: number) => void;
}

export type ActionCalls = Pick<
  PatchbayClient,
  | 'startServer'
  | 'stopServer'
  | 'restartServer'
  | 'setServerEnabled'
  | 'approveRegistration'
  | 'removeRegistration'
  | 'resumeServers'
>;

const mostFailures = 4;

/** The key of one action on one server in `ActionState.pending`. */
export function actionKey(server: string, action: ServerAction): string {
  return `${action} ${server}`;
}

/** Carries actions out through the contract. */
export function createActionStore(client: ActionCalls): ActionStore {
  const state = createValue<ActionState>({ pending: new Set(), failures: [] });
  const newest = new Map<string, number>();
  let nextId = 1;

  const settle = (key: string, server: string, failure: ActionFailure | null): void => {
    const { pending, failures } = state.get();
    const others = failures.filter((one) => one.server !== server);
    state.set({
      pending: new Set([...pending].filter((one) => one !== key)),
      failures: failure === null ? others : [...others, failure].slice(-mostFailures),
    });
  };

  return {
    get: state.get,
    subscribe: state.subscribe,
    run: async (server, action) => {
      const key = actionKey(server, action);
      const { pending, failures } = state.get();
      if (pending.has(key)) return;
      const id = nextId++;
      newest.set(server, id);
      state.set({ pending: new Set([...pending, key]), failures });
      try {
        await perform(client, server, action);
        settle(key, server, null);
      } catch (error) {
        // A start that fails because a stop followed it is what the person wanted.
        const superseded = newest.get(server) !== id;
        settle(key, server, superseded ? null : { id, server, action, error: toErrorView(error) });
      }
    },
    dismiss: (failureId) => {
      const { pending, failures } = state.get();
      state.set({ pending, failures: failures.filter((failure) => failure.id !== failureId) });
    },
  };
}

async function perform(client: ActionCalls, name: string, action: ServerAction): Promise<void> {
  switch (action) {
    case 'start':
      await client.startServer({ name });
      return;
    case 'stop':
      await client.stopServer({ name });
      return;
    case 'restart':
      await client.restartServer({ name });
      return;
    case 'approve':
      await client.approveRegistration({ key: name });
      return;
    case 'unregister':
      await client.removeRegistration({ key: name });
      return;
    case 'resume':
      await client.resumeServers({});
      return;
    case 'enable':
    case 'disable':
      await client.setServerEnabled({ name, enabled: action === 'enable' });
      return;
  }
}
