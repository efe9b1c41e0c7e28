// The upstream of every row: the smallest MCP server on stdio, so that what is measured is what stands in front of it.
// Tools: echo (its message back), big (so many bytes back), progress (ten reports, then its message back).
// Usage: node echo-server.ts [TOOLS]; with a number, so many tools called tool-0, tool-1, … besides.
interface Incoming {
  id?: unknown;
  method?: string;
  params?: {
    protocolVersion?: string;
    name?: string;
    arguments?: { message?: string };
    _meta?: { progressToken?: unknown };
  };
}

const reports = 10;
const description = 'Gives its message back, as the smallest tool there is. '.repeat(4);
const more = Array.from({ length: Number(process.argv[2] ?? 0) }, (_, index) => `tool-${index}`);
const tools = ['echo', 'big', 'progress', ...more].map((name) => ({
  name,
  description,
  inputSchema: { type: 'object', properties: { message: { type: 'string' } } },
}));

function resultOf({ method, params }: Incoming): unknown {
  if (method === 'initialize') {
    const protocolVersion = params?.protocolVersion ?? '2025-06-18';
    return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'echo', version: '1' } };
  }
  if (method === 'tools/list') return { tools };
  if (method === 'ping') return {};
  if (method !== 'tools/call') return undefined;
  const message = params?.arguments?.message ?? '';
  const text = params?.name === 'big' ? 'x'.repeat(Number(message)) : `Echo: ${message}`;
  return { content: [{ type: 'text', text }] };
}

function progressOf({ method, params }: Incoming): string {
  const progressToken = params?._meta?.progressToken;
  if (method !== 'tools/call' || params?.name !== 'progress' || progressToken === undefined) return '';
  const report = (progress: number): string =>
    `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress, total: reports } })}\n`;
  return Array.from({ length: reports }, (_, index) => report(index + 1)).join('');
}

let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop() ?? '';
  let out = '';
  for (const line of lines) {
    if (line.trim() === '') continue;
    const message = JSON.parse(line) as Incoming;
    if (message.id === undefined) continue;
    const result = resultOf(message);
    const body =
      result === undefined ? { error: { code: -32_601, message: 'Method not found' } } : { result };
    out += `${progressOf(message)}${JSON.stringify({ jsonrpc: '2.0', id: message.id, ...body })}\n`;
  }
  if (out !== '') process.stdout.write(out);
});
process.stdin.on('end', () => process.exit(0));
