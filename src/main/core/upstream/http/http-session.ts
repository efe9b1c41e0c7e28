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
  /** Sends an `initialize` of our own and waits for its answer. */
  readonly openSelf: () => Promise<void>;
  readonly onOpened: (handshake: Handshake) => void;
  /** A message on the standalone stream. */
  readonly onMessage: (message: Message) => void;
}

const notOpen: SessionHeaders = { sessionId: null, protocolVersion: null };

export class HttpSession {
  headers = notOpen;
  private readonly options: HttpSessionOptions;
  private opening: Promise<void> | null = null;

  constructor(options: HttpSessionOptions) {
    this.options = options;
  }

  /** Resolves when it is open, opening it where nobody has. Rejects with AppError; then the next call tries again. */
  async ensureOpen(): Promise<void> {
    await (this.opening ?? this.follow(this.options.openSelf()));
  }

  /** An `initialize` begins: `opened` settles with its answer. */
  begin(opened: Promise<void>): void {
    this.headers = notOpen;
    // Our own one is followed by whoever asked for it.
    if (this.opening === null) void this.follow(opened);
  }

  /** The HTTP answer to `initialize` is here, its message not yet. */
  answered(answer: HttpAnswer): void {
    const id = answer.headers['mcp-session-id'];
    this.headers = { sessionId: typeof id === 'string' ? id : null, protocolVersion: null };
  }

  /** The result of `initialize` is here. Throws AppError when it is none. */
  opened(result: Message): void {
    const { transport, onMessage, onOpened } = this.options;
    const handshake = readHandshake(transport.name, result);
    this.headers = { ...this.headers, protocolVersion: handshake.protocolVersion };
    onOpened(handshake);
    const isCurrent = (session: SessionHeaders): boolean => this.headers === session;
    void listenStandalone({ ...this.options, session: this.headers, isCurrent, onMessage });
  }

  /** The server no longer knows `lost`: one new session for all requests that notice. Rejects with AppError. */
  async reopen(lost: SessionHeaders): Promise<void> {
    if (this.headers.sessionId === lost.sessionId) {
      this.options.logger.info(
        `"${this.options.transport.name}" no longer knows our session; opening a new one.`,
      );
      this.headers = notOpen;
      this.opening = null;
    }
    await this.ensureOpen();
  }

  /** Ends it at the server, which nobody waits for. */
  end(): void {
    if (this.headers.sessionId === null) return;
    this.options.transport.end(this.headers, AbortSignal.timeout(2000)).catch(() => undefined);
    this.headers = notOpen;
  }

  private follow(opened: Promise<void>): Promise<void> {
    this.opening = opened;
    opened.catch(() => {
      if (this.opening === opened) this.opening = null;
    });
    return opened;
  }
}
