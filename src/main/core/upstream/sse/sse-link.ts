// One client session on an HTTP+SSE server (MCP 2024-11-05, basic/transports): each message is POSTed, answers come on the
// session's one stream and are told apart by their ids. Bodies pass as they came.
import { AppError, toAppError } from '../../../../shared/errors.ts';
import { deferred, type Deferred } from '../../deferred.ts';
import { OwnIds } from '../../relay/own-ids.ts';
import { PendingTable, timeoutError, type Pending } from '../../relay/pending.ts';
import { failureMessage, idInUse } from '../../relay/rpc-errors.ts';
import { timeoutOf, type Exchange } from '../../relay/types.ts';
import { Wishes } from '../../relay/wishes.ts';
import { cancelledMessage, notificationMessage, requestMessage } from '../../relay/wire/edit.ts';
import {
  idText,
  progressTokenSpan,
  readCancelled,
  scanMessage,
  type Message,
} from '../../relay/wire/message.ts';
import { awaitedExchange, readHandshake } from '../handshake.ts';
import { HttpInbox } from '../http/http-inbox.ts';
import type { HttpLinkOptions } from '../http/http-link.ts';
import type { UrlLink } from '../types.ts';
import { causeOf } from './cause.ts';
import { isForgotten, SseSession } from './sse-session.ts';

/** Usual requests wait for the session; those of its opening must not. */
type Stage = 'usual' | 'opening' | 'restoring';

interface InFlight {
  readonly pending: Pending;
  readonly message: Message;
  readonly abort: AbortController;
  /** Resolved when nobody waits for the answer any more. */
  readonly settled: Deferred<void>;
}

export class SseLink implements UrlLink {
  private readonly options: HttpLinkOptions;
  private readonly pending: PendingTable;
  private readonly inFlight = new Map<string, InFlight>();
  private readonly inbox: HttpInbox;
  private readonly session: SseSession;
  private readonly wishes = new Wishes();
  private readonly closing = new AbortController();
  private readonly ownIds = new OwnIds();
  /** Notifications keep their order, and come before the requests that follow them. */
  private notified: Promise<void> = Promise.resolve();

