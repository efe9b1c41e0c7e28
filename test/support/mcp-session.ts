// A small MCP client of our own over Streamable HTTP, legacy era: one session, plain requests, no reconnection and no
// retries, so that a test sees exactly what the gateway does.
import { createParser } from 'eventsource-parser';

/** The `error` of a JSON-RPC answer. */
export class RpcFailure extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor({ code, message, data }: { code: number; message: string; data?: unknown }) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export interface ToolResult {
  readonly content: readonly { readonly type: string; readonly text?: string }[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
}

export interface McpSession {
  readonly id: string;
  /** Resolves with `result`; rejects with RpcFailure. */
  request(method: string, params?: unknown): Promise<unknown>;
  notify(method: string, params?: unknown): Promise<void>;
  call(tool: string, args?: unknown): Promise<ToolResult>;
  /** The first text that a tool answers. */
  text(tool: string, args?: unknown): Promise<string>;
  /** The structured content that a tool answers. */
  data(tool: string, args?: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** Names of the tools, all pages. */
  toolNames(): Promise<readonly string[]>;
  /** Opens the session's standalone stream; methods of what arrives on it, oldest first, until the session ends. */
  listen(): Promise<readonly string[]>;
  /** Goes on at another address, as a client does whose gateway has moved. */
  moveTo(url: string): void;
  end(): Promise<void>;
}

interface RpcMessage {
  readonly method?: string;
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

const protocolVersion = '2025-11-25';

/** Opens a session at an MCP address. Rejects with RpcFailure when `initialize` is answered with an error. */
export async function openMcpSession(url: string): Promise<McpSession> {
  const session = new HttpSession(url);
  const clientInfo = { name: 'test', version: '1' };
  await session.request('initialize', { protocolVersion, capabilities: {}, clientInfo });
  await session.notify('notifications/initialized');
  return session;
}

class HttpSession implements McpSession {
  id = '';
  private url: string;
  private lastId = 0;
  private readonly ending = new AbortController();

  constructor(url: string) {
    this.url = url;
  }

  async request(method: string, params: unknown = {}): Promise<unknown> {
    const id = ++this.lastId;
    const response = await this.post({ jsonrpc: '2.0', id, method, params });
    const answer = await readAnswer(response, id);
    if (answer.error !== undefined) throw new RpcFailure(answer.error);
    this.id ||= response.headers.get('mcp-session-id') ?? '';
    return answer.result;
  }

  async notify(method: string, params: unknown = {}): Promise<void> {
    await (await this.post({ jsonrpc: '2.0', method, params })).arrayBuffer();
  }

  async call(tool: string, args: unknown = {}): Promise<ToolResult> {
    return (await this.request('tools/call', { name: tool, arguments: args })) as ToolResult;
  }

  async text(tool: string, args: unknown = {}): Promise<string> {
    return (await this.call(tool, args)).content[0]?.text ?? '';
  }

  async data(tool: string, args: unknown = {}): Promise<Readonly<Record<string, unknown>>> {
    return (await this.call(tool, args)).structuredContent as Readonly<Record<string, unknown>>;
  }

  async toolNames(): Promise<readonly string[]> {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const params = cursor === undefined ? {} : { cursor };
      const page = (await this.request('tools/list', params)) as {
        readonly tools: readonly { readonly name: string }[];
        readonly nextCursor?: string;
      };
      names.push(...page.tools.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return names;
  }

  async listen(): Promise<readonly string[]> {
    const methods: string[] = [];
    const onMessage = (message: RpcMessage): void => void methods.push(message.method ?? '');
    const headers = { accept: 'text/event-stream', ...this.headers() };
    const response = await fetch(this.url, { headers, signal: this.ending.signal });
    const parser = messageParser(onMessage);
    const read = async (): Promise<void> => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
    };
    // Its end is the session's, or the gateway's.
    read().catch(() => undefined);
    return methods;
  }

  moveTo(url: string): void {
    this.url = url;
  }

  async end(): Promise<void> {
    this.ending.abort();
    await (await fetch(this.url, { method: 'DELETE', headers: this.headers() })).arrayBuffer();
  }

  private post(message: unknown): Promise<Response> {
    return fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...this.headers(),
      },
      body: JSON.stringify(message),
    });
  }

  private headers(): Record<string, string> {
    return this.id === '' ? {} : { 'mcp-session-id': this.id, 'mcp-protocol-version': protocolVersion };
  }
}

async function readAnswer(response: Response, id: number): Promise<RpcMessage> {
  const text = await response.text();
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
    if (text === '') throw new Error(`HTTP ${response.status} without a body`);
    return JSON.parse(text) as RpcMessage;
  }
  const messages: RpcMessage[] = [];
  messageParser((message) => messages.push(message)).feed(text);
  const answer = messages.find((message) => message.id === id && message.method === undefined);
  if (answer === undefined) throw new Error(`No answer to ${id} in ${text}`);
  return answer;
}

/** Events without data only tell where the stream is (MCP 2025-11-25, basic/transports). */
function messageParser(onMessage: (message: RpcMessage) => void): ReturnType<typeof createParser> {
  return createParser({
    onEvent: ({ data }) => {
      if (data !== '') onMessage(JSON.parse(data) as RpcMessage);
    },
  });
}
