// How the bridge waits for a gateway, and starts one.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { gatewayFinder, type GatewayPlace } from '../../src/main/bridge/gateway-place.ts';
import { canStartGateway, startGateway } from '../../src/main/bridge/start-gateway.ts';
import { GatewayWait } from '../../src/main/bridge/wait-for-gateway.ts';
import { writeRunFile } from '../../src/main/core/data-folder/run-file.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { passTimeUntil } from '../support/pass-time.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { until } from '../support/until.ts';

const somewhere: GatewayPlace = { endpoint: 'http://127.0.0.1:3004/mcp', token: null, trust: {} };
const never = new AbortController().signal;

describe('waiting for a gateway', () => {
  it('takes the one that runs, and starts none', async () => {
    const start = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const wait = new GatewayWait({
      find: () => Promise.resolve(somewhere),
      start,
      onAbsent: () => undefined,
      clock: fakeClock(),
      dataDir: '/data',
    });
    expect(await wait.place(never)).toBe(somewhere);
    expect(start).not.toHaveBeenCalled();
  });

  it('starts one, once for all who wait, and takes it when it runs', async () => {
    const clock = fakeClock();
    let place: GatewayPlace | null = null;
    const start = vi.fn<() => Promise<void>>(() => {
      clock.after(2000, () => (place = somewhere));
      return Promise.resolve();
    });
    const onAbsent = vi.fn<() => void>();
    const wait = new GatewayWait({
      find: () => Promise.resolve(place),
      start,
      onAbsent,
      clock,
      dataDir: '/d',
    });
    const found = passTimeUntil(clock, Promise.all([wait.place(never), wait.place(never)]));
    expect(await found).toEqual([somewhere, somewhere]);
    expect([start.mock.calls.length, onAbsent.mock.calls.length]).toEqual([1, 1]);
  });

  it('says in the end where there is none', async () => {
    const clock = fakeClock();
    const wait = new GatewayWait({
      find: () => Promise.resolve(null),
      start: null,
      onAbsent: () => undefined,
      clock,
      dataDir: '/nowhere',
    });
    const found = wait.place(never).catch((error: unknown) => error);
    expect(await passTimeUntil(clock, found)).toMatchObject({
      code: 'NOT_RUNNING',
      message: 'Patchbay does not run on /nowhere.',
    });
  });
});

describe('starting a gateway', () => {
  it('runs the command line on the same data folder, or the app itself as an app', async () => {
    const folder = await tempFolder();
    const program = join(folder, 'cli.mjs');
    const told = join(folder, 'told');
    await writeFile(
      program,
      `import fs from 'node:fs'; const { env, argv } = process;
       fs.writeFileSync(${JSON.stringify(`${told}.tmp`)}, JSON.stringify([argv.slice(2), env.PATCHBAY_DATA_DIR, env.ELECTRON_RUN_AS_NODE ?? null]));
       fs.renameSync(${JSON.stringify(`${told}.tmp`)}, ${JSON.stringify(told)});`,
    );
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    await startGateway({ execPath: process.execPath, cliFile: program, dataDir: folder, env });
    const words = await until('that it ran', () => readFile(told, 'utf8').catch(() => null));
    expect(JSON.parse(words)).toEqual([['serve'], folder, null]);
    expect(canStartGateway({ cliFile: null, isElectron: true })).toBe(true);
    expect(canStartGateway({ cliFile: null, isElectron: false })).toBe(false);
  });
});

describe('finding a gateway', () => {
  const options = { server: null, url: null, token: null, ownToken: () => Promise.resolve('own') };

  it('looks at run.json each time, with a token of this user', async () => {
    const dataDir = await tempFolder();
    const find = gatewayFinder({ ...options, server: 'my files', dataDir });
    expect(await find()).toBeNull();
    const run = { pid: process.pid, consoleUrl: null, version: '1', startedAt: 0 };
    await writeRunFile(dataDir, { ...run, url: 'http://127.0.0.1:4000' }, process.platform);
    expect(await find()).toEqual({
      endpoint: 'http://127.0.0.1:4000/mcp/my%20files',
      token: 'own',
      trust: {},
    });
    await writeRunFile(dataDir, { ...run, url: 'http://127.0.0.1:4001' }, process.platform);
    expect((await find())?.endpoint).toBe('http://127.0.0.1:4001/mcp/my%20files');
  });

  it('sends the token of this user to no other address', async () => {
    const find = gatewayFinder({ ...options, url: 'http://127.0.0.1:5000', dataDir: '/nowhere' });
    expect(await find()).toEqual({ endpoint: 'http://127.0.0.1:5000/mcp', token: null, trust: {} });
  });

  it.each([
    ['nowhere', null, 'which is no address of a gateway'],
    ['ftp://x', null, 'which is no address of a gateway'],
    ['http://127.0.0.1:1/mcp/a', 'b', 'says with its path which server is meant'],
  ])('refuses %s with the server %s', (url, server, reason) => {
    expect(() => gatewayFinder({ ...options, url, server, dataDir: '/nowhere' })).toThrow(reason);
  });
});
