// The few words that both sides of the relay share. Gateway and bridge implement Exchange, sessions implement Peer,
// upstreams implement Link; see docs/ARCHITECTURE.md for the picture.
import type { Message } from './wire/message.ts';

/** Where the answer of one client request goes, and all that belongs to it. */
export interface Exchange {
  /**
   * The server that the request goes to now, for whoever counts. Throws AppError LIMIT_REACHED where too many wait for it.
   */
  goesTo?(server: string): void;
  /** Progress, a log message or a server's own request that arose from this request. */
  send(message: Buffer): void;
  /** The server has begun to answer on an event stream: whoever passes it on may begin one, too. */
  beginStream?(): void;
  /** The server has let go of the connection, and goes on with the answer when it is asked again. */
  pauseStream?(): void;
  /**
   * For whoever can read more slowly: null while the client takes what is sent; otherwise resolves when it does again, or
   * never will. What is sent meanwhile is kept.
   */
  room?(): Promise<void> | null;
  /** The answer. The last call. Its bytes may be given back once they are written: whoever keeps any of them copies them. */
  finish(answer: Buffer): void;
  /** There will be no answer: the client cancelled. The last call. */
  abandon(): void;
}

/** What a client said of itself in `initialize`. */
export interface ClientInfo {
  readonly protocolVersion: string;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly clientInfo: { readonly name: string; readonly version: string };
}

/** One client session as servers see it. */
export interface Peer {
  readonly id: string;
  readonly client: ClientInfo;
  /** Whose it is; null, or left out: nobody's in particular. */
  readonly owner?: string | null;
  /** It wants to see what its client cannot do too, where that arose from a request of its own: its answer will say so. */
  readonly answersForLack?: boolean;
  /** No question of a server is put to it, whatever its client can do. */
  readonly isNeverAsked?: boolean;
  /** It lasts for one request: nothing is said to it beside that, and nothing is its own afterwards. */
  readonly isPassing?: boolean;
  /** Several clients are behind it: where they share a connection, none of them may hold it up. */
  readonly isShared?: boolean;
  /** A notification that belongs to no request in flight. */
  send(message: Buffer): void;
  /** As `Exchange.room`, for `send`. */
  room?(): Promise<void> | null;
  /**
   * Hands a server's request to the client, under `exchange` where it arose from a request in flight.
   * `reply` gets the answer, whose id is the one returned here (as written), not the server's.
   */
  ask(request: Message, exchange: Exchange | null, reply: (answer: Message) => void): string;
  /** The server no longer wants the answer; tells the client so. */
  withdraw(askedId: string, reason: string): void;
}

/** One client session's way to one server (or to all of them). Never throws: failures are answers. */
export interface Link {
  request(message: Message, exchange: Exchange): void;
  /** A notification from the client. */
  notify(message: Message): void;
  /** Ends what is in flight without answers and forgets the peer. */
  close(): void;
}

/** Longest waits for an answer; progress begins the time anew. */
export interface Timeouts {
  readonly requestMs: number;
  readonly toolMs: number;
}

/** The wait that fits a method. */
export function timeoutOf(method: string, timeouts: Timeouts): number {
  // Open for as long as somebody listens.
  if (method === 'subscriptions/listen') return Number.POSITIVE_INFINITY;
  // The second waits for the end of a task, which a tool may have become.
  return method === 'tools/call' || method === 'tasks/result' ? timeouts.toolMs : timeouts.requestMs;
}
