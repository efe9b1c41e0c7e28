// Twins of the Python package's clients, as its versions register a server: what each sends, in which order, and how each
// reads the answers. Waits between attempts are left out.
import { isRecord } from '../../src/shared/is-record.ts';

export interface ServerSelf {
  readonly proxyUrl: string;
  readonly serverId: string;
  readonly serverUrl: string;
}

export interface Exchange {
  readonly path: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What it was told, in order. */
export type Exchanges = readonly Exchange[];

class Caller {
  readonly exchanges: Exchange[] = [];
  private readonly proxyUrl: string;
  private readonly agent: string;

  constructor(proxyUrl: string, agent: string) {
    this.proxyUrl = proxyUrl;
    this.agent = agent;
  }

  /** On a connection of its own, as all versions do. */
  async ask(path: string, body?: unknown): Promise<Exchange> {
    const response = await fetch(`${this.proxyUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'user-agent': this.agent,
        connection: 'close',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const type = response.headers.get('content-type') ?? '';
    if (!type.startsWith('application/json')) throw new Error(`${path} was answered with ${type}.`);
    const exchange = {
      path,
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
    };
    this.exchanges.push(exchange);
    return exchange;
  }
}

/** Reads an error as versions 3 do: a dictionary's `message`. Throws where it is a text, as they do. */
function messageInDictionary({ error = {} }: Exchange['body']): string {
  if (!isRecord(error)) throw new TypeError('A text has no attribute "get".');
  const { message } = error;
  return typeof message === 'string' ? message : 'Unknown error';
}

export interface OldClient {
  readonly exchanges: Exchanges;
  readonly serverKey: string | null;
  /** What its log would say of attempts that failed. */
  readonly complaints: readonly string[];
  /** Up to three attempts. */
  register(): Promise<boolean>;
  /** Later versions 3 and 4 only: to `/heartbeat`, registering again when it is refused. */
  beat(): Promise<boolean>;
  unregister(): Promise<boolean>;
}

/** Versions 3 and 4: anything but 200 is a failure; the copy number is read from the key's tail. */
export function oldClient({ proxyUrl, serverId, serverUrl }: ServerSelf): OldClient {
  const caller = new Caller(proxyUrl, 'Python/3.11 aiohttp/3.9.5');
  const complaints: string[] = [];
  let serverKey: string | null = null;
  const register = async (): Promise<boolean> => {
    const description = 'JSON-RPC API for interacting with MCP Proxy';
    const data = {
      server_id: serverId,
      server_url: serverUrl,
      server_name: 'MCP Proxy Adapter',
      description,
      version: '4.1.1',
      capabilities: ['jsonrpc', 'rest'],
      endpoints: { jsonrpc: '/api/jsonrpc', rest: '/cmd', health: '/health' },
    };
    for (let attempt = 1; attempt <= 3; attempt++) {
      try {
        const { status, body } = await caller.ask('/register', data);
        if (status === 200 && body['success'] === true) {
          serverKey = String(body['server_key']);
          return true;
        }
        complaints.push(messageInDictionary(body));
      } catch (error) {
        complaints.push(String(error));
      }
    }
    return false;
  };
  return {
    exchanges: caller.exchanges,
    complaints,
    get serverKey() {
      return serverKey;
    },
    register,
    beat: async () => {
      const beat = {
        server_id: serverId,
        server_key: serverKey,
        timestamp: Math.trunc(Date.now() / 1000),
      };
      const { status } = await caller.ask('/heartbeat', beat);
      return status === 200 || register();
    },
    unregister: async () => {
      if (serverKey === null) return true;
      const copy = Number(serverKey.split('_').at(-1));
      const { status, body } = await caller.ask('/unregister', { server_id: serverId, copy_number: copy });
      if (status !== 200 || body['unregistered'] !== true) return false;
      serverKey = null;
      return true;
    },
  };
}

export interface NewClient {
  readonly exchanges: Exchanges;
  /** Rejects as the package raises: with what was wrong. */
  register(): Promise<Exchange['body']>;
  beat(): Promise<void>;
  unregister(): Promise<Exchange['body']>;
  list(): Promise<Exchange['body']>;
  health(): Promise<Exchange['body']>;
}

/** Versions 6: "already registered" makes them unregister the id and register again, and fail all the same (S0). */
export function newClient({ proxyUrl, serverId, serverUrl }: ServerSelf, uuid: string): NewClient {
  const caller = new Caller(proxyUrl, 'python-httpx/0.27.2');
  const self = {
    server_id: serverId,
    server_url: serverUrl,
    uuid,
    capabilities: ['jsonrpc', 'health'],
    metadata: { protocol: 'http', host: '127.0.0.1' },
  };
  const nameless = { server_url: '', capabilities: [], metadata: {} };
  const raise = ({ path, status, body }: Exchange): void => {
    if (status < 400) return;
    const reason = body['error'] ?? body['message'] ?? `HTTP ${status}`;
    throw new Error(
      `HTTP error connecting to ${proxyUrl}${path}: Registration failed: ${JSON.stringify(reason)}`,
    );
  };
  const retry = async (error: string): Promise<void> => {
    const [, key] = /already registered as ([^\s,]+)/i.exec(error) ?? [];
    if (key === undefined) return;
    const { status } = await caller.ask('/unregister', {
      server_id: key.replace(/_\d+$/, ''),
      ...nameless,
    });
    if (status === 200) await caller.ask('/register', { ...self, metadata: { ...self.metadata, uuid } });
  };
  return {
    exchanges: caller.exchanges,
    register: async () => {
      const exchange = await caller.ask('/register', self);
      const { error = '' } = exchange.body;
      if (exchange.status === 400) {
        // It puts the text in lower case, which only a text can be.
        if (typeof error !== 'string') throw new TypeError('No attribute "lower".');
        if (error.toLowerCase().includes('already registered')) await retry(error);
      }
      raise(exchange);
      return exchange.body;
    },
    beat: async () => raise(await caller.ask('/proxy/heartbeat', { ...self, timestamp: Date.now() / 1000 })),
    unregister: async () => {
      const exchange = await caller.ask('/unregister', { server_id: serverId, ...nameless });
      raise(exchange);
      return exchange.body;
    },
    list: async () => (await caller.ask('/proxy/list')).body,
    health: async () => (await caller.ask('/proxy/health')).body,
  };
}

/** Older tools ask for `/list`, and for `/servers` where that is 404. */
export async function listServers(proxyUrl: string): Promise<Exchange> {
  const caller = new Caller(proxyUrl, 'python-requests/2.31.0');
  const first = await caller.ask('/list');
  return first.status === 404 ? caller.ask('/servers') : first;
}
