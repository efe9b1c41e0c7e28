// The application behind one listening address: guards first, then the routes, and past them the short way of messages.
// Nothing here can run a command or change the configuration.
import type { IncomingMessage } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { RateLimit } from '../../../shared/config-schema.ts';
import { AppError } from '../../../shared/errors.ts';
import { noAudit, type Audit } from '../audit/audit.ts';
import { recordRefusal } from '../audit/refused-request.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { GuardedRequest } from '../http-guards/host-guard.ts';
import { LoginDelays } from '../http-guards/login-delays.ts';
import { listRoutes, type NamedRoute } from '../http-guards/route-list.ts';
import { registerCommandRoutes } from '../own-commands/routes.ts';
import type { CommandSource } from '../own-commands/types.ts';
import type { Clock, Logger } from '../ports.ts';
import { registerRegistryRoutes, type RegistryRoutesOptions } from '../registry/http/routes.ts';
import type { Credentials } from '../tls/credentials.ts';
import { sendPlainFailure } from './answers.ts';
import { readBody } from './body.ts';
import { registerHealthRoutes, type HealthSource } from './health-routes.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { HttpServers } from './http-servers.ts';
import { registerMcpRoutes, type McpRoutes, type McpRoutesOptions } from './mcp-routes.ts';
import { registerMetricsRoute, type MetricsPage } from './metrics-route.ts';
import { answerMistakes } from './mistakes.ts';
import { registerOpenApiRoute } from './openapi-route.ts';
import { PostShortcut } from './post-shortcut.ts';
import { limitRequests, RequestRates } from './rate-guard.ts';
import { registerSseRoutes } from './sse-routes.ts';
import { SseSessions } from './sse-sessions.ts';
import { guardRoutes, type OnRefused, type TokenGuardOptions } from './token-guard.ts';
import type { Traffic } from './traffic.ts';

export interface AppOptions {
  /** null, or left out: plain HTTP. */
  readonly credentials?: Credentials | null;
  /** Read at each request, in bytes. */
  readonly maxMessageBytes: () => number;
  /** Of one token, or of one address without. Read at each request. */
  readonly rateLimit: () => RateLimit;
  readonly guard: { check(request: GuardedRequest): AppError | null };
  /** Who may do what, after the guard. */
  readonly callers: Omit<TokenGuardOptions, 'onRefused' | 'onAdmitted'>;
  readonly sessions: McpRoutesOptions['sessions'];
  readonly requireServer: McpRoutesOptions['requireServer'];
  readonly modern: McpRoutesOptions['modern'];
  readonly health: HealthSource;
  readonly commands: CommandSource;
  readonly bounds: Bounds;
  /** Without, there is no `/metrics`. */
  readonly metrics?: MetricsPage;
  readonly registration: Pick<RegistryRoutesOptions, 'registry' | 'gateway' | 'onClientGone'>;
  /** Hears of everybody who is turned away. */
  readonly audit?: Audit;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** All routes, guarded, on a server of `servers` that does not listen yet. */
export function createApp(
  options: AppOptions,
  heartbeat: Heartbeat,
  traffic: Traffic,
  servers: HttpServers,
): { readonly app: FastifyInstance; readonly routes: readonly NamedRoute[] } {
  const { audit = noAudit } = options;
  const onRefused: OnRefused = (request, error, tokenId) =>
    recordRefusal(audit, 'gateway', request, error, tokenId);
  let shortcut: PostShortcut | null = null;
  const app = Fastify({
    logger: false,
    serverFactory: (handler) =>
      servers.begin((request, response) => {
        traffic.response(response);
        if (shortcut?.take(request, response) !== true) handler(request, response);
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
  const rates = new RequestRates({
    rateLimit: options.rateLimit,
    clock: options.clock,
    bounds: options.bounds,
    ownerOf: ({ caller }) => caller?.access.owner ?? null,
  });
  limitRequests(app, rates, onRefused, () =>
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
  const mcp = registerMcpRoutes(app, {
    sessions,
    requireServer,
    modern,
    sse,
    bounds,
    clock,
    heartbeat,
    traffic,
  });
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
  const post: McpRoutes['post'] = (...message) => mcp.post(...message);
  shortcut = new PostShortcut({ ...options, ...options.callers, rates, traffic, routes, post });
  return { app, routes };
}
