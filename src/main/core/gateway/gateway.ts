// The HTTP face on the gateway port: guards first, then the routes. One Fastify instance for one listening address.
// Nothing here can run a command or change the configuration.
import type { IncomingMessage, ServerOptions } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { RateLimit } from '../../../shared/config-schema.ts';
import { AppError } from '../../../shared/errors.ts';
import { noAudit, type Audit } from '../audit/audit.ts';
import { recordRefusal } from '../audit/refused-request.ts';
import { defaultBounds, type Bounds } from '../bounds/bounds.ts';
import type { GuardedRequest } from '../http-guards/host-guard.ts';
import { listRoutes, type NamedRoute } from '../http-guards/route-list.ts';
import { LoginDelays } from '../http-guards/login-delays.ts';
import { strictHttp } from '../http-guards/strict-http.ts';
import { registerCommandRoutes } from '../own-commands/routes.ts';
import type { CommandSource } from '../own-commands/types.ts';
import type { CallLog } from '../call-log/call-log.ts';
import { CallMeter } from '../metrics/call-meter.ts';
import type { GatewayFacts } from '../metrics/facts.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Credentials } from '../tls/credentials.ts';
import { registerRegistryRoutes, type RegistryRoutesOptions } from '../registry/http/routes.ts';
import { readBody } from './body.ts';
import { sendPlainFailure } from './answers.ts';
import { Heartbeat } from './heartbeat.ts';
import { registerHealthRoutes, type HealthSource } from './health-routes.ts';
import { HttpServers } from './http-servers.ts';
import { answerMistakes } from './mistakes.ts';
import { registerMcpRoutes, type McpRoutesOptions } from './mcp-routes.ts';
import { listenError } from './listen-error.ts';
import { registerOpenApiRoute } from './openapi-route.ts';
import { limitRequests } from './rate-guard.ts';
import { registerMetricsRoute, type MetricsPage } from './metrics-route.ts';
import { RefusedCallers } from './refused-callers.ts';
import { registerSseRoutes } from './sse-routes.ts';
import { SseSessions } from './sse-sessions.ts';
import { guardRoutes, type OnRefused, type TokenGuardOptions } from './token-guard.ts';
import { Traffic } from './traffic.ts';

export interface GatewayOptions {
  readonly host: string;
  readonly port: number;
  /** null, or left out: plain HTTP. */
  readonly credentials?: Credentials | null;
  /** Read at each request, in bytes. */
  readonly maxMessageBytes: () => number;
  readonly keepAliveMs: () => number;
  /** Of one token, or of one address without. Read at each request. */
  readonly rateLimit: () => RateLimit;
  /** For a request to arrive, body included, in milliseconds; looked at twice in that time. Default: a minute. */
  readonly requestTimeoutMs?: number;
  readonly guard: { check(request: GuardedRequest): AppError | null };
  /** Who may do what, after the guard. */
  readonly callers: Omit<TokenGuardOptions, 'onRefused' | 'onAdmitted'>;
  readonly sessions: McpRoutesOptions['sessions'];
  readonly requireServer: McpRoutesOptions['requireServer'];
  readonly modern: McpRoutesOptions['modern'];
  readonly health: HealthSource;
  readonly commands: CommandSource;
  /** Default: as the configuration's defaults say. */
  readonly bounds?: Bounds;
  /** Where calls are counted; default: where nobody looks. */
  readonly meter?: CallMeter;
  /** Where calls are recorded; default: nowhere. */
  readonly callLog?: CallLog;
  /** Without, there is no `/metrics`. */
  readonly metrics?: MetricsPage;
  readonly registration: Pick<RegistryRoutesOptions, 'registry' | 'gateway' | 'onClientGone'>;
  /** Hears of everybody who is turned away. */
  readonly audit?: Audit;
  readonly clock: Clock;
  readonly logger: Logger;
}

export type GatewayLoad = Pick<GatewayFacts, 'connections' | 'streams' | 'listenStreams'>;

export interface Gateway {
  readonly host: string;
  /** The port that is really listened on. */
  readonly port: number;
  readonly routes: readonly NamedRoute[];
  /** What it has to do with at this moment. */
  readonly load: GatewayLoad;
  /** Other credentials for connections from now on; those that are open go on. Only for one that speaks TLS. */
  renew(credentials: Credentials): void;
  /** Lets the port go to somebody else; connections that are open go on. */
  stopListening(): void;
  /** Ends the connections of those who may not go on. That is done from time to time by itself. */
  endRefused(): void;
  /** Begins nothing new, gives calls under way a little time, and answers the rest with `reason`. */
  leave(reason: AppError): Promise<void>;
  /** Leaves, gives answers time to be written, and ends every connection. */
  close(reason: AppError): Promise<void>;
}

/** How long calls under way may take to end when the gateway closes, */
const callGraceMs = 5000;
/** and how long answers may then take to be written. */
const writeGraceMs = 2000;

