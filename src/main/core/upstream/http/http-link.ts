// One client session on a Streamable HTTP server: its requests in flight, each a POST of its own, and its notifications.
// Bodies pass as they came (MCP basic/transports).
import { AppError, toAppError } from '../../../../shared/errors.ts';
import { deferred } from '../../deferred.ts';
import type { Clock, Logger } from '../../ports.ts';
import { PendingTable, timeoutError, type Pending } from '../../relay/pending.ts';
import { OwnIds } from '../../relay/own-ids.ts';
import { failureMessage, idInUse } from '../../relay/rpc-errors.ts';
import { timeoutOf, type Exchange, type Peer, type Timeouts } from '../../relay/types.ts';
import { asUndelivered } from '../../relay/undelivered.ts';
import { Wishes } from '../../relay/wishes.ts';
import { cancelledMessage, notificationMessage, requestMessage } from '../../relay/wire/edit.ts';
import { idText, readCancelled, scanMessage, type Message } from '../../relay/wire/message.ts';
import { awaitedExchange, readHandshake } from '../handshake.ts';
import type { Handshake, UrlLink } from '../types.ts';
import { performCall } from './http-call.ts';
import { HttpInbox } from './http-inbox.ts';
import { HttpSession } from './http-session.ts';
import type { HttpTransport } from './transport.ts';

export interface HttpLinkOptions {
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
  /** `inFlightCount` changed. */
  readonly onActivity: () => void;
}

/** Usual requests wait for the session; those of its opening must not. */
type Stage = 'usual' | 'opening' | 'restoring';

interface InFlight {
  readonly pending: Pending;
  readonly message: Message;
  readonly abort: AbortController;
}

/** How long a server may take to accept a notification. */
const notificationMs = 10_000;
/** How long what follows a notification waits for it to be accepted. */
const patienceMs = 1000;

export class HttpLink implements UrlLink {
  private readonly options: HttpLinkOptions;
  private readonly pending: PendingTable;
  private readonly inFlight = new Map<string, InFlight>();
  private readonly inbox: HttpInbox;
  private readonly session: HttpSession;
  private readonly wishes = new Wishes();
  private readonly closing = new AbortController();
  /** Notifications keep their order, and come before the requests that follow them. */
  private notified: Promise<void> = Promise.resolve();
  private readonly ownIds = new OwnIds();

  constructor(options: HttpLinkOptions) {
    this.options = options;
    this.pending = new PendingTable(options.clock, (pending) => this.expire(pending));
    this.inbox = new HttpInbox({
      ...options,
      settle: (answer) => this.settle(answer),
      extend: (pending) => this.pending.extend(pending),
      hold: (pending) => this.pending.hold(pending),
      reply: (answer) => this.post(answer),
    });
    this.session = new HttpSession({
      ...options,
      signal: this.closing.signal,
      openSelf: () => this.openSelf(),
      onLost: () => this.inbox.withdrawAll(),
      onFailure: (error) => this.failed(error),
      onMessage: (message) => this.inbox.receive(message, null),
      room: () => options.peer.room?.() ?? null,
    });
  }

  get inFlightCount(): number {
    return this.inFlight.size;
  }

  request(message: Message, exchange: Exchange): void {
    this.begin(message, exchange, message.method === 'initialize' ? 'opening' : 'usual');
  }

  notify(message: Message): void {
    if (message.method === 'notifications/cancelled') this.cancel(message);
    else this.notified = this.sendNotification(message, this.notified);
  }

  close(): void {
    this.closing.abort();
    this.inbox.withdrawAll();
    for (const [id, { abort }] of this.inFlight) {
      this.take(id)?.pending.exchange.abandon();
      abort.abort();
    }
    this.session.end();
  }

  reset(error: AppError): void {
    this.inbox.withdrawAll();
    for (const [id, { abort }] of this.inFlight) {
      this.take(id)?.pending.exchange.finish(failureMessage(id, error));
      abort.abort();
    }
    this.session.end();
  }

  async ensureOpen(): Promise<void> {
    await this.session.ensureOpen();
  }

  private begin(message: Message, exchange: Exchange, stage: Stage): void {
    const id = idText(message);
    if (this.inFlight.has(id)) {
      exchange.finish(idInUse(id));
      return;
    }
    const pending = this.pending.add({
      peer: this.options.peer,
      clientId: id,
      method: message.method,
      exchange,
      progressToken: null,
      timeoutMs: timeoutOf(message.method, this.options.timeouts),
    });
    const entry = { pending, message, abort: new AbortController() };
    this.inFlight.set(id, entry);
    this.options.onActivity();
    const perform = (): Promise<void> => this.perform(entry, stage);
    const done = stage === 'opening' ? this.session.begin(perform) : perform();
    done.catch((error: unknown) => {
      if (this.inFlight.get(id) !== entry) return;
      this.failed(error);
      this.take(id)?.pending.exchange.finish(failureMessage(id, error));
    });
  }

