// `patchbay doctor` on real folders, ports and files, with and without a running Patchbay.
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Check } from '../../src/main/cli/doctor/types.ts';
import { sampleState, scriptedHost } from '../support/scripted-host.ts';
import { findElectron } from '../../src/main/cli/doctor/find-electron.ts';
import { probeFolder } from '../../src/main/cli/doctor/probe-folder.ts';
import { say } from './in-process.ts';
import type { Said } from './in-process.ts';
import { makeDataFolder } from './run-cli.ts';
import type { DataFolder } from './run-cli.ts';

let folder: DataFolder;
let taken: Server;
let takenPort: number;

beforeEach(async () => {
  folder = await makeDataFolder();
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  takenPort = (taken.address() as AddressInfo).port;
});
afterEach(async () => {
  taken.close();
  await folder.remove();
});

const doctor = (env: Readonly<Record<string, string>> = {}, ...words: readonly string[]): Promise<Said> =>
  say(['doctor', ...words], { env: { PATCHBAY_DATA_DIR: folder.dataDir, PATCHBAY_PORT: '0', ...env } });

async function checks(env: Readonly<Record<string, string>> = {}): Promise<readonly Check[]> {
  const { stdout } = await doctor(env, '--json');
  return (JSON.parse(stdout) as { checks: readonly Check[] }).checks;
}

const writeConfig = (config: unknown): Promise<void> =>
  writeFile(
    join(folder.dataDir, 'config.json'),
    typeof config === 'string' ? config : JSON.stringify(config),
  );

it('prints a line for each check, with a sign, and advice below where something is amiss', async () => {
  await writeConfig({ mcpServers: { here: { command: 'node' }, gone: { command: 'no-such-program' } } });
  const { status, stdout, stderr } = await doctor();
  expect(status).toBe(1);
  expect(stdout).toContain('✓ Patchbay does not run at the moment\n');
  expect(stdout).toMatch(/✓ here: node is \/.*\/node\n/);
  expect(stdout).toContain('✗ gone: no-such-program is not found on PATH\n  → Install it');
  expect(stderr).toMatch(/^patchbay: (one check|\d checks) failed\.\n$/);
});

it('finds who has the gateway’s port', async () => {
  const port = (await checks({ PATCHBAY_PORT: String(takenPort) })).find(({ id }) => id === 'gateway-port');
  expect(port).toMatchObject({ status: 'failed', message: expect.stringContaining(`port ${takenPort}`) });
  await writeConfig({ gateway: { port: takenPort } });
  const { stdout } = await say(['doctor'], { env: { PATCHBAY_DATA_DIR: folder.dataDir } });
  expect(stdout).toContain(`✗ gateway port ${takenPort} on 127.0.0.1 is used by another program`);
});

it('takes its own port for its own while it runs', async () => {
  const gateway = {
    status: 'listening',
    url: `http://127.0.0.1:${takenPort}`,
    consoleUrl: null,
    sessions: 0,
    tls: null,
    problem: null,
  } as const;
  const config = { path: join(folder.dataDir, 'config.json'), faults: [], loadedAt: 0 };
  await folder.serve(scriptedHost({}, sampleState({ gateway, config })));
  const found = await checks({ PATCHBAY_PORT: String(takenPort) });
  expect(found.find(({ id }) => id === 'running')).toMatchObject({ status: 'ok' });
  expect(found.find(({ id }) => id === 'gateway-port')).toMatchObject({ status: 'ok' });
});

it('shows faults of config.json with line and column', async () => {
  await writeConfig('{\n  "gateway": { "port": "3004" }\n}\n');
  const { status, stdout } = await doctor();
  expect(status).toBe(1);
  expect(stdout).toContain(`✗ ${join(folder.dataDir, 'config.json')}:2:24 gateway.port`);
});

it('names a variable that is not set, and leaves disabled servers alone', async () => {
  await writeConfig({
    mcpServers: {
      a: { command: 'node', env: { KEY: '${NOT_SET_ANYWHERE}' } },
      b: { command: 'no-such-program', enabled: false },
    },
  });
  const found = await checks();
  expect(found.find(({ id, status }) => id === 'config' && status === 'failed')?.message).toContain(
    'NOT_SET_ANYWHERE',
  );
  expect(found.filter(({ id }) => id === 'command')).toEqual([]);
});

it('reads the file that PATCHBAY_CONFIG names', async () => {
  const file = join(folder.dataDir, 'other.json');
  await writeFile(file, '{ "mcpServers": { "x": { "command": "no-such-program" } } }');
  expect((await checks({ PATCHBAY_CONFIG: file })).some(({ id }) => id === 'command')).toBe(true);
});

it('says when run.json leads nowhere', async () => {
  await folder.writeRunFile();
  expect((await checks()).find(({ id }) => id === 'running')).toMatchObject({
    status: 'warning',
    message: expect.stringContaining('without its console'),
  });
});

it('tells the ways in which a data folder may stand', async () => {
  const path = join(folder.dataDir, 'data');
  expect(await probeFolder(path, 'linux')).toEqual({ path, status: 'missing', mode: null });
  await mkdir(path, { mode: 0o755 });
  await chmod(path, 0o755);
  expect(await probeFolder(path, 'linux')).toEqual({ path, status: 'usable', mode: 0o755 });
  expect(await probeFolder(path, 'win32')).toEqual({ path, status: 'usable', mode: null });
  await rm(path, { recursive: true });
  await writeFile(path, '');
  expect(await probeFolder(path, 'linux')).toMatchObject({ status: 'no-folder' });
  expect(await probeFolder(join(path, 'below'), 'linux')).toMatchObject({ status: 'no-folder' });
});

it('finds the Electron runtime without loading it', async () => {
  const surroundings = { env: {}, platform: 'linux' } as const;
  expect(findElectron(folder.dataDir, surroundings)).toBeNull();
  const packageDir = join(folder.dataDir, 'node_modules', 'electron');
  await mkdir(join(packageDir, 'dist'), { recursive: true });
  await writeFile(join(packageDir, 'path.txt'), 'electron');
  expect(findElectron(folder.dataDir, surroundings)).toBeNull();
  await writeFile(join(packageDir, 'dist', 'electron'), '');
  expect(findElectron(folder.dataDir, surroundings)).toBe(join(packageDir, 'dist', 'electron'));
  const env = { ELECTRON_OVERRIDE_DIST_PATH: join(folder.dataDir, 'elsewhere') };
  expect(findElectron(folder.dataDir, { env, platform: 'linux' })).toBeNull();
});
