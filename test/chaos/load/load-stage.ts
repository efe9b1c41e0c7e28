// A gateway with small servers behind it, under load: what every part of a load uses.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { compileCache } from '../../support/compile-cache.ts';
import { until } from '../../support/until.ts';
import { getJson } from '../kit/get-json.ts';
import { GatewayProcess } from '../kit/gateway.ts';
import { makePlace, type Place } from '../kit/place.ts';
import type { Random } from '../kit/random.ts';
import { LightHttp } from './client/light-http.ts';
import { LightSession } from './client/light-session.ts';

/** Of the gateway: more than this at once is refused, and of those that rest not more are kept. */
export const maxSessions = 1200;
/** A call of "hasty" ends after so long. */
const hastySeconds = 0.2;
const idleMinutes = 0.1;
/** A registration that nobody keeps alive is gone a few seconds later. */
const leaseSeconds = 1;
const forgetAfterHours = 1 / 3600;
/** Sessions that nobody uses rest within this time. */
const restsWithinMs = 60_000;

/** stdio; Streamable HTTP; stdio with little patience. */
export type LoadServer = 'echo' | 'web' | 'hasty';

export interface LoadStage {
  readonly random: Random;
  readonly gateway: GatewayProcess;
  readonly http: LightHttp;
  /** An HTTP server whose every path is a server. */
  readonly webUrl: string;
  /** In full, and with less to do. */
  readonly isShort: boolean;
  url(server: LoadServer | null): string;
  session(server: LoadServer | null): LightSession;
  /** Resolves when no session is in use any more. */
  idle(): Promise<void>;
  remove(): Promise<void>;
}

export async function openLoadStage(random: Random, isShort: boolean): Promise<LoadStage> {
  const place = await makePlace('load');
  const web = await startWeb(place);
  await place.writeConfig({
    gateway: {
      port: place.port,
      maxSessions,
      sessionIdleMinutes: idleMinutes,
      rateLimitPerMinute: 1_000_000_000,
    },
    registration: { leaseSeconds, forgetAfterHours },
    // What is logged is kept as well, up to a limit that a short run does not reach.
    // Recorded calls fill their room soon, so that it is not taken for growth.
    logging: { level: isShort ? 'warn' : 'info', maxCalls: 10, maxCallBytes: 4_194_304 },
    mcpServers: {
      echo: child(place),
      hasty: { ...child(place), toolTimeoutSeconds: hastySeconds },
      web: { type: 'http', url: `${web.url}/web` },
    },
  });
  const gateway = new GatewayProcess(place);
  await gateway.start();
  const http = new LightHttp();
  const url = (server: LoadServer | null): string =>
    `${gateway.url}/mcp${server === null ? '' : `/${server}`}`;
  return {
    random,
    gateway,
    http,
    webUrl: web.url,
    isShort,
    url,
    session: (server) => new LightSession({ http, url: url(server) }),
    idle: async () => {
      const isIdle = async (): Promise<boolean> =>
        (await getJson(`${gateway.url}/health`)).body['sessions'] === 0;
      await until('all sessions to rest', isIdle, restsWithinMs);
    },
    remove: async () => {
      http.close();
      await gateway.end('SIGKILL').catch(() => undefined);
      web.child.kill('SIGKILL');
      await place.remove();
    },
  };
}

function child(place: Place) {
  return {
    command: process.execPath,
    args: [resolve(import.meta.dirname, 'server/stdio.ts')],
    env: { ...place.env, NODE_COMPILE_CACHE: compileCache },
  };
}

async function startWeb(place: Place): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const web = spawn(process.execPath, [resolve(import.meta.dirname, 'server/http.ts')], {
    env: { ...process.env, ...place.env, NODE_COMPILE_CACHE: compileCache },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = (await once(web.stdout.setEncoding('utf8'), 'data')) as [string];
  return { child: web, url: `http://127.0.0.1:${port.trim()}` };
}
