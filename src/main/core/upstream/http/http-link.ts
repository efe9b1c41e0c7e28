// One client session on a Streamable HTTP server: its requests in flight, each a POST of its own whose answer may be
// a stream. Bodies pass as they came (MCP basic/transports).
import { AppError } from '../../../../shared/errors.ts';
import type { Clock, Logger } from '../../ports.ts';
import { PendingTable, timeoutError, type Pending } from '../../relay/pending.ts';
import { failureMessage, idInUse } from '../../relay/rpc-errors.ts';
import { timeoutOf, type Exchange, type Link, type Peer, type Timeouts } from '../../relay/types.ts';
import { cancelledMessage, notificationMessage, requestMessage, withId } from '../../relay/wire/edit.ts';
import {
  idText,
  MessageError,
  readCancelled,
  scanIfMessage,
  scanMessage,
  type Message,
} from '../../relay/wire/message.ts';
import { awaitedExchange, readHandshake } from '../handshake.ts';
import type { Handshake } from '../types.ts';
import { isEventStream, readEvents, type StreamPosition } from './event-reader.ts';
import { HttpInbox } from './http-inbox.ts';
import { HttpSession } from './http-session.ts';
import type { HttpAnswer, HttpTransport } from './transport.ts';

export interface HttpLinkOptions {
  readonly transport: HttpTransport;
  readonly peer: Peer;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each opening, and of each failure to reach the server. */
  readonly onOpened: (handshake: Handshake) => void;
  readonly onFailure: (error: AppError) => void;
  readonly onListChanged: (kind: string) => void;
}

interface InFlight {
  readonly pending: Pending;
  readonly abort: AbortController;
}

/** The wait before resuming a stream whose server named none. */
const defaultRetryMs = 1000;

export class HttpLink implements Link {
  private readonly options: HttpLinkOptions;
  private readonly pending: PendingTable;
  private readonly inFlight = new Map<string, InFlight>();
  private readonly inbox: HttpInbox;
  private readonly session: HttpSession;
  private readonly closing = new AbortController();
  /** Notifications keep their order, and come before the requests that follow them. */
  private notified: Promise<void> = Promise.resolve();

  constructor(options: HttpLinkOptions) {
    this.options = options;
    this.pending = new PendingTable(options.clock, (pending) => this.expire(pending));
    this.inbox = new HttpInbox({
      ...options,
      settle: (answer) => this.settle(idText(answer), answer.bytes),
      extend: (pending) => this.pending.extend(pending),
      reply: (answer) => this.post(answer),
    });
    this.session = new HttpSession({
      ...options,
      signal: this.closing.signal,
      openSelf: () => this.openSelf(),
      onMessage: (message) => this.inbox.receive(message, null),
    });
  }

  get inFlightCount(): number {
    return this.inFlight.size;
  }

  request(message: Message, exchange: Exchange): void {
    if (this.inFlight.has(idText(message))) {
      exchange.finish(idInUse(idText(message)));
      return;
    }
    const pending = this.pending.add({
      peer: this.options.peer,
      clientId: idText(message),
      method: message.method,
      exchange,
      progressToken: null,
      timeoutMs: timeoutOf(message.method, this.options.timeouts),
    });
    const abort = new AbortController();
    this.inFlight.set(pending.clientId, { pending, abort });
    const done = this.perform(message, pending, abort.signal);
    if (message.method === 'initialize') this.session.begin(done);
    done.catch((error: unknown) => this.settle(pending.clientId, failureMessage(pending.clientId, error)));
  }

  notify(message: Message): void {
    this.notified = this.sendNotification(message, this.notified);
  }

  close(): void {
    this.closing.abort();
    this.inbox.close();
    for (const [id, { abort }] of this.inFlight) {
      abort.abort();
      this.take(id)?.exchange.abandon();
    }
    this.session.end();
  }

  /** Opens the server's session unless it is open. Rejects with AppError. */
  async ensureOpen(): Promise<void> {
    await this.session.ensureOpen();
  }

  private async openSelf(): Promise<void> {
    const message = scanMessage(requestMessage('"patchbay-open"', 'initialize', this.options.peer.client));
    const { exchange, answer } = awaitedExchange(
      () => new AppError('SERVER_EXITED', 'The session was closed.'),
    );
    this.request(message, exchange);
    readHandshake(this.options.transport.name, await answer);
    await this.post(notificationMessage('notifications/initialized'));
  }

  private async perform(message: Message, pending: Pending, signal: AbortSignal): Promise<void> {
    if (message.method !== 'initialize') {
      await this.session.ensureOpen();
      await this.notified;
    }
    await this.exchange(message, pending, signal, message.method !== 'initialize');
  }

