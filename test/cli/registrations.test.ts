// The commands for registrations against a console with a scripted host.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { pendingRegistration, sampleRegistration } from '../support/sample-registrations.ts';
import { sampleState, scriptedHost } from '../support/scripted-host.ts';
import type { ScriptedHost } from '../support/scripted-host.ts';
import { say } from './in-process.ts';
import type { Said } from './in-process.ts';
import { makeDataFolder } from './run-cli.ts';
import type { DataFolder } from './run-cli.ts';

let folder: DataFolder;
beforeEach(async () => {
  folder = await makeDataFolder();
});
afterEach(async () => folder.remove());

async function runOn(host: ScriptedHost, words: readonly string[]): Promise<Said> {
  await folder.serve(host);
  return say(words, { env: { PATCHBAY_DATA_DIR: folder.dataDir } });
}

const registrations = {
  servers: [
    sampleRegistration('good', { leaseEndsAt: Date.now() + 3_650_000 }),
    pendingRegistration('new'),
    sampleRegistration('old', { state: 'offline', problem: 'Nothing listens there.' }),
  ],
  clients: [{ name: 'editor', version: '2.1', sessions: 2, lastActivityAt: Date.now() }],
};

it('registrations: lists servers with state, lease and trouble, then clients with versions', async () => {
  const { status, stdout } = await runOn(scriptedHost({}, sampleState({ registrations })), ['registrations']);
  expect(status).toBe(0);
  const [title, good, waiting, old, client] = stdout.split('\n');
  expect(title).toBe(
    'KEY     STATE    KIND      TOOLS  HEARTBEAT  LEASE  URL                         PROBLEM',
  );
  expect(good).toMatch(/^good_1 +healthy +commands +3 +- +1 h +http:\/\/127.0.0.1:8000\/good +-$/);
  expect(waiting).toContain('announced from 10.0.0.5; patchbay approve new_1');
  expect(old).toContain('Nothing listens there.');
  expect(client).toMatch(/^Client editor 2\.1: 2 sessions, last active \d+ s ago$/);
});

it('registrations: shows names that are others than the ids', async () => {
  const named = {
    ...registrations,
    servers: [sampleRegistration('a', { name: 'My notes' }), sampleRegistration('b')],
  };
  const { stdout } = await runOn(scriptedHost({}, sampleState({ registrations: named })), ['registrations']);
  const [title, first, second] = stdout.split('\n');
  expect(title).toMatch(/^KEY +NAME +STATE/);
  expect(first).toMatch(/^a_1 +My notes +healthy/);
  expect(second).toMatch(/^b_1 +- +healthy/);
});

it('status: names those that wait for a person', async () => {
  const { stdout } = await runOn(scriptedHost({}, sampleState({ registrations })), ['status']);
  expect(stdout).toContain('new_1 was announced from 10.0.0.5 and waits: patchbay approve new_1');
});

it('registrations: says that there are none', async () => {
  const { stdout } = await runOn(scriptedHost(), ['registrations']);
  expect(stdout).toBe('No server has registered itself.\n');
});

it('registrations --json: prints them as they are', async () => {
  const host = scriptedHost({}, sampleState({ registrations }));
  expect(JSON.parse((await runOn(host, ['registrations', '--json'])).stdout)).toEqual(registrations);
});

it('approve and unregister: name the key and say what is true then', async () => {
  const host = scriptedHost({
    approveRegistration: ({ key }) => sampleRegistration(key.replace(/_1$/, '')),
    removeRegistration: ({ key }) => ({ removed: key }),
  });
  expect((await runOn(host, ['approve', 'new_1'])).stdout).toBe('new_1: approved, healthy\n');
  expect((await runOn(host, ['unregister', 'new_1'])).stdout).toBe('new_1: unregistered\n');
  expect(host.called).toEqual([
    { name: 'approveRegistration', input: { key: 'new_1' } },
    { name: 'removeRegistration', input: { key: 'new_1' } },
  ]);
});

it('approve: fails with one line for a key that nobody has', async () => {
  const host = scriptedHost({
    approveRegistration: () => {
      throw new AppError('NOT_REGISTERED', '"x_1" is not registered.');
    },
  });
  const { status, stderr } = await runOn(host, ['approve', 'x_1']);
  expect({ status, stderr }).toEqual({ status: 1, stderr: 'patchbay: "x_1" is not registered.\n' });
});
