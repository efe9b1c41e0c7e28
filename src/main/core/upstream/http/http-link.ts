// One client session on a Streamable HTTP server: the client's session outside, the server's own inside.
// Bodies pass as they came; a session that the server lost is opened again and the request repeated (MCP basic/transports).
import { AppError } from '../../../../shared/errors.ts';
import type { Clock, Logger } from '../../ports.ts';
import { PendingTable, timeoutError, type Pending } from '../../relay/pending.ts';
import { failureMessage } from '../../relay/rpc-errors.ts';
import { timeoutOf, type Exchange, type Link, type Peer, type Timeouts } from '../../relay/types.ts';
import { notificationMessage, requestMessage, withId } from '../../relay/wire/edit.ts';
import { idText, MessageError, pickMembers, scanMessage, type Message } from '../../relay/wire/message.ts';
import { awaitedExchange, readHandshake } from '../handshake.ts';
import type { Handshake } from '../types.ts';
import { isEventStream, readEvents, type StreamPosition } from './event-reader.ts';
import { HttpInbox } from './http-inbox.ts';
import { listenStandalone } from './standalone.ts';
import type { HttpAnswer, HttpTransport, SessionHeaders } from './transport.ts';

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

const notOpen: SessionHeaders = { sessionId: null, protocolVersion: null };
/** The wait before resuming a stream whose server named none. */
const defaultRetryMs = 1000;

