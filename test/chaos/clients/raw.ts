// Clients on plain HTTP, which know no patience and no second try: what was lost is lost.
import { createParser } from 'eventsource-parser';
import { request, Agent } from 'undici';
import {
  argumentsOf,
  endpoint,
  textOf,
  toolName,
  type ChaosClient,
  type ClientOptions,
  type EchoCall,
} from './types.ts';

type Json = Readonly<Record<string, unknown>>;

/** A JSON-RPC error, or an HTTP answer that is no success. */
export class RawFailure extends Error {
  readonly data: unknown;

  constructor(message: string, data?: unknown) {
    super(message);
    this.data = data;
  }
}

/** The server asks for more before it answers (MCP 2026-07-28, basic/patterns/mrtr). */
export class InputRequired extends Error {}

/** The answer ended before what it was to bring. */
export class AnswerCut extends Error {}

/** `capabilities`: what it says that it can; whatever it is asked, it refuses. */
export function createRawClient(
  isModern: boolean,
  options: ClientOptions,
  capabilities: Json = {},
): ChaosClient {
  // Of its own, so that nobody else's connection is cut with it.
  const dispatcher = new Agent({ headersTimeout: options.timeoutMs, bodyTimeout: options.timeoutMs });
  const url = endpoint(options);
  let sessionId: string | undefined;
  let lastId = 0;

  async function post(
    message: Json,
    headers: Readonly<Record<string, string>>,
    token = '',
  ): Promise<Json | null> {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    options.onSent(body);
    const answer = await request(url, {
      method: 'POST',
      dispatcher,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(sessionId === undefined ? {} : { 'mcp-session-id': sessionId }),
        ...headers,
      },
      body,
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    const given = answer.headers['mcp-session-id'];
    if (typeof given === 'string') sessionId = given;
    const id = message['id'];
    if (id === undefined || message['method'] === undefined) return answer.body.dump().then(() => null);
    const isStream = String(answer.headers['content-type']).startsWith('text/event-stream');
    if (isStream)
      return readStream(answer.body, id, {
        onProgress: (params) => options.onProgress(token, params?.['message']),
        onAsked: (asked) => void refuse(asked, headers).catch(() => undefined),
      });
    const text = await answer.body.text();
    return readAnswer(text, answer.statusCode, id);
  }

  /** Whatever a server wants of us. */
  async function refuse(asked: unknown, headers: Readonly<Record<string, string>>): Promise<void> {
    const error = { code: -32_601, message: 'Method not found' };
    await post({ id: asked, error }, headers);
  }

  async function open(): Promise<void> {
    const params = {
      protocolVersion: '2025-11-25',
      capabilities,
      clientInfo: { name: 'raw', version: '1' },
    };
    await post({ id: ++lastId, method: 'initialize', params }, {});
    await post({ method: 'notifications/initialized' }, legacyHeaders);
  }

  function modernParams(call: EchoCall, progressToken: number): Json {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': capabilities,
      progressToken,
    };
    return { name: toolName(options, call), arguments: argumentsOf(call), _meta };
  }

  return {
    call: async (call) => {
      const id = ++lastId;
      const name = toolName(options, call);
      if (!isModern && sessionId === undefined) await open();
      const params = isModern
        ? modernParams(call, id)
        : { name, arguments: argumentsOf(call), _meta: { progressToken: id } };
      const headers = isModern ? { ...modernHeaders, 'mcp-name': name } : legacyHeaders;
      const answer = await post({ id, method: 'tools/call', params }, headers, call.token);
      const result = answer?.['result'] as Json | undefined;
      if (result?.['resultType'] === 'input_required') throw new InputRequired(JSON.stringify(result));
      return textOf(result);
    },
    close: async () => {
      if (sessionId !== undefined) {
        const headers = { ...legacyHeaders, 'mcp-session-id': sessionId };
        await request(url, { method: 'DELETE', dispatcher, headers })
          .then(({ body }) => body.dump())
          .catch(() => undefined);
      }
      await dispatcher.destroy();
    },
  };
}

const legacyHeaders = { 'mcp-protocol-version': '2025-11-25' };
const modernHeaders = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call' };

function readAnswer(text: string, status: number, id: unknown): Json {
  let answer: Json;
  try {
    answer = JSON.parse(text) as Json;
  } catch {
    throw new RawFailure(`HTTP ${status} with a body that is no JSON: ${text.slice(0, 200)}`);
  }
  return checked(answer, id);
}

function checked(answer: Json, id: unknown): Json {
  const error = answer['error'] as { readonly message?: string; readonly data?: unknown } | undefined;
  if (error !== undefined) throw new RawFailure(String(error.message), error.data);
  if (answer['id'] !== id)
    throw new RawFailure(`An answer with another id: ${JSON.stringify(answer).slice(0, 200)}`);
  return answer;
}

interface StreamReader {
  readonly onProgress: (params: Json | undefined) => void;
  /** The server asks something, under this id. */
  readonly onAsked: (id: unknown) => void;
}

async function readStream(
  body: AsyncIterable<unknown>,
  id: unknown,
  { onProgress, onAsked }: StreamReader,
): Promise<Json> {
  let answer: Json | undefined;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '') return;
      const message = JSON.parse(data) as Json;
      if (!('method' in message)) answer = message;
      else if ('id' in message) onAsked(message['id']);
      else if (message['method'] === 'notifications/progress')
        onProgress(message['params'] as Json | undefined);
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of body) parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
  if (answer === undefined) throw new AnswerCut('The stream ended without the answer.');
  return checked(answer, id);
}
