// The doctor's judgement, fact by fact.
import { expect, it } from 'vitest';
import { diagnose } from '../../src/main/cli/doctor/checks.ts';
import type {
  Check,
  CommandFact,
  Facts,
  FolderFact,
  PortFact,
  TlsFact,
} from '../../src/main/cli/doctor/types.ts';
import { sampleState } from '../support/scripted-host.ts';

const healthy: Facts = {
  platform: 'linux',
  nodeVersion: 'v24.21.0',
  env: { DISPLAY: ':0' },
  run: { status: 'stopped' },
  folder: { path: '/data', status: 'usable', mode: 0o700 },
  config: { path: '/data/config.json', exists: true, faults: [], unusable: [], commands: [] },
  tls: null,
  gatewayPort: { host: '127.0.0.1', port: 3004, use: 'free' },
  consolePort: { host: '127.0.0.1', port: 3005, use: 'free' },
  electron: '/electron',
};

const find = (id: string, patch: Partial<Facts>): Check | undefined =>
  diagnose({ ...healthy, ...patch }).find((check) => check.id === id);

it('finds nothing on a healthy machine', () => {
  expect(diagnose(healthy).filter((check) => check.status !== 'ok')).toEqual([]);
});

it('gives advice with everything that is not well, and only with that', () => {
  const ill: Facts = {
    ...healthy,
    nodeVersion: 'v18.0.0',
    env: {},
    run: { status: 'unreachable', message: 'No answer.' },
    folder: { path: '/data', status: 'not-writable', mode: null },
    config: { ...healthy.config, unusable: [{ server: 'a', message: 'API_KEY is not set.' }] },
    gatewayPort: { ...healthy.gatewayPort, use: 'taken' },
    consolePort: { ...healthy.consolePort, use: 'not-allowed' },
    electron: null,
  };
  const checks = [...diagnose(healthy), ...diagnose(ill)];
  const wrong = checks.filter(({ advice, status }) => (advice === undefined) !== (status === 'ok'));
  expect(wrong).toEqual([]);
});

it.each<[Partial<PortFact>, string, string]>([
  [{ use: 'free' }, 'ok', 'gateway port 3004 on 127.0.0.1 is free'],
  [{ use: 'taken' }, 'failed', 'used by another program'],
  [{ use: 'not-allowed', port: 80 }, 'failed', 'may not be used'],
  [{ use: 'free', port: 0 }, 'ok', 'any free one'],
])('judges the gateway’s port %j while nothing runs', (patch, status, message) => {
  const check = find('gateway-port', { gatewayPort: { ...healthy.gatewayPort, ...patch } });
  expect(check).toMatchObject({ status, message: expect.stringContaining(message) });
});

it('knows its own ports while it runs, wherever they are', () => {
  const run = { status: 'running', state: sampleState() } as const;
  const taken = { gatewayPort: { ...healthy.gatewayPort, use: 'taken' } } as const;
  expect(find('gateway-port', { run, ...taken })).toMatchObject({ status: 'ok' });
  const elsewhere = { host: '127.0.0.1', port: 4000, use: 'taken' } as const;
  expect(find('console-port', { run, consolePort: elsewhere })).toMatchObject({
    status: 'ok',
    message: "console port 3005 is Patchbay's own (4000 is configured)",
  });
});

it.each<[Partial<FolderFact>, string, string]>([
  [{ status: 'missing', mode: null }, 'ok', 'the first start makes it'],
  [{ status: 'no-folder', mode: null }, 'failed', 'is not a folder'],
  [{ status: 'not-writable' }, 'failed', 'cannot be written'],
  [{ mode: 0o755 }, 'warning', 'open to other users (mode 0755)'],
])('judges the data folder %j', (patch, status, message) => {
  const check = find('data-folder', { folder: { ...healthy.folder, ...patch } });
  expect(check).toMatchObject({ status, message: expect.stringContaining(message) });
});

