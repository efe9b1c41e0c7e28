// The bad servers behind URLs, in this process. All but the last open as they should; what they do with a call is in its plan.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createRandom } from '../../kit/random.ts';
import { commandHandler } from './bad-commands.ts';
import { mcpHandler } from './bad-mcp.ts';
import { sseHandler } from './bad-sse.ts';
import { goAway } from './http-plan.ts';
import { spoiledAnswer } from './plans.ts';

export const urlServers = ['http', 'http-modern', 'http-sse', 'commands', 'nothing'] as const;
export type UrlServer = (typeof urlServers)[number];

/** `body`: what was POSTed, '' for anything else. */
export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => unknown;

export interface BadServers {
  readonly ports: Readonly<Record<UrlServer, number>>;
  close(): Promise<void>;
}

export async function openBadServers(seed: number): Promise<BadServers> {
  const handlers: Record<UrlServer, Handler> = {
    http: mcpHandler('http', false),
    'http-modern': mcpHandler('http-modern', true),
    'http-sse': sseHandler('http-sse'),
    commands: commandHandler('commands'),
    nothing: nothing(seed),
  };
  const servers: Server[] = [];
  const ports = {} as Record<UrlServer, number>;
  for (const name of urlServers) {
    const server = createServer((request, response) => {
      text(request)
        .then((body) => handlers[name](request, response, body))
        .catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    ports[name] = (server.address() as AddressInfo).port;
  }
  return {
    ports,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** Whatever it is asked, also how it is opened. */
function nothing(seed: number): Handler {
  const random = createRandom(seed, 'nothing');
  return (_request, response, body) => {
    const id = idIn(body);
    if (id === undefined || random.chance(0.5)) {
      goAway(random, response);
      return;
    }
    const asked = { server: 'nothing', id, token: '', isModern: random.chance(0.5) };
    response
      .writeHead(random.chance(0.8) ? 200 : 400, { 'content-type': 'application/json' })
      .end(spoiledAnswer(random, asked));
  };
}

/** As printed; undefined for what is no request. */
function idIn(body: string): string | undefined {
  return body === '' ? undefined : JSON.stringify((JSON.parse(body) as { readonly id?: unknown }).id);
}
