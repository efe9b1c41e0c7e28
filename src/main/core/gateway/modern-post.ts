// A POST of the modern era (2026-07-28): checked against its headers, handed to its target, cancelled when the client
// leaves. No session: Mcp-Session-Id and Last-Event-ID mean nothing here.
import type { ServerResponse } from 'node:http';
import type { AppError } from '../../../shared/errors.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import type { CallStart } from '../call-log/recorded-call.ts';
import { recordedExchange } from '../call-log/recorded-exchange.ts';
import type { Access } from '../relay/access.ts';
import { modernRevision } from '../relay/modern/discovery.ts';
import type { ModernClaim, ModernLink } from '../relay/modern/types.ts';
import { unknownClient } from '../relay/sessions.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import { subscriptionEnd } from '../relay/modern/subscription-filter.ts';
import { errorMessage } from '../relay/wire/edit.ts';
import { idText, MessageError, type Message } from '../relay/wire/message.ts';
import { sendFailure, sendInvalid } from './answers.ts';
import { accessOf } from './callers.ts';
import type { Heartbeat } from './heartbeat.ts';
import { accepts } from './mcp-headers.ts';
import type { McpReply, McpRequest } from './mcp-message.ts';
import { ModernExchange } from './modern-exchange.ts';
import { checkHeaders, paramHeadersOf, VersionError } from './modern-headers.ts';
import type { Traffic } from './traffic.ts';

export interface ModernPostOptions {
  /** The way to a server by name, or (null) to all of them; never throws. */
  readonly bounds: Bounds;
  readonly modern: (target: string | null, access: Access) => ModernLink;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  readonly traffic: Traffic;
}

/** Answers a message that is of the modern era (`isModern`). */
export function modernPost(
  request: McpRequest,
  reply: McpReply,
  message: Message,
  target: string | null,
  options: ModernPostOptions,
): void {
  if (message.kind === 'notification') {
    // This revision has none from clients; closing the answer cancels (basic/transports/streamable-http).
    void reply.code(202).send();
    return;
  }
  if (message.kind !== 'request') {
    sendInvalid(
      reply,
      400,
      'Responses are not sent as messages any more: repeat the request with inputResponses.',
    );
    return;
  }
  let caller: Pick<ModernClaim, 'clientInfo'>;
  try {
    caller = checkHeaders(message, request.headers);
  } catch (error) {
    refuse(reply, error, idText(message));
    return;
  }
  const acceptsStream = accepts(request, 'text/event-stream');
  if (!acceptsStream && message.method === 'subscriptions/listen') {
    sendInvalid(
      reply,
      406,
      'A subscription is an event stream: send "Accept: application/json, text/event-stream".',
    );
    return;
  }
  if (message.method === 'subscriptions/listen') {
    const refusal = tooManyListen(options);
    if (refusal !== null) {
      sendFailure(reply, refusal, idText(message));
      return;
    }
  }
  const access = accessOf(request);
  reply.hijack();
  handOver(request, reply.raw, message, target, { ...options, acceptsStream, caller, access });
}

function handOver(
  request: McpRequest,
  response: ServerResponse,
  message: Message,
  target: string | null,
  options: ModernPostOptions & {
    readonly acceptsStream: boolean;
    readonly caller: Pick<ModernClaim, 'clientInfo'>;
    readonly access: Access;
  },
): void {
  const { modern, traffic, caller, access } = options;
  const exchange = new ModernExchange({ response, ...options });
  const id = idText(message);
  const onGivenUp = (): void => underway.cancel('The gateway is stopping.');
  const isSubscription = message.method === 'subscriptions/listen';
  const client = { ...unknownClient, protocolVersion: modernRevision, clientInfo: caller.clientInfo };
  const start: CallStart = { message, caller: { client }, door: 'http', target };
  const counted = isSubscription ? null : traffic.call({ ...start, exchange, response, onGivenUp });
  const subscription = isSubscription ? recordedExchange(traffic.log, start, exchange) : null;
  const underway = modern(target, access).request(
    { message, paramHeaders: paramHeadersOf(request.headers), owner: access.owner },
    counted ?? subscription?.exchange ?? exchange,
  );
  const end = (): void => {
    onGivenUp();
    (subscription?.exchange ?? exchange).finish(subscriptionEnd(id));
  };
  if (isSubscription) traffic.stream({ response, isListening: true, isNeeded: () => false, end });
  const gone = (): void => {
    if (!exchange.isOpen) return;
    underway.cancel('The client closed the connection.');
    counted?.leave();
    subscription?.exchange.leave();
  };
  if (response.destroyed) gone();
  else response.on('close', gone);
}

function tooManyListen({ bounds, traffic }: ModernPostOptions): AppError | null {
  const { listening } = traffic;
  if (listening < bounds.get('listenStreams')) return null;
  const many = `There are ${listening} open subscriptions already.`;
  return bounds.refusal('listenStreams', many, { instead: 'End some of them' });
}

function refuse(reply: McpReply, error: unknown, id: string): void {
  if (!(error instanceof MessageError)) {
    sendFailure(reply, error, id);
    return;
  }
  const answer =
    error instanceof VersionError
      ? errorMessage(id, { code: error.rpcCode, message: error.message, data: error.data })
      : failureMessage(id, error);
  void reply.code(400).type('application/json').send(answer);
}
