// Requests to a server behind a URL that speaks the modern era: each a POST of its own, its answer a JSON body or an event
// stream. Bodies pass as they came (MCP 2026-07-28, basic/transports/streamable-http).
import { AppError } from '../../../../shared/errors.ts';
import { TransientMap } from '../../transient.ts';
import type { Clock, Logger } from '../../ports.ts';
import { encodeHeaderValue } from '../../relay/modern/header-values.ts';
import { mirroredName } from '../../relay/modern/mirrored-name.ts';
import { modernRevision } from '../../relay/modern/discovery.ts';
import type { ModernLink, ModernRequest, Underway } from '../../relay/modern/types.ts';
import { PendingTable, timeoutError, type Pending } from '../../relay/pending.ts';
import { failureMessage } from '../../relay/rpc-errors.ts';
import { timeoutOf, type ClientInfo, type Exchange, type Timeouts } from '../../relay/types.ts';
import { asUndelivered } from '../../relay/undelivered.ts';
import { requestMessage } from '../../relay/wire/edit.ts';
import {
  idText,
  isSameId,
  MessageError,
  scanIfMessage,
  scanMessage,
  type Message,
} from '../../relay/wire/message.ts';
import { awaitedExchange } from '../handshake.ts';
import { hasType, isEventStream, readEvents } from '../http/event-reader.ts';
import type { HttpAnswer, HttpTransport } from '../http/transport.ts';
import { isHeaderMismatch, isOfOldServer, ownAnswer } from './http-answers.ts';
import { ToolHeaders } from './tool-headers.ts';
import { withClaim } from './with-claim.ts';

export interface ModernHttpLinkOptions {
  readonly transport: HttpTransport;
  readonly client: ClientInfo;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The server answered something. */
  readonly onReached: () => void;
  readonly onFailure: (error: AppError) => void;
  /** It answered as a server of the modern era does not. */
  readonly onMisfit: () => void;
  /** `inFlightCount` changed. */
  readonly onActivity: () => void;
}

interface Call {
  readonly request: ModernRequest;
  readonly pending: Pending;
  readonly abort: AbortController;
}

/** Nobody waits for them: a subscription is open for as long as somebody listens, the other is how its health is seen. */
const uncounted = new Set(['subscriptions/listen', 'server/discover']);

export class ModernHttpLink implements ModernLink {
  private readonly options: ModernHttpLinkOptions;
  private readonly pending: PendingTable;
  private readonly calls = new TransientMap<number, Call>();
  private readonly toolHeaders = new ToolHeaders();

  constructor(options: ModernHttpLinkOptions) {
    this.options = options;
    this.pending = new PendingTable(options.clock, (pending) => {
      this.end(pending.id)?.abort.abort();
      pending.exchange.finish(
        failureMessage(pending.clientId, timeoutError(options.transport.name, pending)),
      );
    });
  }

  get inFlightCount(): number {
    return [...this.calls.values()].filter(({ pending: { method } }) => !uncounted.has(method)).length;
  }

  request(request: ModernRequest, exchange: Exchange): Underway {
    const { method } = request.message;
    const pending = this.pending.add({
      peer: null,
      clientId: idText(request.message),
      method,
      exchange,
      progressToken: null,
      timeoutMs: timeoutOf(method, this.options.timeouts),
    });
    const call: Call = { request, pending, abort: new AbortController() };
    this.calls.set(pending.id, call);
    this.options.onActivity();
    this.perform(call).catch((error: unknown) => this.fail(call, error));
    return {
      cancel: () => {
        if (this.end(pending.id) !== undefined) call.abort.abort();
      },
    };
  }

  /** Everything in flight ends with this error. */
  reset(error: AppError): void {
    for (const call of this.calls.values()) {
      call.abort.abort();
      this.fail(call, error);
    }
  }

  private async perform(call: Call): Promise<void> {
    const { message, paramHeaders } = call.request;
    const answer = await this.post(call, paramHeaders ?? this.toolHeaders.of(message));
    if (isEventStream(answer)) {
      await this.follow(answer, call);
      return;
    }
    const found = await this.readAnswer(answer, call);
    if (paramHeaders === null && message.method === 'tools/call' && isHeaderMismatch(found)) {
      // The tool may have begun to ask for some (client behavior).
      await this.relearn(call);
      const again = await this.post(call, this.toolHeaders.of(message));
      if (isEventStream(again)) await this.follow(again, call);
      else this.settle(await this.readAnswer(again, call), call);
      return;
    }
    this.settle(found, call);
  }

