// The page's end of a playground session: opened with the first request, kept by a beat, opened anew when it was lost. Turns
// entries into the ends of requests; what else comes is handed on. Knows nothing of what is asked.
import type { PatchbayClient } from '../../../../shared/contract.ts';
import { AppError, toAppError } from '../../../../shared/errors.ts';
import type { PlaygroundEntry, PlaygroundMethod } from '../../../../shared/playground.ts';
import type { Observable } from '../../../state/observable.ts';
import { createPendingRequests, failed } from './pending-requests.ts';
import type { Ending, Progress } from './pending-requests.ts';

export type Question = Extract<PlaygroundEntry, { readonly kind: 'question' }>;
export type Notification = Extract<PlaygroundEntry, { readonly kind: 'notification' }>;

export interface PlaygroundEvents {
  readonly onQuestion: (question: Question) => void;
  readonly onWithdrawn: (question: number) => void;
  readonly onNotification: (notification: Notification) => void;
  readonly onLost: (count: number) => void;
  /** The session has ended: nothing of it can be answered any more, subscriptions are gone. */
  readonly onSessionEnd: () => void;
}

export interface PlaygroundClientOptions extends PlaygroundEvents {
  readonly client: PatchbayClient;
  readonly connection: Observable<string>;
  /** Calls back when the page goes, until the returned function is called. */
  readonly onPageGone: (listener: () => void) => () => void;
}

export interface RequestEvents {
  readonly onProgress?: (progress: Progress) => void;
}

export interface SentRequest {
  /** Null until the core has taken it. */
  readonly number: () => number | null;
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  readonly cancel: () => void;
}

export interface PlaygroundClient {
  readonly send: (
    server: string,
    method: PlaygroundMethod,
    params?: Readonly<Record<string, unknown>>,
    events?: RequestEvents,
  ) => SentRequest;
  /** False where the server no longer waits for it. Never rejects. */
  readonly answer: (question: number, result: Readonly<Record<string, unknown>> | null) => Promise<boolean>;
  /** How many requests are under way. */
  readonly inFlight: () => number;
  /** Ends the session; the next request opens another. */
  readonly leave: () => void;
}

/** A request that the core has taken, by its number in a session. */
interface Taken {
  readonly session: string;
  readonly request: number;
}

/** Shorter than the lease by far, also in a page in the background. */
const beatMs = 30_000;

export function createPlaygroundClient(options: PlaygroundClientOptions): PlaygroundClient {
  const { client, connection } = options;
  let opening: Promise<string> | null = null;
  let session: string | null = null;
  let lastSeq = 0;
  let reading: Promise<void> | null = null;
  let readAgain = false;
  let stops: (() => void)[] = [];
  const pending = createPendingRequests();
  let underWay = 0;

  const forget = (error: AppError): void => {
    if (session === null && opening === null) return;
    session = null;
    opening = null;
    for (const stop of stops.splice(0)) stop();
    pending.endAll(error);
    options.onSessionEnd();
  };

  const open = async (): Promise<string> => {
    const opened = await client.openPlayground({});
    session = opened.session;
    lastSeq = 0;
    const timer = setInterval(() => void read(), beatMs);
    const leave = (): void => void client.closePlayground({ session: opened.session }).catch(() => {});
    stops = [
      () => clearInterval(timer),
      options.onPageGone(leave),
      client.on('playground', (news) => {
        if (news.session === session) void read();
      }),
      connection.subscribe(() => {
        if (connection.get() === 'live') void read();
      }),
    ];
    return opened.session;
  };

  const ensure = async (): Promise<string> => {
    opening ??= open();
    const mine = opening;
    try {
      return await mine;
    } catch (error) {
      if (opening === mine) opening = null;
      throw error;
    }
  };

  const read = async (): Promise<void> => {
    if (reading !== null) {
      readAgain = true;
      await reading;
      return;
    }
    do {
      readAgain = false;
      reading = readOnce();
      await reading;
      reading = null;
    } while (readAgain);
  };

  const readOnce = async (): Promise<void> => {
    const mine = session;
    if (mine === null) return;
    try {
      const { entries } = await client.readPlayground({ session: mine, after: lastSeq });
      if (session !== mine) return;
      for (const entry of entries) {
        lastSeq = Math.max(lastSeq, entry.seq);
        take(entry);
      }
    } catch (error) {
      const { code } = toAppError(error);
      // A connection that is lost comes back, and is read from again then.
      if (code === 'SESSION_UNKNOWN' && session === mine) forget(toAppError(error));
    }
  };

  const take = (entry: PlaygroundEntry): void => {
    switch (entry.kind) {
      case 'progress':
      case 'ended':
        pending.take(entry);
        break;
      case 'question':
        options.onQuestion(entry);
        break;
      case 'withdrawn':
        options.onWithdrawn(entry.question);
        break;
      case 'notification':
        options.onNotification(entry);
        break;
      case 'lost':
        options.onLost(entry.count);
        break;
    }
  };

  const begin = async (
    server: string,
    method: PlaygroundMethod,
    params: Readonly<Record<string, unknown>>,
  ): Promise<Taken> => {
    const sendIn = async (mine: string): Promise<Taken> => {
      const { request } = await client.sendPlayground({ session: mine, server, method, params });
      return { session: mine, request };
    };
    const mine = await ensure();
    try {
      return await sendIn(mine);
    } catch (error) {
      if (toAppError(error).code !== 'SESSION_UNKNOWN') throw error;
      // The page slept longer than its lease; another request may have noticed before.
      if (session === mine) forget(toAppError(error));
      return sendIn(await ensure());
    }
  };

  const send: PlaygroundClient['send'] = (server, method, params = {}, { onProgress = () => {} } = {}) => {
    let taken: Taken | null = null;
    let isCancelled = false;
    const cancel = (): void => {
      isCancelled = true;
      if (taken !== null && taken.session === session) void client.cancelPlayground(taken).catch(() => {});
    };
    underWay += 1;
    const ended = new Promise<Ending>((resolve) => {
      const end = (ending: Ending): void => {
        underWay -= 1;
        resolve(ending);
      };
      begin(server, method, params).then(
        (known) => {
          taken = known;
          // Nothing is told of a session that has ended meanwhile.
          if (known.session !== session) end(failed(leftError()));
          else pending.add(known.request, { onProgress, end });
          if (isCancelled) cancel();
          return known;
        },
        (error: unknown) => end(failed(toAppError(error))),
      );
    });
    return { number: () => taken?.request ?? null, ended, cancel };
  };

  return {
    send,
    answer: async (question, result) => {
      if (session === null) return false;
      try {
        return (await client.answerPlayground({ session, question, result })).answered;
      } catch {
        return false;
      }
    },
    inFlight: () => underWay,
    leave: () => {
      if (session === null) return;
      const ending = session;
      forget(leftError());
      void client.closePlayground({ session: ending }).catch(() => {});
    },
  };
}

function leftError(): AppError {
  return new AppError('SESSION_UNKNOWN', 'The playground was left.');
}
