// MCP over plain HTTP, byte by byte: for what the official clients would not send, or not show.
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { request, type Dispatcher } from 'undici';
import { onTestFinished } from 'vitest';

export type Json = Readonly<Record<string, unknown>>;
export type Headers = Readonly<Record<string, string>>;

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  json(): Json;
}

export const bothTypes = 'application/json, text/event-stream';

/** What a client of the newest legacy revision says first. */
export const initializeParams = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'raw', version: '1' },
};

/** One request, its whole answer. A body that is no text is sent as JSON. */
export async function send(
  method: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'OPTIONS' | 'HEAD',
  url: string | URL,
  { body, headers = {} }: { readonly body?: string | Json | undefined; readonly headers?: Headers } = {},
): Promise<RawAnswer> {
  const answer = await request(url, {
    method,
    headers: {
      ...(method === 'POST' ? { 'content-type': 'application/json', accept: bothTypes } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text,
    json: () => JSON.parse(text) as Json,
  };
}

export function post(url: string | URL, body: string | Json, headers: Headers = {}): Promise<RawAnswer> {
  return send('POST', url, { body, headers });
}

/** A JSON-RPC request. */
export function rpc(id: unknown, method: string, params?: unknown): Json {
  return { jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) };
}

export function call(id: unknown, name: string, args: Json = {}, meta?: Json): Json {
  return rpc(id, 'tools/call', { name, arguments: args, ...(meta === undefined ? {} : { _meta: meta }) });
}

/** Opens a session as a client does; gives the headers that belong to it. */
export async function openSession(url: string | URL, params: Json = initializeParams): Promise<Headers> {
  const answer = await post(url, rpc(0, 'initialize', params));
  const id = answer.headers['mcp-session-id'];
  if (answer.status !== 200 || typeof id !== 'string') throw new Error(`No session: ${answer.text}`);
  const headers = { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' };
  const noted = await post(url, { jsonrpc: '2.0', method: 'notifications/initialized' }, headers);
  if (noted.status !== 202) throw new Error(`initialized was answered with ${noted.status}`);
  return headers;
}

export interface RawStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly events: readonly EventSourceMessage[];
  readonly comments: readonly string[];
  /** The events' data as JSON; priming events, which have none, are left out. */
  messages(): Json[];
  /** Cuts the connection, as a lost network would. */
  cut(): void;
  /** Resolves when the server has ended the stream, or `cut` did. */
  readonly ended: Promise<void>;
}

/** A request whose answer is an event stream, read as it comes. Call from within a test, with which it ends. */
export async function openStream(
  method: 'GET' | 'POST',
  url: string | URL,
  { body, headers = {} }: { readonly body?: string | Json; readonly headers?: Headers } = {},
): Promise<RawStream> {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const answer = await request(url, {
    method,
    signal: abort.signal,
    headers: {
      accept: method === 'GET' ? 'text/event-stream' : bothTypes,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const events: EventSourceMessage[] = [];
  const comments: string[] = [];
  return {
    status: answer.statusCode,
    headers: answer.headers,
    events,
    comments,
    messages: () => events.filter(({ data }) => data !== '').map(({ data }) => JSON.parse(data) as Json),
    cut: () => abort.abort(),
    ended: readAll(answer.body, events, comments),
  };
}

async function readAll(
  body: Dispatcher.ResponseData['body'],
  events: EventSourceMessage[],
  comments: string[],
): Promise<void> {
  const parser = createParser({
    onEvent: (event) => void events.push(event),
    onComment: (comment) => void comments.push(comment),
  });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
  } catch {
    // Cut off, by either side.
  }
}
