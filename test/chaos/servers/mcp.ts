// Streamable HTTP by the official SDK (version 1), sessions in memory.
import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';
import type { Echo } from './echo.ts';
import type { Handler } from './http-server.ts';

const echoSchema = {
  token: z.string(),
  delayMs: z.number().optional(),
  steps: z.number().optional(),
  filler: z.string().optional(),
};

export function sdkServer(name: string, echo: Echo): McpServer {
  const server = new McpServer({ name, version: '1.0.0' });
  server.registerTool(
    'echo',
    { inputSchema: echoSchema },
    async ({ token, delayMs = 0, steps = 0, filler = '' }, { _meta, sendNotification }) => {
      const { progressToken } = _meta ?? {};
      const text = await echo.run({ token, delayMs, steps, filler }, async (progress) => {
        if (progressToken === undefined) return;
        const params = { progressToken, progress, total: steps, message: token };
        await sendNotification({ method: 'notifications/progress', params });
      });
      return { content: [{ type: 'text', text }] };
    },
  );
  return server;
}

export function mcpHandler(name: string, echo: Echo): Handler {
  const sessions = new Map<string, StreamableHTTPServerTransport>();

  async function open(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await sdkServer(name, echo).connect(transport);
    return transport;
  }

  return async (request, response, body) => {
    const message = body === '' ? undefined : (JSON.parse(body) as { readonly method?: string });
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (known !== undefined) await known.handleRequest(request, response, message);
    else if (id === undefined && message?.method === 'initialize')
      await (await open()).handleRequest(request, response, message);
    else {
      const error = { code: -32_001, message: 'Session not found' };
      response
        .writeHead(id === undefined ? 400 : 404, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', error, id: null }));
    }
  };
}
