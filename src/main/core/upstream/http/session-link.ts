// One client session on a server behind a URL: its requests in flight and its notifications, whichever transport carries
// them. Bodies pass as they came (MCP basic/transports).
import { AppError, toAppError } from '../../../../shared/errors.ts';
import { deferred } from '../../deferred.ts';
import { OwnIds } from '../../relay/own-ids.ts';
import { PendingTable, timeoutError, type Pending } from '../../relay/pending.ts';
import { failureMessage, idInUse } from '../../relay/rpc-errors.ts';
import { timeoutOf, type Exchange } from '../../relay/types.ts';
import { asUndelivered } from '../../relay/undelivered.ts';
import { Wishes } from '../../relay/wishes.ts';
import { cancelledMessage, notificationMessage, requestMessage } from '../../relay/wire/edit.ts';
import { idText, isSameId, readCancelled, scanMessage, type Message } from '../../relay/wire/message.ts';
import { TransientMap } from '../../transient.ts';
import { awaitedExchange, readHandshake } from '../handshake.ts';
import type { UrlLink } from '../types.ts';
import type { Call, Carried, Carrier, SessionLinkOptions } from './carrier.ts';
import { HttpInbox } from './http-inbox.ts';

/** Usual requests wait for the session; those of its opening must not. */
type Stage = 'usual' | 'opening' | 'restoring';

export class SessionLink implements UrlLink, Carried {
  readonly pending: PendingTable;
  private readonly options: SessionLinkOptions;
  private readonly inFlight = new TransientMap<string, Call>();
  private readonly inbox: HttpInbox;
  private readonly carrier: Carrier;
  private readonly wishes = new Wishes();
  private readonly closing = new AbortController();
  private readonly ownIds = new OwnIds();
  /** Notifications keep their order, and come before the requests that follow them. */
  private notified: Promise<void> = Promise.resolve();

  constructor(options: SessionLinkOptions, carry: (options: SessionLinkOptions, link: Carried) => Carrier) {
    this.options = options;
    this.pending = new PendingTable(options.clock, (pending) => this.expire(pending));
    this.inbox = new HttpInbox({
      ...options,
      settle: (answer) => this.settle(answer),
      extend: (pending) => this.pending.extend(pending),
      hold: (pending) => this.pending.hold(pending),
      reply: (answer) => this.carrier.tell(answer),
    });
    this.carrier = carry(options, this);
  }

  get inFlightCount(): number {
    // Pings are ours.
    return [...this.inFlight.values()].filter(({ message }) => message.method !== 'ping').length;
  }

  get calls(): Carried['calls'] {
    return this.inFlight;
  }

  get signal(): AbortSignal {
    return this.closing.signal;
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
    this.endAll(({ pending }) => pending.exchange.abandon());
  }

  reset(error: AppError): void {
    this.endAll(({ pending }) => pending.exchange.finish(failureMessage(pending.clientId, error)));
  }

  async ensureOpen(): Promise<void> {
    await this.carrier.ensureOpen();
  }

  async ping(): Promise<void> {
    await this.ask('ping', {}, 'usual');
  }

  isOpen({ pending }: Call): boolean {
    return this.pending.get(pending.id) !== undefined;
  }

  callOf(answer: Message): Call | undefined {
    const id = idText(answer);
    return (
      this.inFlight.get(id) ??
      [...this.inFlight.values()].find(({ pending }) => isSameId(pending.clientId, id))
    );
  }

  receive(message: Message, pending: Pending | null): void {
    this.inbox.receive(message, pending);
  }

  withdrawQuestions(): void {
    this.inbox.withdrawAll();
  }

  lost(error: AppError): void {
    this.inbox.withdrawAll();
    this.report(error);
    for (const call of this.inFlight.values()) if (call.pending.sent) this.finish(call, error);
  }

  async openSelf(): Promise<void> {
    const answer = await this.ask('initialize', this.options.peer.client, 'opening');
    try {
      readHandshake(this.options.transport.name, answer);
    } catch (error) {
      // Those who wait for the session have not been heard.
      throw asUndelivered(toAppError(error));
    }
    await this.carrier.tell(notificationMessage('notifications/initialized'));
    for (const { method, params } of this.wishes.all()) await this.ask(method, params, 'restoring');
  }

