// The official clients, version 1 and 2, each kept alive for the whole run; only one that has lost its event stream for good
// (HTTP+SSE) is made anew.
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { createOwnFetch, type OwnFetch } from './own-fetch.ts';
import { argumentsOf, endpoint, textOf, toolName, type ChaosClient, type ClientOptions } from './types.ts';

const info = { name: 'chaos', version: '1.0.0' };

/** As often as it takes: what is tested is the gateway's patience, not the client's. */
const reconnectionOptions = {
  initialReconnectionDelay: 200,
  maxReconnectionDelay: 1000,
  reconnectionDelayGrowFactor: 1.5,
  maxRetries: 60,
};

interface CallParts {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
  readonly onprogress: (progress: { readonly message?: string | undefined }) => void;
}

interface Connection {
  connect(): Promise<void>;
  callTool(parts: CallParts): Promise<unknown>;
  /** Tells the gateway that its session is over. */
  end(): Promise<void>;
  close(): Promise<void>;
  /** It will not work any more. */
  isLost: boolean;
}

export type SdkKind = 'sdk-v1' | 'sdk-v1-sse' | 'sdk-v2' | 'sdk-v2-modern';

export function createSdkClient(kind: SdkKind, options: ClientOptions): ChaosClient {
  const own = createOwnFetch(options.onSent);
  let connection: Connection | null = null;

  async function connected(): Promise<Connection> {
    if (connection !== null && !connection.isLost) return connection;
    await connection?.close();
    const fresh = open(kind, options, own);
    try {
      await fresh.connect();
    } catch (error) {
      await fresh.close().catch(() => undefined);
      throw own.explain(error);
    }
    connection = fresh;
    return fresh;
  }

  return {
    call: async (call) => {
      const found = await connected();
      return textOf(
        await found.callTool({
          name: toolName(options, call),
          arguments: { ...argumentsOf(call) },
          onprogress: ({ message }) => options.onProgress(call.token, message),
        }),
      );
    },
    close: async () => {
      await connection?.end().catch(() => undefined);
      await connection?.close().catch(() => undefined);
      await own.close();
    },
  };
}

function open(kind: SdkKind, options: ClientOptions, { fetch }: OwnFetch): Connection {
  const url = endpoint(options);
  const { timeoutMs: timeout } = options;
  if (kind === 'sdk-v2' || kind === 'sdk-v2-modern') {
    const mode = kind === 'sdk-v2' ? 'legacy' : { pin: '2026-07-28' };
    const client = new ClientV2(info, { versionNegotiation: { mode } });
    const transport = new TransportV2(url, { fetch, reconnectionOptions });
    return {
      connect: () => client.connect(transport, { timeout }),
      callTool: ({ onprogress, ...params }) => client.callTool(params, { onprogress, timeout }),
      end: () => transport.terminateSession(),
      close: () => client.close(),
      isLost: false,
    };
  }
  const client = new ClientV1(info);
  const transport =
    kind === 'sdk-v1'
      ? new TransportV1(url, { fetch, reconnectionOptions })
      : new SSEClientTransport(options.target === null ? new URL('/sse', url) : url, { fetch });
  const connection: Connection = {
    connect: () => client.connect(transport, { timeout }),
    callTool: ({ onprogress, ...params }) =>
      client.callTool(params, CallToolResultSchema, { onprogress, timeout }),
    end: () => (transport instanceof TransportV1 ? transport.terminateSession() : Promise.resolve()),
    close: () => client.close(),
    isLost: false,
  };
  if (kind === 'sdk-v1-sse') {
    // Its session was the stream; a new stream is a session that nobody has opened.
    const lose = (): void => {
      if (connection.isLost) return;
      connection.isLost = true;
      void client.close();
    };
    Object.assign(client, { onclose: lose, onerror: lose });
  }
  return connection;
}
