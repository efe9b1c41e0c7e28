// The sockets of one gateway: plain or TLS, one server for each address that its host name stands for.
// Knows nothing of routes; Fastify handles the requests.
import { lookup } from 'node:dns/promises';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import type { Credentials } from '../tls/credentials.ts';
import type { RefusedCallers } from './refused-callers.ts';
import { ConnectionLimit } from './connection-limit.ts';
import { createSecureServer, type SecureServer } from './secure-server.ts';

export interface HttpServersOptions {
  /** null: plain HTTP. */
  readonly credentials: Credentials | null;
  readonly refused: RefusedCallers;
  readonly bounds: Bounds;
  readonly clock: Clock;
  readonly http: ServerOptions;
}

export class HttpServers {
  private readonly options: HttpServersOptions;
  private readonly servers: Server[] = [];
  private readonly secure: SecureServer[] = [];
  private credentials: Credentials | null;
  private handler: RequestListener | null = null;
  private readonly limit: ConnectionLimit;

  constructor(options: HttpServersOptions) {
    this.options = options;
    this.credentials = options.credentials;
    this.limit = new ConnectionLimit(options.bounds, options.clock);
  }

  /** How many are open. */
  get connections(): number {
    return this.limit.open;
  }

  /** The first server, which does not listen yet. */
  begin(handler: RequestListener): Server {
    this.handler = handler;
    return this.make(handler);
  }

  /** What `localhost` stands for besides the address that is listened on already; what cannot be used is left out. */
  async listenBeside(host: string): Promise<void> {
    const own = this.servers[0]?.address();
    if (host !== 'localhost' || typeof own !== 'object' || own === null || this.handler === null) return;
    const addresses = await lookup(host, { all: true }).catch(() => []);
    for (const { address } of addresses.filter((other) => other.address !== own.address)) {
      const server = this.make(this.handler);
      await new Promise<void>((resolve) => {
        server.once('error', () => resolve());
        server.listen({ host: address, port: own.port }, resolve);
      });
    }
  }

  /** For handshakes from now on. */
  renew(credentials: Credentials): void {
    this.credentials = credentials;
    for (const secure of this.secure) secure.renew(credentials);
  }

  /** Lets the port go; connections that are open go on. */
  stopListening(): void {
    for (const server of this.servers) server.close();
    for (const secure of this.secure) secure.cutHandshakes();
  }

  /** Ends every connection. */
  cut(): void {
    for (const server of this.servers) server.closeAllConnections();
    for (const secure of this.secure) secure.cutHandshakes();
  }

  private make(handler: RequestListener): Server {
    const { options, credentials } = this;
    if (credentials === null) {
      const server = createServer(options.http, handler);
      this.limit.guard(server, false);
      this.servers.push(server);
      return server;
    }
    const secure = createSecureServer({ ...options, credentials }, handler);
    this.limit.guard(secure.server, true);
    this.secure.push(secure);
    this.servers.push(secure.server);
    return secure.server;
  }
}