  private async post(
    { request, abort }: Call,
    params: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer> {
    const { message } = request;
    const name = mirroredName(message);
    const answer = await this.options.transport.postModern(
      message.bytes,
      {
        'mcp-protocol-version': modernRevision,
        'mcp-method': encodeHeaderValue(message.method),
        ...(name === undefined ? {} : { 'mcp-name': encodeHeaderValue(name) }),
        ...params,
      },
      abort.signal,
    );
    this.options.onReached();
    return answer;
  }

  /** A JSON body as a message. Throws AppError when it is none, or not one of a modern server. */
  private async readAnswer(answer: HttpAnswer, { request }: Call): Promise<Message> {
    const { transport, onMisfit } = this.options;
    const { statusCode } = answer;
    const body = await transport.readBody(answer);
    const found = hasType(answer, 'application/json') ? scanIfMessage(body) : null;
    const isAnswer = found?.kind === 'result' || found?.kind === 'error';
    const isOwn = ![401, 403].includes(statusCode) && !transport.wantsPause(statusCode);
    if (isAnswer && isOwn && !isOfOldServer(statusCode, found))
      return ownAnswer(found, idText(request.message), transport.name);
    const error = transport.statusError(statusCode, body.toString('utf8'));
    if (![400, 404, 405].includes(statusCode)) throw error;
    onMisfit();
    throw asUndelivered(error);
  }

  private async follow(answer: HttpAnswer, call: Call): Promise<void> {
    const { transport, logger } = this.options;
    const isOver = (): boolean => !this.calls.has(call.pending.id);
    const onEvent = (bytes: Buffer): void => {
      try {
        this.receive(scanMessage(bytes), call);
      } catch (error) {
        if (!(error instanceof MessageError)) throw error;
        logger.warn(
          `"${transport.name}" sent an event that is no JSON-RPC message; skipped: ${error.message}`,
        );
      }
    };
    await readEvents(transport, answer, { lastEventId: null, retryMs: null }, onEvent, isOver, {
      room: () => call.pending.exchange.room?.() ?? null,
    });
    if (isOver()) return;
    if (call.pending.method === 'subscriptions/listen') {
      this.end(call.pending.id);
      call.pending.exchange.abandon();
      return;
    }
    throw new AppError(
      'UPSTREAM_ERROR',
      `"${transport.name}" ended its answer to ${call.pending.method} without a result.`,
      { details: { server: transport.name } },
    );
  }

  private receive(message: Message, call: Call): void {
    if (!this.calls.has(call.pending.id)) return;
    if (message.kind === 'result' || message.kind === 'error') {
      // Others' answers have no business here, but do happen.
      const { clientId } = call.pending;
      if (message.id === null || isSameId(idText(message), clientId))
        this.settle(ownAnswer(message, clientId, this.options.transport.name), call);
    } else if (message.kind === 'notification') {
      this.pending.extend(call.pending);
      call.pending.exchange.send(message.bytes);
    }
  }

  private settle(answer: Message, call: Call): void {
    if (this.end(call.pending.id) === undefined) return;
    if (call.pending.method === 'tools/list') this.toolHeaders.learn(answer);
    call.pending.exchange.finish(answer.bytes);
  }

  private async relearn({ abort }: Call): Promise<void> {
    const { client } = this.options;
    let cursor: string | undefined;
    do {
      const params = cursor === undefined ? {} : { cursor };
      const message = withClaim(scanMessage(requestMessage('"tools"', 'tools/list', params)), client, null);
      const gone = (): AppError => new AppError('SERVER_EXITED', 'The list of tools was given up.');
      const { exchange, answer } = awaitedExchange(gone);
      const listing = this.request({ message, paramHeaders: null }, exchange);
      const cancel = (): void => listing.cancel('The call was cancelled.');
      abort.signal.addEventListener('abort', cancel, { once: true });
      const page = await answer;
      abort.signal.removeEventListener('abort', cancel);
      cursor = this.toolHeaders.learn(page);
    } while (cursor !== undefined);
  }

  private fail(call: Call, error: unknown): void {
    if (this.end(call.pending.id) === undefined) return;
    if (error instanceof AppError && isOfServer(error)) this.options.onFailure(error);
    call.pending.exchange.finish(failureMessage(call.pending.clientId, error));
  }

  private end(id: number): Call | undefined {
    const call = this.calls.get(id);
    this.calls.delete(id);
    this.pending.take(id);
    if (call !== undefined) this.options.onActivity();
    return call;
  }
}

/** Whether it says something of the server, rather than of one request: it is not there, or wants to be left alone. */
function isOfServer({ code, details }: AppError): boolean {
  return code === 'SERVER_FAILED' || details['retryInSeconds'] !== undefined;
}
