// One POSTed message of a session: handed over, its answer given the shape that the client takes.
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import type { Session } from '../relay/session.ts';
import type { Sessions } from '../relay/sessions.ts';
import { sameStream } from '../relay/exchanges.ts';
import type { Exchange } from '../relay/types.ts';
import { idText, scanMessage, type Message } from '../relay/wire/message.ts';
import type { Heartbeat } from './heartbeat.ts';
import { accepts, sessionHeader, takesPriming } from './mcp-headers.ts';
import type { McpReply, McpRequest } from './mcp-message.ts';
import { PostExchange } from './post-exchange.ts';
import { isOpening, type FoundSession } from './session-lookup.ts';
import type { Traffic } from './traffic.ts';

export interface SessionPostOptions {
  readonly sessions: Sessions;
  readonly bounds: Bounds;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  readonly traffic: Traffic;
}

/** Answers 202 to what is no request (MCP basic/transports, sending messages to the server). */
export function postToSession(
  request: McpRequest,
  reply: McpReply,
  message: Message,
  found: FoundSession,
  options: SessionPostOptions,
): void {
  const { session, isTransient } = found;
  if (message.kind !== 'request') {
    session.receive(message, null);
    if (isTransient) options.sessions.end(session);
    void reply.code(202).headers(headersOf(found)).send();
    return;
  }
  const post = openExchange(request, reply, found, [idText(message)], options);
  const exchange = isOpening(message) ? opening(post, session, options) : post;
  const call = options.traffic.call({
    message,
    caller: session,
    door: 'http',
    target: session.target,
    exchange,
    response: reply.raw,
  });
  session.receive(message, call);
}

/** Takes over the response, for the answers to requests of these ids. A transient session ends with it. */
export function openExchange(
  request: McpRequest,
  reply: McpReply,
  found: FoundSession,
  requestIds: readonly string[],
  { sessions, clock, heartbeat }: SessionPostOptions,
): PostExchange {
  const { session, isTransient } = found;
  reply.hijack();
  const exchange = new PostExchange({
    response: reply.raw,
    session,
    requestIds,
    acceptsStream: !isTransient && accepts(request, 'text/event-stream'),
    takesPriming: () => takesPriming(request, session),
    headers: headersOf(found),
    clock,
    heartbeat,
    onEnd: () => {
      if (isTransient) sessions.end(session);
    },
  });
  if (isTransient) reply.raw.on('close', () => sessions.end(session));
  return exchange;
}

/** What each answer of a session carries; clients that know no sessions are told of none. */
export function headersOf({ session, isTransient }: FoundSession): Record<string, string> {
  return isTransient ? {} : sessionHeader(session.id);
}

/** An `initialize` that fails, or whose client does not wait for the answer, leaves no session behind. */
function opening(exchange: PostExchange, session: Session, { sessions }: SessionPostOptions): Exchange {
  let isOpen = false;
  exchange.onClosed(() => {
    if (!isOpen) sessions.end(session);
  });
  return {
    ...sameStream(exchange),
    finish: (answer) => {
      isOpen = scanMessage(answer).kind === 'result';
      exchange.finish(answer, isOpen ? sessionHeader(session.id) : {});
      if (!isOpen) sessions.end(session);
    },
    abandon: () => {
      exchange.abandon();
      sessions.end(session);
    },
  };
}
