// One server at length, read again when something of it has changed: often enough to be true, seldom enough for a server
// that changes with every call. An answer never takes the place of one that was asked for later.
import type { PatchbayClient } from '../../../shared/contract.ts';
import { toErrorView } from '../../../shared/errors.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import type { ServerDetail } from '../../../shared/server-detail.ts';
import type { ServerView } from '../../../shared/state.ts';
import { createValue } from '../../state/observable.ts';
import type { Observable } from '../../state/observable.ts';
import { createPacer } from '../../state/pacer.ts';

export interface ReadServer {
  /** null until the first has come. */
  readonly detail: ServerDetail | null;
  readonly fault: ErrorView | null;
  /** It is being started and asked. */
  readonly busy: boolean;
}

export interface ServerReading extends Observable<ReadServer> {
  /** Reads it when it is not as it was seen before. */
  readonly see: (server: ServerView) => void;
  /** Resolves when it is there, or could not be read. */
  readonly reload: () => Promise<void>;
  /** Starts the server and asks it, unless that is under way. */
  readonly learn: () => void;
  /** Reads nothing more until it is seen again. */
  readonly rest: () => void;
}

/** Numbers that move with every call are read so often at most. */
const pauseMs = 1000;

export function createServerReading(
  client: Pick<PatchbayClient, 'inspectServer' | 'learnServer'>,
  name: string,
): ServerReading {
  const value = createValue<ReadServer>({ detail: null, fault: null, busy: false });
  let seen: string | null = null;
  let asked = 0;
  let shown = 0;

  const show = (turn: number, { detail, fault }: Outcome, busy = value.get().busy): void => {
    const isOld = turn < shown;
    shown = Math.max(shown, turn);
    const now = value.get();
    value.set(isOld ? { ...now, busy } : { detail: detail ?? now.detail, fault, busy });
  };
  const reload = async (): Promise<void> => {
    const turn = (asked += 1);
    show(turn, await outcomeOf(client.inspectServer({ name })));
  };
  const learn = async (): Promise<void> => {
    value.set({ ...value.get(), busy: true });
    const outcome = await outcomeOf(client.learnServer({ name }));
    // Its answer is made when the server has been asked, not when the question was.
    show((asked += 1), outcome, false);
  };
  const pacer = createPacer(() => void reload(), pauseMs);

  return {
    get: value.get,
    subscribe: value.subscribe,
    see: (server) => {
      const mark = markOf(server);
      if (mark === seen) return;
      seen = mark;
      pacer.ask();
    },
    reload,
    learn: () => {
      if (!value.get().busy) void learn();
    },
    rest: () => {
      seen = null;
      pacer.stop();
    },
  };
}

interface Outcome {
  readonly detail: ServerDetail | null;
  readonly fault: ErrorView | null;
}

async function outcomeOf(answer: Promise<ServerDetail>): Promise<Outcome> {
  return answer.then(
    (detail) => ({ detail, fault: null }),
    (error: unknown) => ({ detail: null, fault: toErrorView(error) }),
  );
}

/** Another one when what is shown at length may be other than before. */
function markOf(server: ServerView): string {
  const { status, tools, resources, prompts, sessions, lastSeenAt, inFlight, changedTools, nameClashes } =
    server;
  return JSON.stringify([
    status,
    tools,
    resources,
    prompts,
    sessions,
    lastSeenAt,
    inFlight,
    changedTools ?? [],
    nameClashes ?? [],
  ]);
}
