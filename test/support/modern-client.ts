// The official client in its modern mode (2026-07-28), pinned to it: what does not work in that era fails.
import { Client, StreamableHTTPClientTransport, type ClientOptions } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';

export interface ModernClientOptions {
  readonly capabilities?: ClientOptions['capabilities'];
  /** Called before it connects. */
  readonly prepare?: (client: Client) => void;
}

/** Connects; closed when the test is over. Call from within a test. */
export async function connectModern(
  url: URL,
  { capabilities = {}, prepare }: ModernClientOptions = {},
): Promise<Client> {
  const client = new Client(
    { name: 'modern-test', version: '1.0.0' },
    { capabilities, versionNegotiation: { mode: { pin: '2026-07-28' } } },
  );
  prepare?.(client);
  await client.connect(new StreamableHTTPClientTransport(url));
  onTestFinished(() => client.close());
  return client;
}

interface Content {
  readonly content?: readonly { readonly type: string; readonly text?: unknown }[];
}

/** The text of a tool's result. */
export function textOf(result: unknown): string {
  const { content = [] } = result as Content;
  return content.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])).join('\n');
}
