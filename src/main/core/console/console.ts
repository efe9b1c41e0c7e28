// The console: the management contract and its page over HTTP, on loopback only. Owns the listener and every
// connection to it. Host and Origin are checked before all else; what a call does is the contract host's business.
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../shared/errors.ts';
import { noAudit, type Audit } from '../audit/audit.ts';
import { recordRefusal } from '../audit/refused-request.ts';
import { createHostGuard } from '../http-guards/host-guard.ts';
import { LoginDelays } from '../http-guards/login-delays.ts';
import { RateLimits } from '../http-guards/rate-limits.ts';
import { listRoutes, type NamedRoute } from '../http-guards/route-list.ts';
import { strictHttp } from '../http-guards/strict-http.ts';
import { tooManyRequests } from '../http-guards/too-many.ts';
import type { Clock, Logger } from '../ports.ts';
import type { ContractHost } from '../types.ts';
import { safeHeaders, sendError } from './answers.ts';
import { registerApiRoutes } from './api-routes.ts';
import { acceptJsonOnly } from './json-body.ts';
import { createLoginSessions } from './login-sessions.ts';
import type { Random } from './login-sessions.ts';
import { readPageFiles } from './page-files.ts';
import { registerPageRoutes } from './page-routes.ts';

const address = '127.0.0.1';
const maxBodyBytes = 16_777_216;
const requestTimeoutMs = 60_000;
/** Of one address: pages and commands of one person. */
const usualRequestsPerMinute = 6000;

export interface ConsoleOptions {
  readonly host: ContractHost;
  /** 0 takes any free one. */
  readonly port: number;
  /** The folder of the built page; may be missing. */
  readonly pageDir: string;
  /** The secret that programs show as bearer token. */
  readonly token: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears who comes in by a link, and who is turned away. */
  readonly audit?: Audit;
  readonly random: Random;
  /** Of one address. Default: 6000. */
  readonly requestsPerMinute?: number;
}

export interface Console {
  /** Listens; resolves with the address, without a slash at its end. Rejects with PORT_TAKEN, leaving nothing open. */
  listen(): Promise<string>;
  /** Ends every connection. Safe to call twice, and before `listen`. */
  close(): Promise<void>;
  /** A fresh login link: works once, for ten minutes. Only while listening. */
  link(): string;
  /** Known once it listens. */
  readonly routes: readonly NamedRoute[];
}

/** The console's HTTP side ("HTTP: the console"); does nothing until `listen`. */
export function createConsole(options: ConsoleOptions): Console {
  const { clock, logger, random, requestsPerMinute = usualRequestsPerMinute, audit = noAudit } = options;
  const sessions = createLoginSessions(clock, random);
  const limits = new RateLimits({ perMinute: () => requestsPerMinute, clock });
  const delays = new LoginDelays(clock);
  let url: string | null = null;
  let listeningPort = options.port;
  let endStreams = (): void => {};
  const guard = createHostGuard({
    port: () => listeningPort,
    allowedHosts: [],
    allowedOrigins: [],
    configurable: false,
    allowsLinks: true,
  });
  const app: FastifyInstance = Fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    http: {
      ...strictHttp,
      // Node takes the smaller time of the two for the headers.
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: requestTimeoutMs / 2,
    },
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // Addresses that Fastify cannot even decode come here, past all hooks.
    frameworkErrors: (error, request, reply) => {
      reply.headers(safeHeaders);
      void refuse(request, reply, guard.check(request.raw) ?? error);
    },
  });

  const routes = listRoutes(app);

  function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
    if (error instanceof AppError) recordRefusal(audit, 'console', request, error);
    return sendError(reply, error, logger);
  }

  function link(): string {
    if (url === null) throw new AppError('INTERNAL', 'The console does not listen, so it has no link.');
    return `${url}/login/${sessions.issueCode()}`;
  }

  async function checkFirst(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.headers(safeHeaders).header('cache-control', 'no-store');
    const refusal = guard.check(request.raw);
    if (refusal !== null) throw refusal;
    const waitMs = limits.take(request.ip);
    if (waitMs !== null) throw tooManyRequests(`The address ${request.ip}`, requestsPerMinute, waitMs);
  }

  async function buildApp(): Promise<void> {
    const files = await readPageFiles(options.pageDir);
    acceptJsonOnly(app);
    app.setErrorHandler((error, request, reply) => refuse(request, reply, error));
    app.setNotFoundHandler((_request, reply) =>
      sendError(reply, new AppError('NOT_FOUND', 'There is nothing at this address.'), logger),
    );
    app.addHook('onRequest', checkFirst);
    registerPageRoutes(app, { files, sessions, delays, audit });
    const parts = { host: options.host, token: options.token, clock, sessions, guard, link, delays };
    await app.register(
      (api, _options, done) => {
        endStreams = registerApiRoutes(api, parts);
        done();
      },
      { prefix: '/api' },
    );
  }

  return {
    link,
    routes,
    async listen() {
      try {
        await buildApp();
        await app.listen({ host: address, port: options.port });
      } catch (error) {
        await app.close();
        throw listenFault(error, options.port);
      }
      const bound = app.server.address();
      if (bound !== null && typeof bound === 'object') listeningPort = bound.port;
      url = `http://${address}:${listeningPort}`;
      return url;
    },
    async close() {
      url = null;
      endStreams();
      await app.close();
    },
  };
}

function listenFault(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  const why = code === 'EADDRINUSE' ? 'is used by another program' : 'may not be used by this program';
  return new AppError('PORT_TAKEN', `The console's port ${port} ${why}.`, {
    expected: 'Choose another with --console-port, or do without the console: --no-console.',
    details: { port, address },
    cause: error,
  });
}
