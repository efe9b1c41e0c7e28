// Everything of the playground that outlives a look at another section: offers, runs, questions, messages, drafts. One for
// each page; its session ends when nobody looks at it and nothing is under way.
import { isRecord } from '../../../../shared/is-record.ts';
import type { Bridge } from '../../../bridge/bridge.ts';
import { createValue, type MutableValue, type Observable } from '../../../state/observable.ts';
import { createOffers, type OfferKeeper, type Offers } from './offers.ts';
import {
  createPlaygroundClient,
  type Notification,
  type PlaygroundClient,
  type Question,
} from './playground-client.ts';
import { createRuns, type Runs, type RunStates } from './runs.ts';

/** A message of a server, for the list of them. */
export interface Note {
  readonly id: number;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly server: string;
  readonly level: string;
  readonly text: string;
}

export interface PlaygroundStore {
  readonly client: PlaygroundClient;
  readonly offers: Observable<Offers>;
  readonly offerKeeper: OfferKeeper;
  readonly runStates: Observable<RunStates>;
  readonly runs: Runs;
  readonly questions: Observable<readonly Question[]>;
  readonly notes: Observable<readonly Note[]>;
  /** What servers hear that ask which folders they may use (MCP 2025-11-25, client/roots). */
  readonly roots: MutableValue<readonly string[]>;
  /** What is subscribed to, with how often it has changed since, by `subscriptionKey`. */
  readonly subscriptions: Observable<ReadonlyMap<string, number>>;
  /** What somebody has filled in, by what it is for. */
  readonly drafts: Map<string, unknown>;
  readonly answer: (question: number, result: Readonly<Record<string, unknown>> | null) => Promise<boolean>;
  readonly setSubscribed: (server: string, uri: string, isWanted: boolean) => Promise<string | null>;
  readonly clearNotes: () => void;
  /** Somebody looks at it, until the returned function is called. */
  readonly visit: () => () => void;
}

const maxNotes = 500;
const maxNoteLength = 2000;
/** A look at another section is most often a short one. */
const leaveAfterMs = 20_000;

const stores = new WeakMap<Bridge, PlaygroundStore>();

/** The page's one. */
export function playgroundOf(bridge: Bridge): PlaygroundStore {
  const known = stores.get(bridge);
  if (known !== undefined) return known;
  const store = createStore(bridge);
  stores.set(bridge, store);
  return store;
}

export function subscriptionKey(server: string, uri: string): string {
  return JSON.stringify([server, uri]);
}

function createStore({ client: contract, connection }: Bridge): PlaygroundStore {
  const offers = createValue<Offers>(new Map());
  const runStates = createValue<RunStates>(new Map());
  const questions = createValue<readonly Question[]>([]);
  const notes = createValue<readonly Note[]>([]);
  const roots = createValue<readonly string[]>([]);
  const subscriptions = createValue<ReadonlyMap<string, number>>(new Map());
  let lastNote = 0;
  let visitors = 0;

  const note = (server: string, level: string, text: string): void => {
    lastNote += 1;
    const one = { id: lastNote, time: Date.now(), server, level, text: text.slice(0, maxNoteLength) };
    notes.set([...notes.get(), one].slice(-maxNotes));
  };
  const dropQuestion = (number: number): void =>
    questions.set(questions.get().filter(({ question }) => question !== number));

  /** Servers ask for them as soon as they are opened, and nobody wants to be asked each time. */
  const tellRoots = async ({ question, server }: Question): Promise<void> => {
    const given = roots.get();
    note(server, 'roots', given.length === 0 ? '–' : given.join(', '));
    await client.answer(question, { roots: given.map((uri) => ({ uri })) });
  };

  const notified = (notification: Notification): void => {
    const { server, method, params } = notification;
    const told = isRecord(params) ? params : {};
    offerKeeper.changed(server, method);
    if (method === 'notifications/resources/updated' && typeof told['uri'] === 'string') {
      const key = subscriptionKey(server, told['uri']);
      const count = subscriptions.get().get(key);
      if (count !== undefined) subscriptions.set(new Map(subscriptions.get()).set(key, count + 1));
    }
    if (method === 'notifications/message') note(server, levelOf(told), textOf(told));
    else
      note(
        server,
        'notice',
        `${method.replace('notifications/', '')} ${Object.keys(told).length === 0 ? '' : JSON.stringify(told)}`,
      );
  };

  const client = createPlaygroundClient({
    client: contract,
    connection,
    onPageGone,
    onQuestion: (question) => {
      if (question.method === 'roots/list') void tellRoots(question);
      else questions.set([...questions.get(), question]);
    },
    onWithdrawn: dropQuestion,
    onNotification: notified,
    onLost: (count) => note('', 'lost', String(count)),
    onSessionEnd: () => {
      questions.set([]);
      subscriptions.set(new Map());
      offerKeeper.expire();
    },
  });
  const offerKeeper = createOffers(client, offers);
  const runs = createRuns(client, runStates);

  const leaveWhenIdle = (): void => {
    if (visitors > 0) return;
    if (client.inFlight() === 0) client.leave();
    else setTimeout(leaveWhenIdle, leaveAfterMs);
  };

  return {
    client,
    offers,
    offerKeeper,
    runStates,
    runs,
    questions,
    notes,
    roots,
    subscriptions,
    drafts: new Map(),
    answer: async (question, result) => {
      dropQuestion(question);
      return client.answer(question, result);
    },
    setSubscribed: async (server, uri, isWanted) => {
      const method = isWanted ? 'resources/subscribe' : 'resources/unsubscribe';
      const { outcome } = await client.send(server, method, { uri }).ended;
      if (outcome.kind === 'error') return outcome.error.message;
      const next = new Map(subscriptions.get());
      if (isWanted) next.set(subscriptionKey(server, uri), 0);
      else next.delete(subscriptionKey(server, uri));
      subscriptions.set(next);
      return null;
    },
    clearNotes: () => notes.set([]),
    visit: () => {
      visitors += 1;
      return () => {
        visitors -= 1;
        if (visitors === 0) setTimeout(leaveWhenIdle, leaveAfterMs);
      };
    },
  };
}

function onPageGone(listener: () => void): () => void {
  window.addEventListener('pagehide', listener);
  return () => window.removeEventListener('pagehide', listener);
}

function levelOf({ level }: Readonly<Record<string, unknown>>): string {
  return typeof level === 'string' ? level.slice(0, 20) : 'info';
}

function textOf({ logger, data }: Readonly<Record<string, unknown>>): string {
  const text = typeof data === 'string' ? data : (JSON.stringify(data) ?? '');
  return typeof logger === 'string' ? `${logger}: ${text}` : text;
}
