// The session that one link has at its HTTP+SSE server: it lives as long as its stream. Opened by the client's `initialize` or
// by ourselves, opened again when the stream was lost. Everything else waits until it is open.
import { AppError, toAppError } from '../../../../shared/errors.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { Message } from '../../relay/wire/message.ts';
import { readHandshake } from '../handshake.ts';
import type { HttpTransport } from '../http/transport.ts';
import type { Handshake } from '../types.ts';
import { SseChannel } from './sse-channel.ts';

export interface SseSessionOptions {
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts when the link closes. */
  readonly signal: AbortSignal;
  /** Sends an `initialize` of our own, waits for its answer, and asks again for what the client had asked for. */
  readonly openSelf: () => Promise<void>;
  /** `isAgain`: not for the first time on this link, so the server may be another than it was. */
  readonly onOpened: (handshake: Handshake, isAgain: boolean) => void;
  readonly onMessage: (message: Message) => void;
  /** Of whoever gets the messages. */
  readonly room: () => Promise<void> | null;
  /** The stream is gone, and with it whatever was in flight; a new one will be opened. */
  readonly onLost: (error: AppError) => void;
}

/** Waits before a lost stream is opened again, in milliseconds: the first, doubled each time up to the longest. */
const firstWaitMs = 1000;
const longestWaitMs = 30_000;
/** How long a server may take to accept a notification, in milliseconds. */
const notificationMs = 10_000;

export class SseSession {
  private readonly options: SseSessionOptions;
  private opening: Promise<void> | null = null;
  private channel: SseChannel | null = null;
  private protocolVersion: string | null = null;
  private hasBeenOpen = false;
  private waitMs = firstWaitMs;
  /** Monotonic milliseconds. */
  private openedAt = 0;

  constructor(options: SseSessionOptions) {
    this.options = options;
  }

  /** Resolves when it is open, opening it where nobody has. Rejects with AppError; then the next call tries again. */
  async ensureOpen(): Promise<void> {
    await (this.opening ?? this.follow(this.options.openSelf()));
  }

  /** Begins an `initialize` on a stream of its own: what `send` returns settles with its answer. */
  begin(send: () => Promise<void>): Promise<void> {
    if (this.channel !== null) this.leaveBehind();
    this.channel = this.connect();
    const opened = send();
    // Our own one is followed by whoever asked for it.
    return this.opening === null ? this.follow(opened) : opened;
  }

  /** The result of `initialize` is here. Throws AppError when it is none. */
  opened(result: Message): void {
    const { transport, onOpened, clock } = this.options;
    const handshake = readHandshake(transport.name, result);
    this.protocolVersion = handshake.protocolVersion;
    this.openedAt = clock.monotonic();
    onOpened(handshake, this.hasBeenOpen);
    this.hasBeenOpen = true;
  }

  /** Sends one message. Rejects with AppError. */
  async post(message: Buffer, signal: AbortSignal): Promise<void> {
    if (this.channel === null) {
      const { name } = this.options.transport;
      throw new AppError('SERVER_EXITED', `The event stream of "${name}" is gone.`, {
        details: { server: name },
      });
    }
    await this.channel.post(message, this.protocolVersion, signal);
  }

  /** Sends what needs no answer. Never rejects. */
  async tell(message: Buffer): Promise<void> {
    const { signal, logger } = this.options;
    try {
      await this.post(message, AbortSignal.any([signal, AbortSignal.timeout(notificationMs)]));
    } catch (error) {
      if (!signal.aborted) logger.debug(toAppError(error).message);
    }
  }

  /** The stream that messages belong to now. */
  get stream(): unknown {
    return this.channel;
  }

  /** The server refused a message on `stream` as of no session, though the stream is open. */
  forgotten(stream: unknown): void {
    const { name } = this.options.transport;
    if (this.channel !== stream) return;
    this.lost(
      new AppError('SERVER_EXITED', `"${name}" no longer knows our session.`, { details: { server: name } }),
    );
  }

  /** Ends it at the server. It can be opened again. */
  end(): void {
    this.leave();
    this.opening = null;
  }

  /** Answers to what was sent on the stream until now will not come. */
  private leaveBehind(): void {
    const { transport, onLost } = this.options;
    const { name } = transport;
    this.leave();
    onLost(
      new AppError('SERVER_EXITED', `The session at "${name}" was opened anew.`, {
        details: { server: name },
      }),
    );
  }

  private connect(): SseChannel {
    const { transport, logger, onMessage, room } = this.options;
    const channel: SseChannel = new SseChannel({
      transport,
      logger,
      room,
      onMessage: (message) => {
        if (this.channel === channel) onMessage(message);
      },
      onLost: (error) => {
        if (this.channel === channel) this.lost(error);
      },
    });
    return channel;
  }

  private lost(error: AppError): void {
    const { logger, transport, clock, onLost } = this.options;
    logger.info(`The event stream of "${transport.name}" is gone: ${error.message}`);
    const wasOpen = this.protocolVersion !== null;
    if (wasOpen && clock.monotonic() - this.openedAt >= longestWaitMs) this.waitMs = firstWaitMs;
    this.end();
    onLost(error);
    // A client that only listens would otherwise hear nothing more.
    if (wasOpen) this.comeBackLater();
  }

  private comeBackLater(): void {
    this.options.clock.after(this.waitMs, () => void this.comeBack());
    this.waitMs = Math.min(this.waitMs * 2, longestWaitMs);
  }

  private async comeBack(): Promise<void> {
    if (this.options.signal.aborted || this.opening !== null) return;
    await this.ensureOpen().catch(() => this.comeBackLater());
  }

  private leave(): void {
    this.channel?.close();
    this.channel = null;
    this.protocolVersion = null;
  }

  private follow(opened: Promise<void>): Promise<void> {
    this.opening = opened;
    void this.watch(opened);
    return opened;
  }

  /** An opening that failed, or was answered with an error, is tried again by whoever comes next. */
  private async watch(opened: Promise<void>): Promise<void> {
    await opened.catch(() => undefined);
    if (this.opening === opened && this.protocolVersion === null) this.end();
  }
}

/** Whether a message was refused because the server does not know the session that it was sent to. */
export function isForgotten(error: unknown): boolean {
  return error instanceof AppError && error.details['httpStatus'] === 404;
}
