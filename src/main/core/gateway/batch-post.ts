// A POST whose body is a batch, which only revision 2025-03-26 knows (MCP 2025-03-26, basic): each message is handled as if
// it had come alone, their answers go out together.
import type { Exchange } from '../relay/types.ts';
import { idText, type Message } from '../relay/wire/message.ts';
import { sendInvalid } from './answers.ts';
import { arrayOf, BatchExchange } from './batch-exchange.ts';
import { readBatch } from './batch.ts';
import type { McpReply, McpRequest } from './mcp-message.ts';
import type { SessionLookup, Target } from './session-lookup.ts';
import { headersOf, openExchange, type SessionPostOptions } from './session-post.ts';

/** Later revisions took batches out again. */
const lastRevision = '2025-03-26';

export interface BatchPostOptions extends SessionPostOptions {
  readonly lookup: SessionLookup;
}

/** Throws MessageError for what is no batch, AppError for a target that is not there and while the gateway leaves. */
export function postBatch(
  request: McpRequest,
  reply: McpReply,
  body: Buffer,
  target: Target,
  options: BatchPostOptions,
): void {
  const claimed = request.headers['mcp-protocol-version'];
  if (typeof claimed === 'string' && claimed > lastRevision) {
    refuseRevision(reply, claimed);
    return;
  }
  const { messages, refusals } = readBatch(body, options.bounds);
  if (messages.length === 0) {
    sendArray(reply, 400, refusals);
    return;
  }
  const requests = messages.filter(({ kind }) => kind === 'request');
  if (requests.length > 0) options.traffic.admit();
  const found = options.lookup.forMessage(request, reply, target);
  if (found === null) return;
  const { session, isTransient } = found;
  // A client that says nothing of its revision is of the one that it opened its session with.
  if (claimed === undefined && session.client.protocolVersion > lastRevision) {
    refuseRevision(reply, session.client.protocolVersion);
    return;
  }
  if (requests.length > 0) {
    const post = openExchange(request, reply, found, requests.map(idText), options);
    const answers = new BatchExchange(post, requests.length, refusals);
    const exchangeFor = (message: Message): Exchange =>
      options.traffic.call({
        message,
        caller: session,
        door: 'http',
        target,
        exchange: answers.exchange(),
        response: reply.raw,
      });
    for (const message of messages)
      session.receive(message, message.kind === 'request' ? exchangeFor(message) : null);
    return;
  }
  for (const message of messages) session.receive(message, null);
  if (isTransient) options.sessions.end(session);
  void reply.headers(headersOf(found));
  if (refusals.length === 0) void reply.code(202).send();
  else sendArray(reply, 200, refusals);
}

function sendArray(reply: McpReply, status: number, answers: readonly Buffer[]): void {
  void reply.code(status).type('application/json').send(arrayOf(answers));
}

function refuseRevision(reply: McpReply, revision: string): void {
  const shown = JSON.stringify(revision.slice(0, 40));
  sendInvalid(reply, 400, `Revision ${shown} has no batches: send one message at a time.`);
}