  report(error: unknown): void {
    const appError = toAppError(error);
    const isOfServer = appError.code === 'SERVER_FAILED' || appError.code === 'UPSTREAM_ERROR';
    if (isOfServer && !this.closing.signal.aborted) this.options.onFailure(appError);
  }

  fail(call: Call, error: unknown): void {
    if (this.inFlight.get(call.pending.clientId) !== call) return;
    this.report(error);
    this.finish(call, error);
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
      progressToken: this.carrier.progressTokenOf(message),
      timeoutMs: timeoutOf(message.method, this.options.timeouts),
    });
    const call: Call = { pending, message, abort: new AbortController(), settled: deferred<void>() };
    this.inFlight.set(id, call);
    this.options.onActivity();
    const perform = (): Promise<void> => this.perform(call, stage);
    const done = stage === 'opening' ? this.carrier.begin(perform) : perform();
    done.catch((error: unknown) => this.fail(call, error));
  }

  private async perform(call: Call, stage: Stage): Promise<void> {
    if (stage === 'usual') {
      await this.carrier.ensureOpen();
      await this.notified;
      // Cancelled or timed out while it waited.
      if (!this.isOpen(call)) return;
    }
    call.pending.sent = true;
    await this.carrier.perform(call, stage === 'usual');
  }

  /** A request of our own. Rejects with AppError when no answer will come. */
  private ask(method: string, params: unknown, stage: Stage): Promise<Message> {
    const abandoned = (): AppError => new AppError('SERVER_EXITED', 'The session was closed.');
    const { exchange, answer } = awaitedExchange(abandoned);
    this.begin(scanMessage(requestMessage(this.ownIds.next(), method, params)), exchange, stage);
    return answer;
  }

  private async sendNotification(message: Message, earlier: Promise<void>): Promise<void> {
    await earlier;
    await this.carrier.ensureOpen().then(
      () => this.carrier.tell(message.bytes),
      (error: unknown) => this.options.logger.debug(toAppError(error).message),
    );
  }

  private cancel(message: Message): void {
    const call = this.take(readCancelled(message).id);
    if (call === undefined) return;
    void this.giveUp(call, message.bytes);
    call.pending.exchange.abandon();
  }

  private expire(pending: Pending): void {
    const { clientId } = pending;
    const call = this.take(clientId);
    // First, as a session may end with its answer.
    if (call !== undefined) void this.giveUp(call, cancelledMessage(clientId, 'The request timed out.'));
    const error = timeoutError(this.options.transport.name, pending);
    pending.exchange.finish(failureMessage(clientId, error));
  }

  /** Tells the server that the answer is not wanted, then leaves (MCP basic/utilities/cancellation). */
  private async giveUp({ pending, abort }: Call, cancellation: Buffer): Promise<void> {
    if (pending.sent && pending.method !== 'initialize') await this.carrier.tell(cancellation);
    abort.abort();
  }

  private settle(answer: Message): void {
    const call = this.callOf(answer);
    if (call === undefined) return;
    this.take(call.pending.clientId);
    if (answer.kind === 'result') this.wishes.note(call.message);
    else if (call.message.method === 'initialize') this.options.onRefused();
    call.pending.exchange.finish(answer.bytes);
  }

  private finish({ pending: { clientId }, abort }: Call, error: unknown): void {
    this.take(clientId)?.pending.exchange.finish(failureMessage(clientId, error));
    // A server that never answers would hold the connection for ever.
    abort.abort();
  }

  private endAll(end: (call: Call) => void): void {
    this.inbox.withdrawAll();
    for (const [id, call] of this.inFlight) {
      this.take(id);
      end(call);
      call.abort.abort();
    }
    this.carrier.end();
  }

  private take(id: string): Call | undefined {
    const call = this.inFlight.get(id);
    if (call === undefined) return undefined;
    this.inFlight.delete(id);
    this.pending.take(call.pending.id);
    call.settled.resolve();
    this.options.onActivity();
    return call;
  }
}
