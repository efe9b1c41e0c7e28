// What joins a client session on a server behind a URL (session-link.ts) to the transport that carries it: Streamable HTTP
// or HTTP+SSE. Only words; nothing happens here.
import type { AppError } from '../../../../shared/errors.ts';
import type { Deferred } from '../../deferred.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { Pending, PendingTable } from '../../relay/pending.ts';
import type { Peer, Timeouts } from '../../relay/types.ts';
import type { Message } from '../../relay/wire/message.ts';
import type { Handshake } from '../types.ts';
import type { HttpTransport } from './transport.ts';

export interface SessionLinkOptions {
  readonly transport: HttpTransport;
  readonly peer: Peer;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each opening; `isAgain` when the server had lost the session. */
  readonly onOpened: (handshake: Handshake, isAgain: boolean) => void;
  /** The server answered something. */
  readonly onReached: () => void;
  readonly onFailure: (error: AppError) => void;
  readonly onListChanged: (kind: string) => void;
  /** The server would not be opened: it may be another one by now. */
  readonly onRefused: () => void;
  /** How many requests are in flight has changed. */
  readonly onActivity: () => void;
}

/** A request in flight. */
export interface Call {
  readonly pending: Pending;
  readonly message: Message;
  /** Aborts when its answer is not wanted any more. */
  readonly abort: AbortController;
  /** Resolved when nobody waits for the answer any more. */
  readonly settled: Deferred<void>;
}

/** The server's session, and how messages reach it. */
export interface Carrier {
  /** The token by which a request's progress is told apart, as written; null where it comes on a stream of its own. */
  progressTokenOf(request: Message): string | null;
  /** Resolves when the session is open, opening it where nobody has. Rejects with AppError. */
  ensureOpen(): Promise<void>;
  /** Begins an `initialize`: what `send` returns settles with its answer. */
  begin(send: () => Promise<void>): Promise<void>;
  /** Ends it at the server. It can be opened again. */
  end(): void;
  /**
   * Sends a request. Resolves when the link has its answer, or nobody waits for that any more; rejects with AppError.
   * `mayReopen`: in a session opened anew where the server lost the one there was.
   */
  perform(call: Call, mayReopen: boolean): Promise<void>;
  /** Sends what needs no answer. Resolves when the server has it, or is slow to say so; never rejects. */
  tell(message: Buffer): Promise<void>;
}

/** The link as its carrier sees it. */
export interface Carried {
  /** Aborts when the link closes. */
  readonly signal: AbortSignal;
  readonly pending: PendingTable;
  readonly calls: Pick<ReadonlyMap<string, Call>, 'values'>;
  isOpen(call: Call): boolean;
  /** The call in flight that this is the answer to. */
  callOf(answer: Message): Call | undefined;
  /** Opens the session with an `initialize` of our own, and asks again for what the client had asked for. */
  openSelf(): Promise<void>;
  /** What the server said; `pending` is the request that it arose from, null where it stands alone. */
  receive(message: Message, pending: Pending | null): void;
  /** The server's session is gone, and with it whoever waits for answers to its questions. */
  withdrawQuestions(): void;
  /** So is all that was sent on it: those requests end with `error`. */
  lost(error: AppError): void;
  /** The server could not be reached, or broke off. */
  report(error: unknown): void;
  /** This is how the call ends, unless it has ended. */
  fail(call: Call, error: unknown): void;
}