  constructor(options: HttpLinkOptions) {
    this.options = options;
    this.pending = new PendingTable(options.clock, (pending) => this.expire(pending));
    this.inbox = new HttpInbox({
      ...options,
      settle: (answer) => this.settle(answer),
      extend: (pending) => this.pending.extend(pending),
      hold: (pending) => this.pending.hold(pending),
      reply: (answer) => this.session.tell(answer),
    });
    this.session = new SseSession({
      ...options,
      signal: this.closing.signal,
      openSelf: () => this.openSelf(),
      onMessage: (message) => this.receive(message),
      room: () => this.room(),
      onLost: (error) => this.lost(error),
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
    for (const id of this.inFlight.keys()) this.take(id)?.pending.exchange.abandon();
    this.session.end();
  }

  reset(error: AppError): void {
    this.inbox.withdrawAll();
    for (const entry of this.inFlight.values()) this.fail(entry, error);
    this.session.end();
  }

  async ensureOpen(): Promise<void> {
    await this.session.ensureOpen();
  }

  /** One stream carries everything: it waits for whichever of the client's own is slow. */
  private room(): Promise<void> | null {
    for (const { pending } of this.inFlight.values()) {
      const room = pending.exchange.room?.() ?? null;
      if (room !== null) return room;
    }
    return this.options.peer.room?.() ?? null;
  }

  private begin(message: Message, exchange: Exchange, stage: Stage): void {
    const id = idText(message);
    if (this.inFlight.has(id)) {
      exchange.finish(idInUse(id));
      return;
    }
    const token = progressTokenSpan(message);
    const pending = this.pending.add({
      peer: this.options.peer,
      clientId: id,
      method: message.method,
      exchange,
      progressToken: token === undefined ? null : message.bytes.toString('utf8', token.start, token.end),
      timeoutMs: timeoutOf(message.method, this.options.timeouts),
    });
    const entry = { pending, message, abort: new AbortController(), settled: deferred<void>() };
    this.inFlight.set(id, entry);
    this.options.onActivity();
    const perform = (): Promise<void> => this.perform(entry, stage);
    const done = stage === 'opening' ? this.session.begin(perform) : perform();
    done.catch((error: unknown) => this.fail(entry, error));
  }

  /** Resolves when it is answered, or nobody waits for that any more. Rejects with AppError. */
  private async perform(entry: InFlight, stage: Stage, mayRepeat = stage === 'usual'): Promise<void> {
    const { pending, message, abort, settled } = entry;
    if (stage === 'usual') {
      await this.session.ensureOpen();
      await this.notified;
      // Cancelled or timed out while it waited.
      if (this.pending.get(pending.id) === undefined) return;
    }
    const { stream } = this.session;
    pending.sent = true;
    try {
      await Promise.race([this.session.post(message.bytes, abort.signal), settled.promise]);
    } catch (error) {
      if (!mayRepeat || !isForgotten(error)) throw error;
      // The server did not take it, so it may have it again.
      pending.sent = false;
      this.session.forgotten(stream);
      await this.perform(entry, stage, false);
    }
    await settled.promise;
  }

  private receive(message: Message): void {
    this.options.onReached();
    const entry = message.kind === 'result' ? this.inFlight.get(idText(message)) : undefined;
    if (entry?.pending.method === 'initialize') {
      try {
        this.session.opened(message);
      } catch (error) {
        this.fail(entry, error);
        return;
      }
    }
    const cause = causeOf(message, this.pending);
    if (cause !== 'nobody') this.inbox.receive(message, cause);
  }

  private async openSelf(): Promise<void> {
    const answer = await this.ask('initialize', this.options.peer.client, 'opening');
    readHandshake(this.options.transport.name, answer);
    await this.session.tell(notificationMessage('notifications/initialized'));
    for (const { method, params } of this.wishes.all()) await this.ask(method, params, 'restoring');
  }

  /** A request of our own. Rejects with AppError when no answer will come. */
  private ask(method: string, params: unknown, stage: Stage): Promise<Message> {
    const abandoned = (): AppError => new AppError('SERVER_EXITED', 'The session was closed.');
    const { exchange, answer } = awaitedExchange(abandoned);
    this.begin(scanMessage(requestMessage(this.ownIds.next(), method, params)), exchange, stage);
    return answer;
  }

  /** The stream is gone: answers to what was sent on it will not come. */
  private lost(error: AppError): void {
    this.inbox.withdrawAll();
    this.report(error);
    for (const entry of this.inFlight.values()) if (entry.pending.sent) this.finish(entry, error);
  }

  private fail(entry: InFlight, error: unknown): void {
    if (this.inFlight.get(entry.pending.clientId) !== entry) return;
    this.report(error);
    this.finish(entry, error);
  }

  private finish({ pending: { clientId } }: InFlight, error: unknown): void {
    this.take(clientId)?.pending.exchange.finish(failureMessage(clientId, error));
  }

  private report(error: unknown): void {
    const appError = toAppError(error);
    const isOfServer = appError.code === 'SERVER_FAILED' || appError.code === 'UPSTREAM_ERROR';
    if (isOfServer && !this.closing.signal.aborted) this.options.onFailure(appError);
  }

  private async sendNotification(message: Message, earlier: Promise<void>): Promise<void> {
    await earlier;
    await this.session.ensureOpen().then(
      () => this.session.tell(message.bytes),
      (error: unknown) => this.options.logger.debug(toAppError(error).message),
    );
  }

  private cancel(message: Message): void {
    const entry = this.inFlight.get(readCancelled(message).id);
    if (entry === undefined) return;
    this.giveUp(entry, message.bytes);
    entry.pending.exchange.abandon();
  }

  private expire(pending: Pending): void {
    const { clientId } = pending;
    const entry = this.inFlight.get(clientId);
    if (entry !== undefined) this.giveUp(entry, cancelledMessage(clientId, 'The request timed out.'));
    const error = timeoutError(this.options.transport.name, pending);
    pending.exchange.finish(failureMessage(clientId, error));
  }

  /** Tells the server that the answer is not wanted (MCP basic/utilities/cancellation). */
  private giveUp({ pending, abort }: InFlight, cancellation: Buffer): void {
    this.take(pending.clientId);
    abort.abort();
    if (pending.sent && pending.method !== 'initialize') void this.session.tell(cancellation);
  }

  private settle(answer: Message): void {
    const entry = this.take(idText(answer));
    if (entry === undefined) return;
    if (answer.kind === 'result') this.wishes.note(entry.message);
    entry.pending.exchange.finish(answer.bytes);
  }

  private take(id: string): InFlight | undefined {
    const entry = this.inFlight.get(id);
    if (entry === undefined) return undefined;
    this.inFlight.delete(id);
    this.pending.take(entry.pending.id);
    entry.settled.resolve();
    this.options.onActivity();
    return entry;
  }
}
