// Clients of the HTTP+SSE transport (MCP 2024-11-05): the official one of version 1, and a raw one that shows every event.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import {
  initializeParams,
  openStream,
  post,
  rpc,
  type Headers,
  type Json,
  type RawAnswer,
  type RawStream,
} from './raw-mcp.ts';
import { until } from './until.ts';

export interface SseClientOptions {
  readonly capabilities?: ClientCapabilities;
  /** Called before it connects. */
  readonly prepare?: (client: Client) => void;
}

/** Connects the official client; closed when the test is over. Call from within a test. */
export async function connectSse(
  url: URL,
  { capabilities = {}, prepare }: SseClientOptions = {},
): Promise<Client> {
  const client = new Client({ name: 'sse-test', version: '1.0.0' }, { capabilities });
  prepare?.(client);
  await client.connect(new SSEClientTransport(url));
  onTestFinished(() => client.close());
  return client;
}

export interface RawSse {
  readonly stream: RawStream;
  /** What the first event says. */
  readonly endpoint: URL;
  post(message: Json | string): Promise<RawAnswer>;
  /** The answer to the request of this id, once it has come. */
  answer(id: unknown): Promise<Json>;
}

/** Opens a stream and waits for its first event. Call from within a test, with which it ends. */
export async function openRawSse(url: URL, headers: Headers = {}): Promise<RawSse> {
  const stream = await openStream('GET', url, { headers });
  const first = await until('the first event', () => stream.events[0]);
  const endpoint = new URL(first.data, url);
  const messages = (): readonly Json[] =>
    stream.events.filter(({ event }) => event === 'message').map(({ data }) => JSON.parse(data) as Json);
  return {
    stream,
    endpoint,
    post: (message) => post(endpoint, message, headers),
    answer: (id) =>
      until('the answer', () => messages().find((message) => message['id'] === id && !('method' in message))),
  };
}

/** The same, initialized. */
export async function openSseSession(
  url: URL,
  capabilities: Json = {},
  headers: Headers = {},
): Promise<RawSse> {
  const sse = await openRawSse(url, headers);
  await sse.post(
    rpc('open', 'initialize', { ...initializeParams, protocolVersion: '2024-11-05', capabilities }),
  );
  await sse.answer('open');
  await sse.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
  return sse;
}