  private async exchange(
    message: Message,
    pending: Pending,
    signal: AbortSignal,
    mayReopen: boolean,
  ): Promise<void> {
    const { transport } = this.options;
    // Cancelled or timed out while it waited for the opening.
    if (this.pending.get(pending.id) === undefined) return;
    pending.sent = true;
    const used = this.session.headers;
    const answer = await transport.post(message.bytes, used, signal).catch((error: unknown) => {
      throw this.failed(error);
    });
    if (answer.statusCode === 404 && used.sessionId !== null && mayReopen) {
      await answer.body.dump();
      await this.session.reopen(used);
      await this.exchange(message, pending, signal, false);
      return;
    }
    if (answer.statusCode >= 400) {
      await this.refused(answer, pending);
      return;
    }
    if (pending.method === 'initialize') this.session.answered(answer);
    if (isEventStream(answer)) await this.stream(answer, pending, signal);
    else this.received(await transport.readBody(answer), pending);
    if (this.pending.get(pending.id) !== undefined) {
      throw new AppError(
        'UPSTREAM_ERROR',
        `"${transport.name}" ended its answer to ${pending.method} without a result.`,
      );
    }
  }

  /** Reads the answer's stream; where it ends too early and can be resumed, goes on with it. */
  private async stream(first: HttpAnswer, pending: Pending, signal: AbortSignal): Promise<void> {
    const { transport, clock } = this.options;
    const position: StreamPosition = { lastEventId: null, retryMs: null };
    for (let answer = first; ;) {
      await readEvents(transport, answer, position, (bytes) => this.received(bytes, pending)).catch(
        (error: unknown) => {
          if (position.lastEventId === null || signal.aborted) throw error;
        },
      );
      if (this.pending.get(pending.id) === undefined || position.lastEventId === null) return;
      await new Promise<void>((resolve) => clock.after(position.retryMs ?? defaultRetryMs, resolve));
      answer = await transport.listen(this.session.headers, position.lastEventId, signal);
      if (answer.statusCode >= 400) throw await transport.refused(answer);
    }
  }

  private received(bytes: Buffer, pending: Pending): void {
    try {
      const message = scanMessage(bytes);
      const isAnswer = message.kind === 'result' && idText(message) === pending.clientId;
      if (isAnswer && pending.method === 'initialize') this.session.opened(message);
      this.inbox.receive(message, pending);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      throw new AppError(
        'UPSTREAM_ERROR',
        `"${this.options.transport.name}" answered with something that is no JSON-RPC message.`,
      );
    }
  }

  /** An HTTP error. A JSON-RPC error in its body is the server's own answer and goes to the client as it is. */
  private async refused(answer: HttpAnswer, pending: Pending): Promise<void> {
    const { transport } = this.options;
    const isJson = String(answer.headers['content-type'] ?? '').startsWith('application/json');
    if (!isJson || answer.statusCode === 401 || answer.statusCode === 403)
      throw this.failed(await transport.refused(answer));
    const body = await transport.readBody(answer);
    const message = scanIfMessage(body);
    if (message?.kind !== 'error' || message.id === null) {
      throw this.failed(transport.statusError(answer.statusCode, body.toString('utf8')));
    }
    this.settle(pending.clientId, withId(message, pending.clientId));
  }

  private failed(error: unknown): AppError {
    const appError = this.options.transport.unreachable(error);
    if (!this.closing.signal.aborted) this.options.onFailure(appError);
    return appError;
  }

  private async sendNotification(message: Message, earlier: Promise<void>): Promise<void> {
    await earlier;
    await this.session.ensureOpen().catch(() => undefined);
    await this.post(message.bytes);
    if (message.method === 'notifications/cancelled') this.cancel(message);
  }

  /** Sends what needs no answer. */
  private async post(message: Buffer): Promise<void> {
    const { transport, logger } = this.options;
    try {
      const answer = await transport.post(message, this.session.headers, this.closing.signal);
      await answer.body.dump();
      if (answer.statusCode >= 400)
        logger.debug(`"${transport.name}" answered HTTP ${answer.statusCode} to a notification.`);
    } catch (error) {
      if (!this.closing.signal.aborted) logger.debug(transport.unreachable(error).message);
    }
  }

  private cancel(message: Message): void {
    const { id } = readCancelled(message);
    const abort = this.inFlight.get(id)?.abort;
    this.take(id)?.exchange.abandon();
    abort?.abort();
  }

  private expire(pending: Pending): void {
    const abort = this.inFlight.get(pending.clientId)?.abort;
    this.inFlight.delete(pending.clientId);
    if (pending.sent && pending.method !== 'initialize') {
      void this.post(cancelledMessage(pending.clientId, 'The request timed out.'));
    }
    const error = timeoutError(this.options.transport.name, pending);
    pending.exchange.finish(failureMessage(pending.clientId, error));
    abort?.abort();
  }

  private settle(id: string, answer: Buffer): void {
    this.take(id)?.exchange.finish(answer);
  }

  private take(id: string): Pending | undefined {
    const entry = this.inFlight.get(id);
    this.inFlight.delete(id);
    return entry === undefined ? undefined : this.pending.take(entry.pending.id);
  }
}
