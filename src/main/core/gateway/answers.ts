// The gateway's own HTTP answers: errors as JSON-RPC on MCP routes, as plain JSON elsewhere.
import type { FastifyReply } from 'fastify';
import { errorTable, toAppError, toErrorView } from '../../../shared/errors.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import { errorMessage } from '../relay/wire/edit.ts';
import { MessageError, rpcCode } from '../relay/wire/message.ts';
import type { McpReply } from './mcp-message.ts';

/**
 * A failure before any server was asked; `id` as written, 'null' where unknown. What is no JSON-RPC message is 400
 * (MCP basic/transports).
 */
export function sendFailure(
  reply: McpReply,
  error: unknown,
  id = 'null',
  headers: Record<string, string> = {},
): void {
  void reply
    .code(error instanceof MessageError ? 400 : errorTable[toAppError(error).code].status)
    .headers(headers)
    .type('application/json')
    .send(failureMessage(id, error));
}

/** A request that does not fit the transport. */
export function sendInvalid(
  reply: McpReply,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  void reply
    .code(status)
    .headers(headers)
    .type('application/json')
    .send(errorMessage('null', { code: rpcCode.invalidRequest, message }));
}

/** A failure on a route that is not MCP. */
export function sendPlainFailure(reply: FastifyReply, error: unknown): void {
  void reply.code(errorTable[toAppError(error).code].status).send({ error: toErrorView(error) });
}
