import { assemble } from '/work/main/src/main/core/assembly.ts';
import { openLauncher } from '/work/main/src/main/core/launcher/launcher.ts';
import { systemClock } from '/work/main/src/main/core/ports.ts';
import { listenGateway } from '/work/main/src/main/core/gateway/gateway.ts';
import { createHostGuard } from '/work/main/src/main/core/http-guards/host-guard.ts';
import { configSchema } from '/work/main/src/shared/config-schema.ts';
import { viewServer } from '/work/main/src/main/core/servers/view.ts';
import { Agent } from 'undici';
const clock = systemClock();
const logger = { error: console.error, warn: console.error, info: console.error, debug: () => {} };
const launcher = await openLauncher({
  journalFile: '/tmp/children.json',
  env: process.env,
  clock,
  logger,
  logSink: { append: (s, l, t) => console.error('LOG', s, l, t) },
});
const common = {
  enabled: true,
  tools: {},
  toolTimeoutSeconds: 300,
  fault: null,
  secrets: [],
  kind: 'stdio',
  cwd: undefined,
  session: 'shared',
  start: 'lazy',
  idleMinutes: 10,
  maxRestarts: 5,
  env: {},
} as const;
const servers = new Map<string, any>([
  [
    'echo',
    { ...common, name: 'echo', command: process.execPath, args: ['/work/shared/bench/echo-server.mjs'] },
  ],
  [
    'everything',
    {
      ...common,
      name: 'everything',
      command: process.execPath,
      args: ['/work/main/node_modules/@modelcontextprotocol/server-everything/dist/index.js'],
    },
  ],
]);
const settings = configSchema.parse({});
const loaded = { settings, servers, loadedAt: Date.now() };
const a = assemble({
  version: '0.1.0',
  config: () => loaded as any,
  launcher,
  dispatcher: new Agent(),
  catalogues: { load: () => null, save: () => {} },
  clock,
  logger,
  logs: { read: () => [], subscribe: () => () => {} },
  state: () => ({ servers: a.hub.all().map((r) => viewServer(r, 'http://x', Date.now())) }) as any,
  onChange: () => {},
});
await a.hub.apply(servers, new Set());
const g = await listenGateway({
  host: '127.0.0.1',
  port: Number(process.env.PORT ?? 0),
  maxMessageBytes: 1 << 24,
  keepAliveMs: () => 30000,
  guard: createHostGuard({ port: () => g.port, allowedHosts: [], allowedOrigins: [] }),
  sessions: a.sessions,
  requireServer: (n) => a.hub.find(n),
  health: {
    version: '0',
    startedAt: Date.now(),
    now: Date.now,
    sessions: () => a.sessions.size,
    servers: () => a.hub.all().map((r) => viewServer(r, 'http://x', Date.now())),
    server: (n) => viewServer(a.hub.find(n), 'x', Date.now()),
  },
  clock,
  logger,
});
console.log('http://127.0.0.1:' + g.port);
process.on('SIGTERM', async () => {
  await a.hub.close();
  process.exit(0);
});
