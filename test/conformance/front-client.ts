// The official clients of both eras as the client scenarios use them.
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

export type FrontEra = 'legacy' | 'modern';

export interface ListedTool {
  readonly name: string;
  readonly inputSchema: unknown;
}

export interface FrontClient {
  /** Set by a scenario: done before a question of the server is answered. */
  beforeAnswer: () => Promise<void>;
  listTools(): Promise<readonly ListedTool[]>;
  callTool(name: string, args?: Record<string, unknown>): Promise<unknown>;
  listResources(): Promise<readonly { readonly uri: string }[]>;
  readResource(uri: string): Promise<unknown>;
  listPrompts(): Promise<readonly { readonly name: string }[]>;
  getPrompt(name: string): Promise<unknown>;
  close(): Promise<void>;
}

const info = { name: 'patchbay-conformance', version: '1.0.0' };
const elicitation = { form: { applyDefaults: true } };

/** Connects version 1 of the SDK, or version 2 pinned to the modern era. Accepts what a server asks. */
export async function connectFront(era: FrontEra, url: URL): Promise<FrontClient> {
  const hooks = { beforeAnswer: (): Promise<void> => Promise.resolve() };
  const answer = async (params: unknown): Promise<{ action: 'accept'; content: Record<string, boolean> }> => {
    await hooks.beforeAnswer();
    const isConfirmation = JSON.stringify(params).includes('"confirmed"');
    return { action: 'accept', content: isConfirmation ? { confirmed: true } : {} };
  };
  const client = await (era === 'modern' ? connectModern(url, answer) : connectLegacy(url, answer));
  return Object.assign(hooks, {
    listTools: async () => (await client.listTools()).tools,
    callTool: (name: string, args: Record<string, unknown> = {}) =>
      client.callTool({ name, arguments: args }),
    listResources: async () => (await client.listResources()).resources,
    readResource: (uri: string) => client.readResource({ uri }),
    listPrompts: async () => (await client.listPrompts()).prompts,
    getPrompt: (name: string) => client.getPrompt({ name }),
    close: () => client.close(),
  });
}

type Answer = (params: unknown) => Promise<{ action: 'accept'; content: Record<string, boolean> }>;

async function connectLegacy(url: URL, answer: Answer): Promise<ClientV1> {
  const client = new ClientV1(info, { capabilities: { elicitation } });
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => answer(params));
  await client.connect(new HttpV1(url));
  return client;
}

async function connectModern(url: URL, answer: Answer): Promise<ClientV2> {
  const client = new ClientV2(info, {
    capabilities: { elicitation },
    versionNegotiation: { mode: { pin: '2026-07-28' } },
  });
  client.setRequestHandler('elicitation/create', ({ params }) => answer(params));
  await client.connect(new HttpV2(url));
  return client;
}
