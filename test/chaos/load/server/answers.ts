// What the servers of a load say, whatever carries it. Tools: echo (its message back), take (only the digest of it), give
// (a text by seed and length), report (progress first), begin (progress, and never an answer), hang (nothing at all).
import { digestOf, textOf } from '../text.ts';

export interface Request {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: {
    readonly protocolVersion?: string;
    readonly name?: string;
    readonly arguments?: { readonly message?: string };
    readonly _meta?: { readonly progressToken?: unknown };
  };
}

const tools = ['echo', 'take', 'give', 'report', 'begin', 'hang'].map((name) => ({
  name,
  inputSchema: { type: 'object', properties: { message: { type: 'string' } } },
}));

/** The messages that a request is answered with, the answer last; none for what gets no answer. */
export function answersTo(request: Request): readonly object[] {
  const { id, method, params = {} } = request;
  if (id === undefined) return [];
  const answer = (rest: object): object => ({ jsonrpc: '2.0', id, ...rest });
  switch (method) {
    case 'initialize': {
      const { protocolVersion = '2025-11-25' } = params;
      const serverInfo = { name: 'load', version: '1' };
      return [answer({ result: { protocolVersion, capabilities: { tools: {} }, serverInfo } })];
    }
    case 'tools/list':
      return [answer({ result: { tools } })];
    case 'ping':
      return [answer({ result: {} })];
    case 'tools/call':
      return called(request, (text) => answer({ result: { content: [{ type: 'text', text }] } }));
    default:
      return [answer({ error: { code: -32_601, message: 'Method not found' } })];
  }
}

function called({ params = {} }: Request, answer: (text: string) => object): readonly object[] {
  const { name, arguments: { message = '' } = {}, _meta: { progressToken } = {} } = params;
  const progress = {
    jsonrpc: '2.0',
    method: 'notifications/progress',
    params: { progressToken, progress: 1 },
  };
  switch (name) {
    case 'take':
      return [answer(digestOf(message))];
    case 'give': {
      const [seed = 0, bytes = 0] = message.split(' ').map(Number);
      return [answer(textOf(seed, bytes))];
    }
    case 'report':
      return [progress, answer(`Echo: ${message}`)];
    case 'begin':
      return [progress];
    case 'hang':
      return [];
    default:
      return [answer(`Echo: ${message}`)];
  }
}
