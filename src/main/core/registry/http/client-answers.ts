// Registered clients on the wire (S3.1). Every value is true of this gateway.
import type { RegisteredClient } from '../types.ts';
import type { ClientRegistered, RegisteredClientEntry } from './described-answers.ts';
import { isoTime } from './server-answers.ts';

/** What answers say of this gateway. */
export interface GatewayFacts {
  readonly name: string;
  readonly version: string;
  /** The newest revision of the protocol that it speaks. */
  readonly protocolVersion: string;
  readonly requiresToken: boolean;
}

/** `base` is the address that the client called. */
export function clientAnswer(
  { record }: RegisteredClient,
  gateway: GatewayFacts,
  base: string,
): ClientRegistered {
  const { name, version, protocolVersion, requiresToken } = gateway;
  const endpoint = `${base}/mcp/`;
  return {
    success: true,
    session_id: record.sessionId,
    server: { name, version, protocol_version: protocolVersion },
    // Everything but health is one endpoint: the method says what is wanted.
    endpoints: { mcp: endpoint, initialize: endpoint, tools: endpoint, health: `${base}/health` },
    transport: 'streamable-http',
    authentication: {
      required: requiresToken,
      type: 'Bearer',
      header: 'Authorization',
      format: 'Bearer YOUR_JWT_TOKEN_HERE',
    },
    capabilities: { tools: true, resources: true, prompts: true, logging: true, progress: true },
    instructions: {
      next_step: 'Send initialize by POST to /mcp',
      authentication: requiresToken
        ? 'Include a JWT in the Authorization header'
        : 'No token is needed on this gateway',
      protocol: 'Use the MCP protocol for all further requests',
    },
  };
}

/** One client in the list. */
export function clientEntry({ record }: RegisteredClient): RegisteredClientEntry {
  return {
    session_id: record.sessionId,
    client_ip: record.ip,
    user_agent: record.userAgent,
    client_info: record.clientInfo,
    registered_at: isoTime(record.registeredAt),
    last_activity: isoTime(record.lastActivityAt),
  };
}