  private async perform({ pending, message, abort }: InFlight, stage: Stage): Promise<void> {
    const isOpen = (): boolean => this.pending.get(pending.id) !== undefined;
    if (stage === 'usual') {
      await this.session.ensureOpen();
      await this.notified;
      // Cancelled or timed out while it waited.
      if (!isOpen()) return;
    }
    pending.sent = true;
    await performCall({
      ...this.options,
      session: this.session,
      message,
      signal: abort.signal,
      mayReopen: stage === 'usual',
      isOpen,
      onMessage: (received) => this.receive(received, pending),
      room: () => pending.exchange.room?.() ?? null,
      onStream: () => {
        if (message.method !== 'initialize') pending.exchange.beginStream?.();
      },
      onPause: () => pending.exchange.pauseStream?.(),
    });
  }

  private receive(message: Message, pending: Pending): void {
    this.options.onReached();
    const isOpening = message.kind === 'result' && pending.method === 'initialize';
    if (isOpening && idText(message) === pending.clientId) this.session.opened(message);
    this.inbox.receive(message, pending);
  }

  private async openSelf(): Promise<void> {
    const answer = await this.ask('initialize', this.options.peer.client, 'opening');
    try {
      readHandshake(this.options.transport.name, answer);
    } catch (error) {
      // Those who wait for the session have not been heard.
      throw asUndelivered(toAppError(error));
    }
    await this.post(notificationMessage('notifications/initialized'));
    for (const { method, params } of this.wishes.all()) await this.ask(method, params, 'restoring');
  }

  /** A request of our own. Rejects with AppError when no answer will come. */
  private ask(method: string, params: unknown, stage: Stage): Promise<Message> {
    const abandoned = (): AppError => new AppError('SERVER_EXITED', 'The session was closed.');
    const { exchange, answer } = awaitedExchange(abandoned);
    const id = this.ownIds.next();
    this.begin(scanMessage(requestMessage(id, method, params)), exchange, stage);
    return answer;
  }

  private failed(error: unknown): void {
    const appError = toAppError(error);
    const isOfServer = appError.code === 'SERVER_FAILED' || appError.code === 'UPSTREAM_ERROR';
    if (isOfServer && !this.closing.signal.aborted) this.options.onFailure(appError);
  }

  private async sendNotification(message: Message, earlier: Promise<void>): Promise<void> {
    await earlier;
    try {
      await this.session.ensureOpen();
      await this.post(message.bytes);
    } catch (error) {
      this.options.logger.debug(toAppError(error).message);
    }
  }

  /** Sends what needs no answer. Resolves when the server has it, or is slow to say so; never rejects. */
  private async post(message: Buffer): Promise<void> {
    const { promise: slow, resolve } = deferred<void>();
    const cancel = this.options.clock.after(patienceMs, resolve);
    await Promise.race([this.deliver(message), slow]);
    cancel();
  }

  private async deliver(message: Buffer): Promise<void> {
    const { transport, logger } = this.options;
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(notificationMs)]);
    try {
      const answer = await transport.post(message, this.session.headers, signal);
      // Nothing in the body is of use, and some servers never end it.
      answer.body.dump({ limit: 16_384, signal }).catch(() => undefined);
      if (answer.statusCode >= 400)
        logger.debug(`"${transport.name}" answered HTTP ${answer.statusCode} to a notification.`);
    } catch (error) {
      if (!this.closing.signal.aborted) logger.debug(toAppError(error).message);
    }
  }

  private cancel(message: Message): void {
    const entry = this.take(readCancelled(message).id);
    if (entry === undefined) return;
    entry.pending.exchange.abandon();
    void this.giveUp(entry, message.bytes);
  }

  private expire(pending: Pending): void {
    const entry = this.take(pending.clientId);
    const error = timeoutError(this.options.transport.name, pending);
    pending.exchange.finish(failureMessage(pending.clientId, error));
    if (entry !== undefined)
      void this.giveUp(entry, cancelledMessage(pending.clientId, 'The request timed out.'));
  }

  /** Tells the server that the answer is not wanted, then leaves (MCP basic/utilities/cancellation). */
  private async giveUp({ pending, abort }: InFlight, cancellation: Buffer): Promise<void> {
    if (pending.sent && pending.method !== 'initialize') await this.post(cancellation);
    abort.abort();
  }

  private settle(answer: Message): void {
    const entry = this.take(idText(answer));
    if (entry === undefined) return;
    if (answer.kind === 'result') this.wishes.note(entry.message);
    else if (entry.message.method === 'initialize') this.options.onRefused();
    entry.pending.exchange.finish(answer.bytes);
  }

  private take(id: string): InFlight | undefined {
    const entry = this.inFlight.get(id);
    if (entry === undefined) return undefined;
    this.inFlight.delete(id);
    this.pending.take(entry.pending.id);
    this.options.onActivity();
    return entry;
  }
}
