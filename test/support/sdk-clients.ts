// The two official clients behind one face, so that a test can be told once and run with both.
// Version 1 is @modelcontextprotocol/sdk, version 2 @modelcontextprotocol/client in its legacy mode.
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CallToolResultSchema,
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type {
  CompleteRequest,
  CreateMessageResult,
  ElicitResult,
  ListRootsResult,
  LoggingLevel,
} from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';

export const sdkVersions = ['v1', 'v2'] as const;
export type SdkVersion = (typeof sdkVersions)[number];

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { progress: number; total?: number | undefined }) => void;
  readonly timeout?: number;
}

interface Listed {
  readonly name: string;
}

/** The text of a result's content, and what is structured. */
export interface ToolOutcome {
  readonly text: string;
  readonly content: readonly { readonly type: string }[];
  readonly isError: boolean;
  readonly structured: unknown;
}

export interface Notified {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** How the client answers what servers ask; what has no handler is not declared as a capability either. */
export interface Handlers {
  readonly sampling?: (params: unknown) => CreateMessageResult | Promise<CreateMessageResult>;
  readonly elicitation?: (params: unknown) => ElicitResult | Promise<ElicitResult>;
  readonly roots?: () => ListRootsResult | Promise<ListRootsResult>;
}

export interface SdkClient {
  readonly sessionId: () => string | undefined;
  readonly serverName: () => string | undefined;
  readonly instructions: () => string | undefined;
  readonly capabilities: () => Readonly<Record<string, unknown>>;
  /** Every notification but progress, in the order of their arrival. */
  readonly notifications: readonly Notified[];
  /** What went wrong apart from any call. */
  readonly errors: readonly Error[];
  ping(): Promise<unknown>;
  /** All pages. */
  listTools(): Promise<readonly Listed[]>;
  listResources(): Promise<readonly { readonly uri: string }[]>;
  listResourceTemplates(): Promise<readonly { readonly uriTemplate: string }[]>;
  listPrompts(): Promise<readonly Listed[]>;
  callTool(name: string, args?: Record<string, unknown>, options?: CallOptions): Promise<ToolOutcome>;
  readResource(uri: string): Promise<readonly { readonly uri: string; readonly text?: unknown }[]>;
  subscribe(uri: string): Promise<unknown>;
  unsubscribe(uri: string): Promise<unknown>;
  getPrompt(name: string, args?: Record<string, string>): Promise<{ readonly messages: readonly unknown[] }>;
  complete(params: CompleteRequest['params']): Promise<readonly string[]>;
  setLevel(level: LoggingLevel): Promise<unknown>;
  rootsChanged(): Promise<void>;
  /** DELETE, then the end of the connection. */
  endSession(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectSdkOptions {
  readonly handlers?: Handlers;
  readonly headers?: Record<string, string>;
  /** Default: Node's. */
  readonly fetch?: typeof fetch;
}

/** Connects an official client, which is closed when the test is over. Call from within a test. */
export async function connectSdk(
  version: SdkVersion,
  url: URL,
  options: ConnectSdkOptions = {},
): Promise<SdkClient> {
  const client = await (version === 'v1' ? connectV1(url, options) : connectV2(url, options));
  onTestFinished(() => client.close());
  return client;
}

const info = { name: 'patchbay-test', version: '1.0.0' };

function capabilitiesOf({ sampling, elicitation, roots }: Handlers) {
  return {
    ...(sampling === undefined ? {} : { sampling: {} }),
    ...(elicitation === undefined ? {} : { elicitation: { form: {}, url: {} } }),
    ...(roots === undefined ? {} : { roots: { listChanged: true } }),
  };
}

function transportOptions({ headers, fetch: ownFetch }: ConnectSdkOptions) {
  return {
    ...(headers === undefined ? {} : { requestInit: { headers } }),
    ...(ownFetch === undefined ? {} : { fetch: ownFetch }),
  };
}

async function connectV1(url: URL, options: ConnectSdkOptions): Promise<SdkClient> {
  const { handlers = {} } = options;
  const { sampling, elicitation, roots } = handlers;
  const client = new ClientV1(info, { capabilities: capabilitiesOf(handlers) });
  const transport = new TransportV1(url, transportOptions(options));
  const { notifications, errors } = listen(client);
  if (sampling !== undefined)
    client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => sampling(params));
  if (elicitation !== undefined)
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => elicitation(params));
  if (roots !== undefined) client.setRequestHandler(ListRootsRequestSchema, () => roots());
  await client.connect(transport);
  return {
    notifications,
    errors,
    sessionId: () => transport.sessionId,
    serverName: () => client.getServerVersion()?.name,
    instructions: () => client.getInstructions(),
    capabilities: () => client.getServerCapabilities() ?? {},
    ping: () => client.ping(),
    listTools: () => allPages(async (cursor) => client.listTools(cursor), 'tools'),
    listResources: () => allPages(async (cursor) => client.listResources(cursor), 'resources'),
    listResourceTemplates: () =>
      allPages(async (cursor) => client.listResourceTemplates(cursor), 'resourceTemplates'),
    listPrompts: () => allPages(async (cursor) => client.listPrompts(cursor), 'prompts'),
    callTool: async (name, args = {}, options = {}) =>
      outcomeOf(await client.callTool({ name, arguments: args }, CallToolResultSchema, options)),
    readResource: async (uri) => (await client.readResource({ uri })).contents,
    subscribe: (uri) => client.subscribeResource({ uri }),
    unsubscribe: (uri) => client.unsubscribeResource({ uri }),
    getPrompt: (name, args = {}) => client.getPrompt({ name, arguments: args }),
    complete: async (params) => (await client.complete(params)).completion.values,
    setLevel: (level) => client.setLoggingLevel(level),
    rootsChanged: () => client.sendRootsListChanged(),
    endSession: async () => {
      await transport.terminateSession();
      await client.close();
    },
    close: () => client.close(),
  };
}

async function connectV2(url: URL, options: ConnectSdkOptions): Promise<SdkClient> {
  const { handlers = {} } = options;
  const { sampling, elicitation, roots } = handlers;
  const client = new ClientV2(info, {
    capabilities: capabilitiesOf(handlers),
    versionNegotiation: { mode: 'legacy' },
  });
  const transport = new TransportV2(url, transportOptions(options));
  const { notifications, errors } = listen(client);
  if (sampling !== undefined)
    client.setRequestHandler('sampling/createMessage', ({ params }) => sampling(params));
  if (elicitation !== undefined)
    client.setRequestHandler('elicitation/create', ({ params }) => elicitation(params));
  if (roots !== undefined) client.setRequestHandler('roots/list', () => roots());
  await client.connect(transport);
  return {
    notifications,
    errors,
    sessionId: () => transport.sessionId,
    serverName: () => client.getServerVersion()?.name,
    instructions: () => client.getInstructions(),
    capabilities: () => client.getServerCapabilities() ?? {},
    ping: () => client.ping(),
    listTools: () => allPages(async (cursor) => client.listTools(cursor), 'tools'),
    listResources: () => allPages(async (cursor) => client.listResources(cursor), 'resources'),
    listResourceTemplates: () =>
      allPages(async (cursor) => client.listResourceTemplates(cursor), 'resourceTemplates'),
    listPrompts: () => allPages(async (cursor) => client.listPrompts(cursor), 'prompts'),
    callTool: async (name, args = {}, options = {}) =>
      outcomeOf(await client.callTool({ name, arguments: args }, options)),
    readResource: async (uri) => (await client.readResource({ uri })).contents,
    subscribe: (uri) => client.subscribeResource({ uri }),
    unsubscribe: (uri) => client.unsubscribeResource({ uri }),
    getPrompt: (name, args = {}) => client.getPrompt({ name, arguments: args }),
    complete: async (params) => (await client.complete(params)).completion.values,
    setLevel: (level) => client.setLoggingLevel(level),
    rootsChanged: () => client.sendRootsListChanged(),
    endSession: async () => {
      await transport.terminateSession();
      await client.close();
    },
    close: () => client.close(),
  };
}

interface Listening {
  fallbackNotificationHandler?: (notification: Notified) => Promise<void>;
  onerror?: (error: Error) => void;
}

function listen(client: Listening): { notifications: Notified[]; errors: Error[] } {
  const notifications: Notified[] = [];
  const errors: Error[] = [];
  Object.assign<Listening, Listening>(client, {
    fallbackNotificationHandler: (notification) => {
      notifications.push(notification);
      return Promise.resolve();
    },
    onerror: (error) => void errors.push(error),
  });
  return { notifications, errors };
}

type Page<Key extends string, Item> = Readonly<Record<Key, readonly Item[]>> & {
  nextCursor?: string | undefined;
};

/** Follows cursors; the cursor goes to the client even when it would follow them itself. */
async function allPages<Key extends string, Item>(
  ask: (params: { cursor: string } | undefined) => Promise<Page<Key, Item>>,
  key: Key,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(cursor === undefined ? undefined : { cursor });
    items.push(...page[key]);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

interface RawOutcome {
  readonly content: readonly { readonly type: string; readonly text?: unknown }[];
  readonly isError?: boolean | undefined;
  readonly structuredContent?: unknown;
}

function outcomeOf(result: unknown): ToolOutcome {
  const { content, isError = false, structuredContent } = result as RawOutcome;
  const texts = content.flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
  return { text: texts.join('\n'), content, isError, structured: structuredContent };
}