/** Resolves when it listens. Rejects with AppError PORT_TAKEN when it cannot. */
export async function listenGateway(options: GatewayOptions): Promise<Gateway> {
  const { host, clock, logger, credentials = null, bounds = defaultBounds() } = options;
  const heartbeat = new Heartbeat(clock, options.keepAliveMs);
  const refused = new RefusedCallers(clock, logger, options.audit);
  const traffic = new Traffic(clock, options.meter ?? new CallMeter({ bounds }), options.callLog);
  const servers = new HttpServers({ credentials, refused, bounds, clock, http: httpLimits(options) });
  const { app, routes } = createApp({ ...options, bounds }, heartbeat, traffic, servers);
  const { server } = app;
  try {
    await app.listen({ host, port: options.port });
    await servers.listenBeside(host);
  } catch (error) {
    heartbeat.close();
    await app.close();
    throw listenError(error, options);
  }
  const address = server.address();
  let leaving: Promise<void> | null = null;
  const leave = (reason: AppError): Promise<void> => (leaving ??= traffic.leave(reason, callGraceMs));
  return {
    host,
    routes,
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    get load() {
      const { streamCount: streams, listening: listenStreams } = traffic;
      return { connections: servers.connections, streams, listenStreams };
    },
    renew: (next) => servers.renew(next),
    stopListening: () => servers.stopListening(),
    leave,
    endRefused: () => traffic.endRefused(),
    close: async (reason) => {
      await leave(reason);
      heartbeat.close();
      refused.close();
      const cut = (): void => servers.cut();
      const cancel = clock.after(writeGraceMs, cut);
      servers.stopListening();
      const closed = app.close();
      await traffic.written();
      cancel();
      // Connections that were opened in advance and never used do not count as idle.
      cut();
      await closed;
    },
  };
}

function httpLimits({ requestTimeoutMs = 60_000 }: GatewayOptions): ServerOptions {
  return {
    // A client's connection may rest between two calls; new ones cost time.
    keepAliveTimeout: 75_000,
    // The answer may take as long as it takes.
    requestTimeout: requestTimeoutMs,
    // Node takes the smaller time of the two for the headers, whichever it is.
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: requestTimeoutMs / 2,
    ...strictHttp,
  };
}

function createApp(
  options: GatewayOptions & { readonly bounds: Bounds },
  heartbeat: Heartbeat,
  traffic: Traffic,
  servers: HttpServers,
): { readonly app: FastifyInstance; readonly routes: readonly NamedRoute[] } {
  const { audit = noAudit } = options;
  const onRefused: OnRefused = (request, error, tokenId) =>
    recordRefusal(audit, 'gateway', request, error, tokenId);
  const app = Fastify({
    logger: false,
    serverFactory: (handler) =>
      servers.begin((request, response) => {
        traffic.response(response);
        handler(request, response);
      }),
    // The sockets' own business.
    clientErrorHandler: () => undefined,
    // Answers under way are written to their end.
    forceCloseConnections: 'idle',
    // A HEAD would open an event stream that nobody reads.
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 128 },
    // Addresses that Fastify cannot even decode come here, past all hooks.
    frameworkErrors: (error, request, reply) => {
      const refusal = options.guard.check(request.raw);
      if (refusal !== null) onRefused(request, refusal);
      sendPlainFailure(reply, refusal ?? new AppError('BAD_REQUEST', error.message));
    },
  });
  const routes = listRoutes(app);
  app.addHook('onRequest', (request, reply, next) => {
    const refusal = options.guard.check(request.raw);
    if (refusal === null) {
      next();
      return;
    }
    onRefused(request, refusal);
    sendPlainFailure(reply, refusal);
  });
  limitRequests(
    app,
    {
      rateLimit: options.rateLimit,
      clock: options.clock,
      bounds: options.bounds,
      ownerOf: ({ caller }) => caller?.access.owner ?? null,
      onRefused,
    },
    () =>
      guardRoutes(
        app,
        {
          ...options.callers,
          onRefused,
          onAdmitted: (response, caller) => traffic.admitted(response, caller),
        },
        new LoginDelays(options.clock),
      ),
  );
  traffic.watch();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', (request: FastifyRequest, payload: IncomingMessage) =>
    readBody(
      payload,
      Number(request.headers['content-length'] ?? 0),
      options.maxMessageBytes(),
      options.bounds,
    ),
  );
  answerMistakes(app, options.logger);
  const { sessions, requireServer, modern, bounds, clock } = options;
  const sse = new SseSessions({ sessions, bounds, clock, heartbeat, traffic });
  registerMcpRoutes(app, { sessions, requireServer, modern, sse, bounds, clock, heartbeat, traffic });
  registerSseRoutes(app, sse);
  registerHealthRoutes(app, options.health);
  if (options.metrics !== undefined) registerMetricsRoute(app, options.metrics);
  registerOpenApiRoute(app, {
    routes,
    version: options.health.version,
    gate: options.callers.gate,
    wantsCertificate: typeof options.credentials?.ca === 'string',
  });
  registerCommandRoutes(app, options.commands, options.logger);
  registerRegistryRoutes(app, {
    ...options.registration,
    logger: options.logger,
    // The guard has refused all others.
    isAllowedOrigin: () => true,
  });
  return { app, routes };
}
