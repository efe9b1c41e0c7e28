// Version 2 of the official client in the modes that choose an era, and in what each era lets it do: finding out, being
// told, HTTP+SSE, rounds by hand, and lists that it keeps up to date by itself.
import {
  Client,
  isInputRequiredResult,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type ClientOptions,
  type ConnectOptions,
} from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  startConformanceServer,
  stdioConformanceServer,
  type ConformanceServer,
} from '../../support/conformance-server.ts';
import { textOf } from '../../support/modern-client.ts';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

let remote: ConformanceServer;
beforeAll(async () => {
  remote = await startConformanceServer('both');
});
afterAll(() => remote.stop());

const patchbay = sharedPatchbay(() => ({
  mcpServers: {
    box: mockServer(),
    modern: stdioConformanceServer('modern'),
    both: { url: remote.url },
  },
}));

interface Opening {
  readonly mode?: 'legacy' | 'auto';
  readonly options?: ClientOptions;
  readonly connect?: ConnectOptions;
  readonly prepare?: (client: Client) => void;
}

const info = { name: 'eras', version: '1.0.0' };

async function open(
  transport: StreamableHTTPClientTransport | SSEClientTransport,
  { mode = 'auto', options = {}, connect, prepare }: Opening = {},
): Promise<Client> {
  const client = new Client(info, { versionNegotiation: { mode }, ...options });
  prepare?.(client);
  onTestFinished(() => client.close());
  await client.connect(transport, connect);
  return client;
}

const http = (url: URL): StreamableHTTPClientTransport => new StreamableHTTPClientTransport(url);

describe('a client that finds out the era by itself', () => {
  it.each(['box', 'modern', 'both', undefined])('finds the modern one before %s', async (server) => {
    const client = await open(http(patchbay().endpoint(server)));
    expect(client.getProtocolEra()).toBe('modern');
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    await until('the tools', async () => (await client.listTools()).tools.length > 3);
  });

  it.each(['box', 'modern', 'both', undefined])(
    'finds the legacy one over HTTP+SSE before %s, and uses it',
    async (server) => {
      const address = server === undefined ? new URL('/sse', patchbay().url) : patchbay().endpoint(server);
      const client = await open(new SSEClientTransport(address));
      expect(client.getProtocolEra()).toBe('legacy');
      await until('the tools', async () => (await client.listTools()).tools.length > 3);
      await client.ping();
    },
  );

  it('is told by an earlier connection, and asks nothing then', async () => {
    const url = patchbay().endpoint('box');
    const discover = (await open(http(url))).getDiscoverResult();
    if (discover === undefined) throw new Error('Nothing was discovered.');
    const asked: unknown[] = [];
    const transport = new StreamableHTTPClientTransport(url, {
      fetch: (target, init) => {
        asked.push(init?.body);
        return fetch(target, init);
      },
    });
    const client = await open(transport, { connect: { prior: { kind: 'modern', discover } } });
    expect(asked).toEqual([]);
    const echoed = await client.callTool({ name: 'echo', arguments: { text: 'at once' } });
    expect(textOf(echoed)).toBe('at once');
    expect(asked).toHaveLength(1);
  });

  it('is told to be of the legacy era, and opens a session', async () => {
    const transport = http(patchbay().endpoint('both'));
    const client = await open(transport, { connect: { prior: { kind: 'legacy' } } });
    expect(client.getProtocolEra()).toBe('legacy');
    expect(transport.sessionId).toBeTruthy();
  });
});

describe('a client over HTTP+SSE', () => {
  it('is asked within its calls and hears progress', async () => {
    const client = await open(new SSEClientTransport(patchbay().endpoint('box')), {
      mode: 'legacy',
      options: { capabilities: { elicitation: { form: {} }, roots: {} } },
      prepare: (each) => {
        each.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
        each.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///of/v2' }] }));
      },
    });
    const ask = async (method: string): Promise<string> =>
      textOf(await client.callTool({ name: 'ask', arguments: { method } }));
    expect(await ask('elicitation/create')).toContain('Ada');
    expect(await ask('roots/list')).toContain('file:///of/v2');
    const steps: number[] = [];
    const abort = new AbortController();
    const held = client.callTool(
      { name: 'progress', arguments: { steps: 5, hold: true } },
      { signal: abort.signal, onprogress: ({ progress }) => void steps.push(progress) },
    );
    const outcome = held.catch((error: unknown) => String(error));
    await until('all progress', () => steps.length === 5);
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    abort.abort('enough');
    expect(await outcome).toContain('enough');
  });
});

describe('a client that answers rounds by hand', () => {
  it.each([
    ['box', 'ask', { method: 'elicitation/create' }, { name: 'Ada' }],
    ['modern', 'test_input_required_result_elicitation', {}, { name: 'Ada' }],
  ])('repeats its call to %s with what was asked for', async (server, name, args, content) => {
    const client = await open(http(patchbay().endpoint(server)), {
      options: { capabilities: { elicitation: { form: {} } }, inputRequired: { autoFulfill: false } },
    });
    const call = (more: object): Promise<unknown> =>
      client.callTool({ name, arguments: args, ...more }, { allowInputRequired: true });
    const first = await call({});
    if (!isInputRequiredResult(first)) throw new Error(`Nothing was asked: ${JSON.stringify(first)}`);
    const keys = Object.keys(first.inputRequests ?? {});
    expect(keys).toHaveLength(1);
    const second = await call({
      inputResponses: Object.fromEntries(keys.map((key) => [key, { action: 'accept', content }])),
      ...(first.requestState === undefined ? {} : { requestState: first.requestState }),
    });
    expect(textOf(second)).toContain('Ada');
  });
});

describe('a client that keeps its lists up to date', () => {
  it.each(['legacy', 'auto'] as const)('in mode %s is told of changes, and asks for them', async (mode) => {
    const lists: number[] = [];
    const client = await open(http(patchbay().endpoint('box')), {
      mode,
      options: {
        listChanged: {
          tools: { debounceMs: 0, onChanged: (_, tools) => void lists.push(tools?.length ?? -1) },
        },
      },
    });
    const { tools } = await client.listTools();
    await client.callTool({ name: 'notify', arguments: { kind: 'tools' } });
    await until('the list', () => lists.length > 0);
    expect(lists[0]).toBe(tools.length);
  });
});