it('does not ask Windows for permission bits', () => {
  const folder = { ...healthy.folder, mode: null };
  expect(find('data-folder', { platform: 'win32', folder })).toMatchObject({ status: 'ok' });
});

it('shows faults of config.json with their place', () => {
  const fault = { message: 'A comma is missing.', key: '', line: 3, column: 7, expected: '","' };
  const check = find('config', { config: { ...healthy.config, faults: [fault] } });
  expect(check).toMatchObject({
    status: 'failed',
    message: '/data/config.json:3:7 A comma is missing. Expected: ",".',
  });
});

it.each<[Partial<CommandFact>, string, string]>([
  [{ status: 'executable', file: '/usr/bin/npx' }, 'ok', 'files: npx is /usr/bin/npx'],
  [{ status: 'missing' }, 'failed', 'files: npx is not found on PATH'],
  [{ status: 'not-executable', file: '/x/npx' }, 'failed', 'files: /x/npx may not be executed'],
])('judges the command %j', (patch, status, message) => {
  const command: CommandFact = { server: 'files', command: 'npx', status: 'missing', file: null, ...patch };
  expect(find('command', { config: { ...healthy.config, commands: [command] } })).toMatchObject({
    status,
    message,
  });
});

it.each([
  ['npx', 'Node.js'],
  ['uvx', 'uv'],
  ['docker', 'Docker'],
  ['other', 'full path'],
])('says how to get %s', (command, advice) => {
  const fact: CommandFact = { server: 'a', command, status: 'missing', file: null };
  const check = find('command', { config: { ...healthy.config, commands: [fact] } });
  expect(check?.advice).toContain(advice);
});

it.each<[NodeJS.Platform, Readonly<Record<string, string>>, string]>([
  ['linux', {}, 'warning'],
  ['linux', { DISPLAY: '' }, 'warning'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'ok'],
  ['darwin', {}, 'ok'],
  ['darwin', { SSH_CONNECTION: '::1' }, 'warning'],
  ['win32', {}, 'ok'],
])('judges the display on %s with %j', (platform, env, status) => {
  expect(find('display', { platform, env })).toMatchObject({ status });
});

it('takes a missing Electron or display for no failure, an old Node for one', () => {
  expect(find('electron', { electron: null })).toMatchObject({ status: 'warning' });
  expect(find('node', { nodeVersion: 'v18.20.0' })).toMatchObject({ status: 'failed' });
  expect(find('node', { nodeVersion: 'v20.11.0' })).toMatchObject({ status: 'ok' });
});

it.each<[Partial<TlsFact>, string, string]>([
  [{}, 'ok', '/tls/gateway.crt is good until 2030-01-01T00:00:00.000Z'],
  [{ warnings: [{ message: 'Good until tomorrow.', advice: 'Renew it.' }] }, 'warning', 'until tomorrow'],
  [
    { expiresAt: null, problem: { code: 'TLS_UNUSABLE', message: 'It is gone.', expected: 'Find it.' } },
    'failed',
    'It is gone.',
  ],
])('judges the certificate %j', (patch, status, message) => {
  const good = { certFile: '/tls/gateway.crt', expiresAt: Date.UTC(2030), problem: null, warnings: [] };
  const check = find('tls', { tls: { ...good, ...patch } });
  expect(check).toMatchObject({ status, message: expect.stringContaining(message) });
});

it('tells why the running gateway is not as configured, once', () => {
  const problem = { code: 'TLS_UNUSABLE', message: 'It is gone.', expected: 'Find it.' } as const;
  const state = sampleState();
  const run = { status: 'running', state: { ...state, gateway: { ...state.gateway, problem } } } as const;
  expect(find('gateway', { run })).toMatchObject({ status: 'failed', advice: 'Find it.' });
  const tls = { certFile: '/tls/gateway.crt', expiresAt: null, problem, warnings: [] };
  expect(find('gateway', { run, tls })).toBeUndefined();
});
