// `/health`: is the gateway there, and how are the servers? No secrets, no tokens needed.
import type { FastifyInstance } from 'fastify';
import type { ServerView } from '../../../shared/state.ts';
import { sendPlainFailure } from './answers.ts';
import type { Health, ServerHealth } from './health-description.ts';

export interface HealthSource {
  readonly version: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  now(): number;
  sessions(): number;
  servers(): readonly ServerView[];
  /** Throws AppError SERVER_UNKNOWN. */
  server(name: string): ServerView;
}

/** `/health`, its alias, and `/health/:server`: 200 when it can be used, else 503. */
export function registerHealthRoutes(app: FastifyInstance, source: HealthSource): void {
  for (const url of ['/health', '/proxy/health']) app.get(url, () => overall(source));
  app.get('/health/:server', (request, reply) => {
    try {
      const { server } = request.params as { server: string };
      const view = source.server(server);
      void reply.code(isUsable(view) ? 200 : 503).send(brief(view, source.now()));
    } catch (error) {
      sendPlainFailure(reply, error);
    }
  });
}

function overall(source: HealthSource): Health {
  const servers = source.servers();
  return {
    status: 'ok',
    name: 'patchbay',
    version: source.version,
    pid: process.pid,
    uptimeSeconds: Math.round((source.now() - source.startedAt) / 1000),
    sessions: source.sessions(),
    servers: Object.fromEntries(servers.map((view) => [view.name, view.enabled ? view.status : 'disabled'])),
  };
}

function isUsable({ enabled, status, circuit, silentSince }: ServerView): boolean {
  const isThere = status !== 'failed' && status !== 'backing-off' && circuit !== 'open';
  return enabled && isThere && silentSince === null;
}

/** Not the problem's text: it may quote what a server printed. */
function brief(
  {
    name,
    kind,
    enabled,
    status,
    sessions,
    inFlight,
    tools,
    restarts,
    problem,
    circuit,
    retryAt,
    lastSeenAt,
    silentSince,
  }: ServerView,
  now: number,
): ServerHealth {
  const age = (at: number | null): number | null => (at === null ? null : Math.round((now - at) / 1000));
  const retryInSeconds = retryAt === null ? null : Math.max(0, Math.ceil((retryAt - now) / 1000));
  return {
    name,
    kind,
    enabled,
    status,
    sessions,
    inFlight,
    tools,
    restarts,
    problem: problem?.code ?? null,
    circuit,
    retryInSeconds,
    lastSeenSecondsAgo: age(lastSeenAt),
    silentForSeconds: age(silentSince),
  };
}
