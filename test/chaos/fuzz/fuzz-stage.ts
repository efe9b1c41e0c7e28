// A gateway with its console, among bad servers and one good one.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Agent, request } from 'undici';
import { until } from '../../support/until.ts';
import { compileCache } from '../../support/compile-cache.ts';
import { getJson } from '../kit/get-json.ts';
import { GatewayProcess } from '../kit/gateway.ts';
import { freePort, makePlace, type Place } from '../kit/place.ts';
import { openBadServers, type BadServers } from './servers/bad-servers.ts';
import { spareName } from './texts/console-request.ts';

export interface FuzzStage {
  readonly seed: number;
  readonly place: Place;
  readonly gateway: GatewayProcess;
  readonly consolePort: number;
  readonly consoleToken: string;
  readonly bad: BadServers;
  /** At the gateway, as JSON. Resolves with the answer's headers. */
  post(path: string, body: unknown, headers?: Headers): Promise<Headers>;
  /** A legacy session, opened as it should be; resolves with its id. */
  openSession(path: string, protocolVersion: string): Promise<string>;
  closeSession(path: string, id: string): Promise<void>;
  remove(): Promise<void>;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Small, so that what is too large is cheap. */
const maxMessageBytes = 1024 * 1024;
/** Long enough for a machine that is busy otherwise. */
const serverSeconds = 6;
const types = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

export async function openFuzzStage(seed: number): Promise<FuzzStage> {
  const place = await makePlace('fuzz');
  const bad = await openBadServers(seed);
  await writeConfig(place, bad);
  const consolePort = await freePort();
  const gateway = new GatewayProcess(place, ['--console-port', String(consolePort)]);
  await gateway.start();
  // None is kept: what is measured are others' connections.
  const dispatcher = new Agent({ pipelining: 0 });
  const send = async (
    method: 'POST' | 'DELETE',
    path: string,
    body: string | null,
    headers: Headers,
  ): Promise<Answer> => {
    const answer = await request(`${gateway.url}${path}`, { method, dispatcher, headers, body });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  };
  const postJson = (path: string, body: unknown, headers: Headers = {}): Promise<Answer> =>
    send('POST', path, JSON.stringify(body), { ...types, ...headers });
  const stage: FuzzStage = {
    seed,
    place,
    gateway,
    consolePort,
    consoleToken: (await readFile(join(place.dataDir, 'console-token'), 'utf8')).trim(),
    bad,
    post: async (path, body, headers) => (await postJson(path, body, headers)).headers,
    openSession: async (path, protocolVersion) => {
      const clientInfo = { name: 'fuzz', version: '1' };
      const params = { protocolVersion, capabilities: { sampling: {}, elicitation: {} }, clientInfo };
      const found = await postJson(path, { jsonrpc: '2.0', id: 1, method: 'initialize', params });
      const id = found.headers['mcp-session-id'];
      if (typeof id !== 'string')
        throw new Error(`${path} opens no session, but answers ${found.status}: ${found.text.slice(0, 400)}`);
      await stage.post(
        path,
        { jsonrpc: '2.0', method: 'notifications/initialized' },
        { 'mcp-session-id': id },
      );
      return id;
    },
    closeSession: async (path, id) => {
      await send('DELETE', path, null, { 'mcp-session-id': id });
    },
    remove: async () => {
      await dispatcher.destroy();
      await gateway.end('SIGKILL').catch(() => undefined);
      await bad.close();
      await place.remove();
    },
  };
  await stage.post('/register', {
    server_id: 'commands',
    server_url: `http://127.0.0.1:${bad.ports.commands}`,
  });
  const isKnown = async (): Promise<boolean> =>
    (await getJson(`${gateway.url}/health/commands`)).status === 200;
  await until('the commands to be known', isKnown, 20_000);
  return stage;
}

async function writeConfig(place: Place, { ports }: BadServers): Promise<void> {
  const child = (file: string, ...words: readonly string[]) => ({
    command: process.execPath,
    args: [resolve(import.meta.dirname, file), ...words],
    env: { ...place.env, NODE_COMPILE_CACHE: compileCache },
    maxRestarts: 100,
  });
  const echo = '../servers/stdio-server.ts';
  await place.writeConfig({
    gateway: {
      port: place.port,
      maxMessageBytes,
      maxSessions: 50_000,
      rateLimitPerMinute: 1_000_000_000,
      // Short, so that the end of a run shows whether what is unused goes.
      sessionIdleMinutes: 0.1,
      sessionKeepHours: 0.002,
      requestTimeoutSeconds: serverSeconds,
      toolTimeoutSeconds: serverSeconds,
    },
    // Nobody sends heartbeats for the one that is registered.
    registration: { leaseSeconds: 86_400 },
    // Whatever is asked of /cmd, nobody is called.
    proxy_registration: { proxy_url: 'http://127.0.0.1:1', registration_timeout: 1 },
    mcpServers: {
      echo: child(echo, '--name', 'echo', '--folder', place.folder),
      [spareName]: child(echo, '--name', spareName, '--folder', place.folder),
      child: child('servers/bad-child.ts', '--name', 'child'),
      'child-modern': child('servers/bad-child.ts', '--name', 'child-modern', '--modern'),
      http: { type: 'http', url: `http://127.0.0.1:${ports.http}/mcp` },
      'http-modern': { type: 'http', url: `http://127.0.0.1:${ports['http-modern']}/mcp` },
      'http-sse': { type: 'sse', url: `http://127.0.0.1:${ports['http-sse']}/sse` },
    },
  });
}
