// HTTP+SSE by the official SDK (version 1): a session is a stream.
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { Echo } from './echo.ts';
import type { Handler } from './http-server.ts';
import { sdkServer } from './mcp.ts';

export function sseHandler(name: string, echo: Echo): Handler {
  const sessions = new Map<string, SSEServerTransport>();
  return async (request, response, body) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    if (request.method === 'GET' && pathname === '/sse') {
      const transport = new SSEServerTransport('/messages', response);
      sessions.set(transport.sessionId, transport);
      response.on('close', () => sessions.delete(transport.sessionId));
      await sdkServer(name, echo).connect(transport);
      return;
    }
    const session = sessions.get(searchParams.get('sessionId') ?? '');
    if (request.method !== 'POST' || session === undefined) response.writeHead(404).end('Session not found');
    else await session.handlePostMessage(request, response, body === '' ? undefined : JSON.parse(body));
  };
}
