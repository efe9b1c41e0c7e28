// The session that one link has at its server: opened by the client's `initialize` or by ourselves, opened again when the
// server lost it, with its standalone stream. Everything else waits until it is open (S4.2).
import type { Clock, Logger } from '../../ports.ts';
import type { Message } from '../../relay/wire/message.ts';
import { readHandshake } from '../handshake.ts';
import type { Handshake } from '../types.ts';
import { listenStandalone } from './standalone.ts';
import type { HttpAnswer, HttpTransport, SessionHeaders } from './transport.ts';

export interface HttpSessionOptions {
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts when the link closes. */
  readonly signal: AbortSignal;
  /** Sends an `initialize` of our own, waits for its answer, and asks again for what the client had asked for. */
  readonly openSelf: () => Promise<void>;
  /** `isAgain`: not for the first time on this link, so the server may be another than it was. */
  readonly onOpened: (handshake: Handshake, isAgain: boolean) => void;
  /** The server no longer knows the session; what it had asked in it needs no answer. */
  readonly onLost: () => void;
  readonly onReached: () => void;
  readonly onFailure: (error: unknown) => void;
  /** A message on the standalone stream. */
  readonly onMessage: (message: Message) => void;
  /** Of whoever gets what comes on the standalone stream. */
  readonly room: () => Promise<void> | null;
}

const notOpen: SessionHeaders = { sessionId: null, protocolVersion: null };

export class HttpSession {
  headers = notOpen;
  private readonly options: HttpSessionOptions;
  private opening: Promise<void> | null = null;
  private hasBeenOpen = false;
  /** Aborts when this session at the server is left. */
  private scope = new AbortController();

  constructor(options: HttpSessionOptions) {
    this.options = options;
  }

  /** Resolves when it is open, opening it where nobody has. Rejects with AppError; then the next call tries again. */
  async ensureOpen(): Promise<void> {
    await (this.opening ?? this.follow(this.options.openSelf()));
  }

  /** Begins an `initialize`: what `send` returns settles with its answer. */
  begin(send: () => Promise<void>): Promise<void> {
    this.leave();
    const opened = send();
    // Our own one is followed by whoever asked for it.
    return this.opening === null ? this.follow(opened) : opened;
  }

  /** The HTTP answer to `initialize` is here, its message not yet. */
  answered(answer: HttpAnswer): void {
    const id = answer.headers['mcp-session-id'];
    this.headers = { sessionId: typeof id === 'string' ? id : null, protocolVersion: null };
  }

  /** The result of `initialize` is here. Throws AppError when it is none. */
  opened(result: Message): void {
    const { transport, onOpened } = this.options;
    const handshake = readHandshake(transport.name, result);
    this.headers = { ...this.headers, protocolVersion: handshake.protocolVersion };
    onOpened(handshake, this.hasBeenOpen);
    this.hasBeenOpen = true;
    const session = this.headers;
    const signal = AbortSignal.any([this.options.signal, this.scope.signal]);
    // A client that only listens would otherwise hear nothing more.
    const onLost = (): void => void this.reopen(session).catch(() => undefined);
    void listenStandalone({ ...this.options, session, signal, onLost });
  }

  /** The server no longer knows `lost`: one new session for all requests that notice. Rejects with AppError. */
  async reopen(lost: SessionHeaders): Promise<void> {
    if (this.headers.sessionId === lost.sessionId) {
      const { logger, transport, onLost } = this.options;
      logger.info(`"${transport.name}" no longer knows our session; opening a new one.`);
      this.leave();
      this.opening = null;
      onLost();
    }
    await this.ensureOpen();
  }

  /** Ends it at the server, which nobody waits for. It can be opened again. */
  end(): void {
    if (this.headers.sessionId !== null) {
      this.options.transport.end(this.headers, AbortSignal.timeout(2000)).catch(() => undefined);
    }
    this.leave();
    this.opening = null;
  }

  private leave(): void {
    this.scope.abort();
    this.scope = new AbortController();
    this.headers = notOpen;
  }

  private follow(opened: Promise<void>): Promise<void> {
    this.opening = opened;
    void this.watch(opened);
    return opened;
  }

  /** An opening that failed, or was answered with an error, is tried again by whoever comes next. */
  private async watch(opened: Promise<void>): Promise<void> {
    await opened.catch(() => undefined);
    if (this.opening === opened && this.headers.protocolVersion === null) this.opening = null;
  }
}
