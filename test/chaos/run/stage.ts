// Everything that takes part in a run: the gateway, five servers, the wires between, the registrant, the clients.
import { resolve } from 'node:path';
import { clientKinds } from '../clients/types.ts';
import { compileCache } from '../../support/compile-cache.ts';
import { until } from '../../support/until.ts';
import { pause } from '../kit/deadline.ts';
import { getJson } from '../kit/get-json.ts';
import { GatewayProcess } from '../kit/gateway.ts';
import { freePort, makePlace, type ConfigInput, type Place } from '../kit/place.ts';
import type { Random } from '../kit/random.ts';
import { Registrar, type Registered } from '../kit/registrar.ts';
import { HttpServerProcess } from '../kit/upstream.ts';
import { startWire, type Wire } from '../kit/wire.ts';
import { Book } from './book.ts';
import { Caller } from './caller.ts';

export const children = ['stdio-old', 'stdio-new'] as const;
export const httpServers = ['http', 'http-sse', 'commands'] as const;
export const serverNames = [...children, ...httpServers] as const;
export type HttpServerName = (typeof httpServers)[number];

export interface Stage {
  readonly place: Place;
  readonly book: Book;
  readonly random: Random;
  readonly gateway: GatewayProcess;
  readonly servers: Readonly<Record<HttpServerName, HttpServerProcess>>;
  /** Between the gateway and its HTTP servers. */
  readonly wires: Readonly<Record<HttpServerName, Wire>>;
  /** Between some of the clients and the gateway. */
  readonly clientWires: readonly Wire[];
  readonly registrar: Registrar;
  readonly commands: Registered;
  readonly callers: readonly Caller[];
  /** Whether connections are cut by chance. */
  isCutting: boolean;
  /** Ends the heartbeats. */
  readonly ending: AbortController;
  remove(): Promise<void>;
}

/** Every third client is behind a wire of its own. */
const wiredEvery = 3;
const heartbeatMs = 2000;
/** Short, so that the end of a run shows whether what is unused goes. */
const idleMinutes = 0.25;

export async function openStage(random: Random, clients: number): Promise<Stage> {
  const place = await makePlace('chaos');
  const book = new Book();
  const gateway = new GatewayProcess(place);
  const ending = new AbortController();
  const cutting = { isCutting: false };
  const between = async (name: string, target: number, onCut: () => void, share: number): Promise<Wire> =>
    startWire({
      port: await freePort(),
      target,
      random: random.fork(`wire ${name}`),
      cutProbability: () => (cutting.isCutting ? share : 0),
      longestBytes: 40_000,
      onCut,
    });

  const servers = {} as Record<HttpServerName, HttpServerProcess>;
  const wires = {} as Record<HttpServerName, Wire>;
  for (const kind of httpServers) {
    const port = await freePort();
    servers[kind] = new HttpServerProcess({ place, kind, name: kind, port });
    wires[kind] = await between(
      kind,
      port,
      () => void book.during('connection cut', kind, () => Promise.resolve()),
      0.02,
    );
  }
  await place.writeConfig(configOf(place, wires));

  const clientWires: Wire[] = [];
  const callers: Caller[] = [];
  for (let index = 0; index < clients; index++) {
    const kind = clientKinds[index % clientKinds.length] ?? 'raw';
    const name = `${kind}-${index}`;
    let { url } = gateway;
    // Turns that differ, so that every kind of client meets every server, with and without a wire.
    const round = Math.floor(index / clientKinds.length);
    if ((index + round) % wiredEvery === 0) {
      const wire = await between(name, place.port, () => book.noteCut(name), 0.15);
      clientWires.push(wire);
      url = `http://127.0.0.1:${wire.port}`;
    }
    const target =
      round % 2 === 0 ? null : (serverNames[(index + Math.floor(round / 2)) % serverNames.length] ?? null);
    callers.push(
      new Caller({
        name,
        kind,
        url,
        target,
        servers: target === null ? serverNames : [target],
        random: random.fork(name),
        book,
      }),
    );
  }

  const registrar = new Registrar(gateway.url);
  const commands = { id: 'commands', url: `http://127.0.0.1:${wires.commands.port}` };
  return {
    place,
    book,
    random,
    gateway,
    servers,
    wires,
    clientWires,
    registrar,
    commands,
    callers,
    ending,
    get isCutting() {
      return cutting.isCutting;
    },
    set isCutting(value) {
      cutting.isCutting = value;
    },
    remove: async () => {
      ending.abort();
      await gateway.end('SIGKILL').catch(() => undefined);
      await Promise.all(Object.values(servers).map((server) => server.kill()));
      await Promise.all([...Object.values(wires), ...clientWires].map((wire) => wire.close()));
      await place.remove();
    },
  };
}

/** Starts all servers, then the gateway, and registers who registers itself. */
export async function raise(stage: Stage): Promise<void> {
  await Promise.all(Object.values(stage.servers).map((server) => server.start()));
  await stage.gateway.start();
  await stage.registrar.register(stage.commands, stage.ending.signal);
  void beat(stage);
  const isKnown = async (): Promise<boolean> =>
    (await getJson(`${stage.gateway.url}/health/commands`)).status === 200;
  await until('the commands to be known', isKnown, 20_000);
}

async function beat({ registrar, commands, ending }: Stage): Promise<void> {
  while (!ending.signal.aborted) {
    await registrar.heartbeat(commands);
    await pause(heartbeatMs, ending.signal);
  }
}

function configOf(place: Place, wires: Readonly<Record<HttpServerName, Wire>>): ConfigInput {
  const program = resolve(import.meta.dirname, '../servers/stdio-server.ts');
  const child = (name: string, era: string) => ({
    command: process.execPath,
    args: [program, '--name', name, '--era', era, '--folder', place.folder],
    env: { ...place.env, NODE_COMPILE_CACHE: compileCache },
    maxRestarts: 100,
    idleMinutes,
  });
  return {
    gateway: {
      rateLimitPerMinute: 1_000_000_000,
      port: place.port,
      // A wire has a port of its own.
      allowedHosts: ['127.0.0.1'],
      requestTimeoutSeconds: 6,
      toolTimeoutSeconds: 8,
      sessionIdleMinutes: idleMinutes,
      keepAliveSeconds: 2,
    },
    registration: { heartbeatSeconds: heartbeatMs / 1000, leaseSeconds: 6 },
    mcpServers: {
      'stdio-old': child('stdio-old', 'legacy'),
      'stdio-new': child('stdio-new', 'modern'),
      http: { type: 'http', url: `http://127.0.0.1:${wires.http.port}/mcp` },
      'http-sse': { type: 'sse', url: `http://127.0.0.1:${wires['http-sse'].port}/sse` },
    },
  };
}
