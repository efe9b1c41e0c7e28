// Who sent a request, as the token guard found out; routes read it here.
import type { Caller } from '../auth/token-gate.ts';
import type { Access } from '../relay/access.ts';
import type { McpRequest } from './mcp-message.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** null where the route is open to everybody. */
    caller: Caller | null;
  }
}

/** What the sender may use. Throws for a route that nobody guards: nothing is served by accident. */
export function accessOf({ caller }: McpRequest): Access {
  if (caller === null) throw new Error('This route does not know who calls.');
  return caller.access;
}
