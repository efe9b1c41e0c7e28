// JSON-RPC commands that know nothing of MCP.
import type { Echo, EchoArguments } from './echo.ts';
import type { Handler } from './http-server.ts';

interface Request {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: EchoArguments;
}

const schema = { type: 'object', properties: { token: { type: 'string' } }, required: ['token'] };
const tool_info = { name: 'commands', description: 'Gives back what it gets', version: '1.0.0' };
const commands = { echo: { name: 'echo', description: 'Gives back what it gets', schema } };

export function commandHandler(_name: string, echo: Echo): Handler {
  async function perform({ method, params }: Request): Promise<unknown> {
    if (method === 'help') return { result: { success: true, data: { tool_info, commands } } };
    if (method !== 'echo' || params === undefined)
      return { error: { code: -32_601, message: `Method not found: ${method}` } };
    return { result: { success: true, data: await echo.run(params, () => undefined) } };
  }
  return async (request, response, body) => {
    const send = (status: number, value: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.method === 'GET' && request.url === '/health') send(200, { status: 'ok' });
    else if (request.url !== '/api/jsonrpc') send(404, { detail: 'Not Found' });
    else if (request.method !== 'POST') send(405, { detail: 'Method Not Allowed' });
    else {
      const asked = JSON.parse(body) as Request;
      send(200, { jsonrpc: '2.0', id: asked.id ?? null, ...((await perform(asked)) as object) });
    }
  };
}
