// What the headers and the path of an MCP request say (MCP basic/transports), old spellings included.
import type { FastifyRequest } from 'fastify';
import { legacyRevisions } from '../relay/revisions.ts';
import type { Session } from '../relay/session.ts';
import { sendInvalid } from './answers.ts';
import type { McpReply, McpRequest } from './mcp-message.ts';

/** The server that the path names; null: all of them. */
export function targetOf(request: FastifyRequest): string | null {
  const { server } = request.params as { server?: string };
  return server ?? null;
}

/** `X-Session-Id` is what older gateways call it. */
export function sessionIdOf(request: McpRequest): string | undefined {
  const id = request.headers['mcp-session-id'] ?? request.headers['x-session-id'];
  return typeof id === 'string' ? id : undefined;
}

/** The header that tells a client its session. */
export function sessionHeader(sessionId: string): Record<string, string> {
  return { 'mcp-session-id': sessionId };
}

/** Lenient towards clients that send no Accept header: JSON is fine then. An event stream must be asked for by name. */
export function accepts(request: McpRequest, type: string): boolean {
  const accept = request.headers.accept;
  if (accept === undefined) return type === 'application/json';
  return (
    accept.includes(type) ||
    (accept.includes('*/*') && type !== 'text/event-stream') ||
    accept.includes(`${type.split('/')[0]}/*`)
  );
}

/** Whether MCP-Protocol-Version is absent or one of ours; otherwise answers 400. */
export function speaksOurVersion(request: McpRequest, reply: McpReply): boolean {
  const version = request.headers['mcp-protocol-version'];
  if (typeof version !== 'string' || legacyRevisions.includes(version)) return true;
  const shown = JSON.stringify(version.slice(0, 40));
  sendInvalid(
    reply,
    400,
    `MCP-Protocol-Version ${shown} is not supported; supported: ${legacyRevisions.join(', ')}.`,
  );
  return false;
}

/** Whether the client knows events without data; those before 2025-11-25 stumble over them. */
export function takesPriming(request: McpRequest, { client }: Session): boolean {
  const version = request.headers['mcp-protocol-version'];
  return (typeof version === 'string' ? version : client.protocolVersion) >= '2025-11-25';
}
