// A proxy that a test writes: hears what is posted to it, over real sockets, and answers as the test says.
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { until } from './until.ts';

export interface Posted {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** `null`: no answer at all. A text body is sent as it is, everything else as JSON. */
export type Reply = {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
} | null;

export interface ScriptedProxy {
  readonly url: string;
  readonly posted: Posted[];
  /** May be replaced at any time. */
  answer: (posted: Posted, count: number) => Reply;
  /** Resolves with the last one when so many have been posted to the path. */
  heard(path: string, count?: number): Promise<Posted>;
  /** Nobody listens there any more. */
  stop(): Promise<void>;
  /** Listens again at the same place, with other TLS options where there are some. */
  start(tls?: ServerOptions): Promise<void>;
}

export const registered: Reply = { body: { success: true, server_key: 'patchbay_1', message: 'registered' } };

/** Ends with the test. Accepts everything, as `patchbay_1`. */
export async function scriptedProxy(tls?: ServerOptions): Promise<ScriptedProxy> {
  let server: Server | null = null;
  let options = tls;
  const posted: Posted[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await read(request);
    posted.push(seen);
    const reply = proxy.answer(seen, posted.filter(({ path }) => path === seen.path).length);
    if (reply === null) return;
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  };
  const listen = async (port: number): Promise<number> => {
    const handler: RequestListener = (request, response) => {
      void handle(request, response);
    };
    server = options === undefined ? createServer(handler) : createTlsServer(options, handler);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const stop = async (): Promise<void> => {
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    server = null;
    await closed;
  };
  onTestFinished(stop);
  const port = await listen(0);
  const proxy: ScriptedProxy = {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    posted,
    answer: () => registered,
    heard: (path, count = 1) =>
      until(`${count} × ${path}`, () => posted.filter((seen) => seen.path === path)[count - 1]),
    stop,
    start: async (next) => {
      options = next ?? options;
      await listen(port);
    },
  };
  return proxy;
}

async function read(request: IncomingMessage): Promise<Posted> {
  return { path: request.url ?? '', body: JSON.parse(await text(request)) as Posted['body'] };
}