export class HttpLink implements Link {
  private readonly options: HttpLinkOptions;
  private readonly pending: PendingTable;
  private readonly inFlight = new Map<string, { pending: Pending; abort: AbortController }>();
  private readonly inbox: HttpInbox;
  private readonly closing = new AbortController();
  private session = notOpen;
  private opening: Promise<void> | null = null;
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
  }

  get inFlightCount(): number {
    return this.inFlight.size;
  }

  request(message: Message, exchange: Exchange): void {
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
    const done =
      message.method === 'initialize'
        ? this.open(message, pending, abort.signal)
        : this.forward(message, pending, abort.signal);
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
    if (this.session.sessionId === null) return;
    // The server is told, but nobody waits for it.
    this.options.transport.end(this.session, AbortSignal.timeout(2000)).catch(() => undefined);
  }

  /** Opens the server's session unless it is open, as the client would have. Rejects with AppError. */
  async ensureOpen(): Promise<void> {
    this.opening ??= this.openSelf();
    await this.opening;
  }

  private async openSelf(): Promise<void> {
    const message = scanMessage(requestMessage('"patchbay-open"', 'initialize', this.options.peer.client));
    const { exchange, answer } = awaitedExchange(
      () => new AppError('SERVER_FAILED', 'The session was closed.'),
    );
    this.request(message, exchange);
    readHandshake(this.options.transport.name, await answer);
    await this.post(notificationMessage('notifications/initialized'));
  }

  /** The client's (or our own) `initialize`: everything else waits for its answer. */
  private open(message: Message, pending: Pending, signal: AbortSignal): Promise<void> {
    this.session = notOpen;
    const opened = this.exchange(message, pending, signal, true);
    if (this.opening === null) {
      this.opening = opened;
      opened.catch(() => {
        if (this.opening === opened) this.opening = null;
      });
    }
    return opened;
  }

  private async forward(message: Message, pending: Pending, signal: AbortSignal): Promise<void> {
    const opening = this.ensureOpen();
    await opening.catch((error: unknown) => {
      if (this.opening === opening) this.opening = null;
      throw error;
    });
    await this.notified;
    await this.exchange(message, pending, signal, false);
  }

  private async exchange(
    message: Message,
    pending: Pending,
    signal: AbortSignal,
    reopened: boolean,
  ): Promise<void> {
    pending.sent = true;
    const used = this.session;
    const answer = await this.options.transport.post(message.bytes, used, signal).catch((error: unknown) => {
      throw this.failed(error);
    });
    if (answer.statusCode === 404 && used.sessionId !== null && !reopened) {
      await answer.body.dump();
      await this.reopen(used);
      await this.exchange(message, pending, signal, true);
      return;
    }
    if (answer.statusCode >= 400) {
      await this.refused(answer, pending);
      return;
    }
    const sessionId = answer.headers['mcp-session-id'];
    if (pending.method === 'initialize')
      this.session = { sessionId: typeof sessionId === 'string' ? sessionId : null, protocolVersion: null };
    if (isEventStream(answer)) await this.stream(answer, pending, signal);
    else this.received(await this.options.transport.readBody(answer), pending);
    if (this.pending.get(pending.id) !== undefined) {
      throw new AppError(
        'UPSTREAM_ERROR',
        `"${this.options.transport.name}" ended its answer to ${pending.method} without a result.`,
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
      answer = await transport.listen(this.session, position.lastEventId, signal);
      if (answer.statusCode >= 400) throw await transport.refused(answer);
    }
  }

  private received(bytes: Buffer, pending: Pending): void {
    try {
      const message = scanMessage(bytes);
      if (
        message.kind === 'result' &&
        pending.method === 'initialize' &&
        idText(message) === pending.clientId
      )
        this.opened(message);
      this.inbox.receive(message, pending);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      throw new AppError(
        'UPSTREAM_ERROR',
        `"${this.options.transport.name}" answered with something that is no JSON-RPC message.`,
      );
    }
  }

  private opened(answer: Message): void {
    const handshake = readHandshake(this.options.transport.name, answer);
    this.session = { ...this.session, protocolVersion: handshake.protocolVersion };
    this.options.onOpened(handshake);
    void listenStandalone({
      ...this.options,
      session: this.session,
      signal: this.closing.signal,
      isCurrent: (session) => this.session.sessionId === session.sessionId,
      onMessage: (message) => this.inbox.receive(message, null),
    });
  }

  /** The server lost the session: one new one for all requests that notice. */
  private async reopen(lost: SessionHeaders): Promise<void> {
    if (this.session.sessionId === lost.sessionId) {
      this.options.logger.info(
        `"${this.options.transport.name}" no longer knows our session; opening a new one.`,
      );
      this.session = notOpen;
      this.opening = this.openSelf();
    }
    await this.ensureOpen();
  }

  /** An HTTP error. A JSON-RPC error in its body is the server's own answer and goes to the client as it is. */
  private async refused(answer: HttpAnswer, pending: Pending): Promise<void> {
    const isJson = String(answer.headers['content-type'] ?? '').startsWith('application/json');
    if (isJson && answer.statusCode !== 401 && answer.statusCode !== 403) {
      const body = await this.options.transport.readBody(answer);
      const message = scanOrNull(body);
      if (message?.kind === 'error') {
        this.settle(
          pending.clientId,
          message.id === null
            ? failureMessage(pending.clientId, this.statusError(answer, body))
            : withId(message, pending.clientId),
        );
        return;
      }
      throw this.failed(this.statusError(answer, body));
    }
    throw this.failed(await this.options.transport.refused(answer));
  }

  private statusError(answer: HttpAnswer, body: Buffer): AppError {
    return this.options.transport.statusError(answer.statusCode, body.toString('utf8'));
  }

  private failed(error: unknown): AppError {
    const appError = this.options.transport.unreachable(error);
    if (!this.closing.signal.aborted) this.options.onFailure(appError);
    return appError;
  }

  private async sendNotification(message: Message, earlier: Promise<void>): Promise<void> {
    await earlier;
    await this.ensureOpen().catch(() => undefined);
    await this.post(message.bytes);
    if (message.method === 'notifications/cancelled') this.cancel(message);
  }

  /** Sends what needs no answer. */
  private async post(message: Buffer): Promise<void> {
    const { transport, logger } = this.options;
    try {
      const answer = await transport.post(message, this.session, this.closing.signal);
      await answer.body.dump();
      if (answer.statusCode >= 400)
        logger.debug(`"${transport.name}" answered HTTP ${answer.statusCode} to a notification.`);
    } catch (error) {
      if (!this.closing.signal.aborted) logger.debug(transport.unreachable(error).message);
    }
  }

  private cancel(message: Message): void {
    const { requestId } = pickMembers(message.bytes, message.body, ['requestId']);
    if (requestId === undefined) return;
    const id = message.bytes.toString('utf8', requestId.start, requestId.end);
    const abort = this.inFlight.get(id)?.abort;
    const pending = this.take(id);
    abort?.abort();
    pending?.exchange.abandon();
  }

  private expire(pending: Pending): void {
    const { name } = this.options.transport;
    const abort = this.inFlight.get(pending.clientId)?.abort;
    this.inFlight.delete(pending.clientId);
    if (pending.sent)
      void this.post(
        notificationMessage('notifications/cancelled', {
          requestId: JSON.parse(pending.clientId),
          reason: 'The request timed out.',
        }),
      );
    const error = timeoutError(name, pending);
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

function scanOrNull(bytes: Buffer): Message | null {
  try {
    return scanMessage(bytes);
  } catch {
    return null;
  }
}
