// A legacy session over plain HTTP, every answer checked.
import type { Begun, LightAnswer, LightHttp } from './light-http.ts';

export interface LightCall {
  readonly tool: string;
  readonly message: string;
}

export interface LightSessionOptions {
  readonly http: LightHttp;
  readonly url: string;
  /** false: a connection for each request. Default: connections are kept. */
  readonly isKept?: boolean;
}

interface RpcAnswer {
  readonly id?: unknown;
  readonly result?: { readonly content?: readonly { readonly text?: string }[] };
  readonly error?: { readonly message?: string };
}

export const initializeParams = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'load', version: '1' },
};

/** What the gateway or a server said instead of a result. */
export class RpcFailure extends Error {}

export class LightSession {
  private readonly options: LightSessionOptions;
  private headers: Readonly<Record<string, string>> = {};
  private lastId = 0;

  constructor(options: LightSessionOptions) {
    this.options = options;
  }

  async open(): Promise<this> {
    const answer = await this.post({ id: ++this.lastId, method: 'initialize', params: initializeParams });
    const id = answer.headers['mcp-session-id'];
    if (answer.status !== 200 || typeof id !== 'string')
      throw new Error(`No session: ${answer.status} ${answer.text.slice(0, 200)}`);
    this.headers = { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' };
    await this.post({ method: 'notifications/initialized' });
    return this;
  }

  /** The answer's text. Rejects with RpcFailure, or with what is wrong with the answer. */
  async call(call: LightCall): Promise<string> {
    const id = ++this.lastId;
    return textIn(await this.post(callOf(id, call)), id);
  }

  /** The same for a tool that gives its message back. */
  async echo(message: string, tool = 'echo'): Promise<void> {
    const text = await this.call({ tool, message });
    if (text !== `Echo: ${message}`) throw new Error(`"${message}" was answered with ${text}`);
  }

  /** Calls a tool that never answers, and cancels. */
  async cancel(): Promise<void> {
    const requestId = ++this.lastId;
    const called = this.post(callOf(requestId, { tool: 'hang', message: '' }));
    await this.post({ method: 'notifications/cancelled', params: { requestId } });
    const { status, text } = await called;
    // An event stream that had begun just ends.
    if (status !== 202 && text.includes('"id"'))
      throw new Error(`A cancelled call was answered with ${status} ${text.slice(0, 200)}`);
  }

  /** Calls a tool that begins and never ends, and leaves as soon as it has begun. */
  async leave(): Promise<void> {
    const body = { jsonrpc: '2.0', ...callOf(++this.lastId, { tool: 'begin', message: '' }) };
    const { cut } = await this.options.http.begin({ ...this.sent(), body, isKept: false });
    cut();
  }

  /** Opens the standalone stream. */
  listen(): Promise<Begun> {
    return this.options.http.begin({ ...this.sent(), method: 'GET', isKept: false });
  }

  async close(): Promise<void> {
    const { status } = await this.options.http.send({ ...this.sent(), method: 'DELETE' });
    if (status !== 200) throw new Error(`DELETE was answered with ${status}`);
  }

  private post(message: object): Promise<LightAnswer> {
    return this.options.http.send({ ...this.sent(), body: { jsonrpc: '2.0', ...message } });
  }

  private sent() {
    const { url, isKept = true } = this.options;
    return { url, isKept, headers: this.headers };
  }
}

function callOf(id: number, { tool, message }: LightCall): object {
  const params = { name: tool, arguments: { message }, _meta: { progressToken: id } };
  return { id, method: 'tools/call', params };
}

/** The text of a tool's result. Throws RpcFailure for an error. */
export function textIn({ status, text }: Pick<LightAnswer, 'status' | 'text'>, id: unknown): string {
  const answer = JSON.parse(text.startsWith('{') ? text : lastData(text)) as RpcAnswer;
  if (answer.error !== undefined) throw new RpcFailure(`HTTP ${status}: ${answer.error.message}`);
  if (answer.id !== id) throw new Error(`The answer to another call: ${text.slice(0, 200)}`);
  return answer.result?.content?.[0]?.text ?? '';
}

function lastData(stream: string): string {
  return stream.slice(stream.lastIndexOf('\ndata: ') + '\ndata: '.length).split('\n')[0] ?? '';
}
