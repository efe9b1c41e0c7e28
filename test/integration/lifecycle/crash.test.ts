// A server's child that dies: what its clients see, how it comes back, and when it no longer does.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServerEntryInput } from '../../../src/shared/config-schema.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { RpcFailure, type McpSession } from '../../support/mcp-session.ts';
import { makeHome, type Home, type Program } from '../../support/program.ts';
import { until } from '../../support/until.ts';

let home: Home;
let program: Program;
let licence: string;

/** Runs the mock server where a certain file is there, and complains where not. */
function needingFile(file: string): ServerEntryInput {
  const { command, args = [], ...rest } = mockEntry({ maxRestarts: 1, start: 'eager' });
  const script = 'test -e "$0" || { echo "no licence at $0" >&2; exit 3; }; exec "$@"';
  return { ...rest, command: 'sh', args: ['-c', script, file, command ?? '', ...args] };
}

beforeAll(async () => {
  home = await makeHome();
  licence = join(home.dataDir, 'licence');
  await home.writeConfig(
    configWith({
      mute: mockEntry({ flags: '--init-never' }),
      mock: mockEntry(),
      shared: mockEntry(),
      unlicensed: needingFile(licence),
    }),
  );
  program = await home.serve();
});
afterAll(() => home.remove());

async function failureOf(call: Promise<unknown>): Promise<RpcFailure> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof RpcFailure) return error;
  throw new Error(`The call did not fail as it should: ${String(error)}`);
}

/** Kills the child under a call that never ends by itself. */
async function killUnderCall(session: McpSession, server: string): Promise<RpcFailure> {
  const [pid = 0] = (await program.server(server)).pids;
  const failure = failureOf(session.call('never'));
  await program.untilServer(server, ({ inFlight }) => inFlight === 1);
  process.kill(pid, 'SIGKILL');
  return failure;
}

it('fails the call that was in flight with the name of the server and the reason; the next call works', async () => {
  const session = await program.open('mock');
  const { pid: before } = await session.data('info');
  const failure = await killUnderCall(session, 'mock');
  expect(failure.message).toContain('"mock"');
  expect(failure.message).toContain('SIGKILL');
  const after = await session.data('info');
  expect(after).toMatchObject({ initializeCalls: 1, initializedSeen: 1 });
  expect(after['pid']).not.toBe(before);
  expect(await program.server('mock')).toMatchObject({ status: 'ready', restarts: 1, problem: null });
});

it('tells the exit code and what the server printed last', async () => {
  const session = await program.open('mock');
  const { message } = await failureOf(session.call('crash', { code: 7 }));
  expect(message).toContain('"mock"');
  expect(message).toContain('exit code 7');
  expect(message).toContain('crashing, as it was told');
  const { stdout } = await home.run('logs', 'patchbay');
  expect(stdout).toMatch(/warn .*"mock" ended with exit code 7/);
  expect(await session.text('echo', { text: 'again' })).toBe('again');
});

it('carries all sessions of a shared child over, with log level and subscriptions', async () => {
  const sessions = await Promise.all([1, 2, 3].map(() => program.open('shared')));
  const [one, two, three] = sessions as [McpSession, McpSession, McpSession];
  await one.request('logging/setLevel', { level: 'warning' });
  await two.request('logging/setLevel', { level: 'debug' });
  await two.request('resources/subscribe', { uri: 'mock://greeting' });
  await three.request('resources/subscribe', { uri: 'mock://poem' });
  await three.request('resources/subscribe', { uri: 'mock://counter' });
  await three.request('resources/unsubscribe', { uri: 'mock://counter' });
  const [heardByTwo, heardByThree] = [await two.listen(), await three.listen()];
  const before = await one.data('info');
  await killUnderCall(one, 'shared');
  const answers = await Promise.all(sessions.map((session) => session.data('info')));
  expect(new Set(answers.map(({ pid }) => pid)).size).toBe(1);
  expect(answers[0]?.['pid']).not.toBe(before['pid']);
  expect(answers[2]).toMatchObject({
    initializeCalls: 1,
    logLevel: 'debug',
    subscriptions: ['mock://greeting', 'mock://poem'],
  });
  expect(await program.server('shared')).toMatchObject({ status: 'ready', sessions: 3 });
  // Who had subscribed hears of it as before, and nobody else.
  await one.call('notify', { kind: 'updated', uri: 'mock://poem' });
  await until('the update', () => heardByThree.includes('notifications/resources/updated'));
  expect(heardByTwo).not.toContain('notifications/resources/updated');
});

it('gives up after as many restarts as configured, says why, and a restart mends it', async () => {
  const failed = await program.untilServer('unlicensed', ({ status }) => status === 'failed');
  expect(failed).toMatchObject({ restarts: 1, pids: [], problem: { code: 'SERVER_EXITED' } });
  expect(failed.problem?.message).toContain('"unlicensed" ended with exit code 3');
  expect(failed.problem?.message).toContain('2 times in a row');
  expect(failed.problem?.details).toMatchObject({ exitCode: 3, stderr: [`no licence at ${licence}`] });
  expect(failed.summary).toContain('no licence');
  const { stdout } = await home.run('status');
  expect(stdout).toMatch(/unlicensed +failed .*no licence/);
  // A call in that state is told the same, at once.
  const { message } = await failureOf(program.open('unlicensed'));
  expect(message).toContain('no licence');

  await writeFile(licence, '');
  const restarted = await home.run('restart', 'unlicensed');
  expect(restarted).toMatchObject({ status: 0, stdout: expect.stringMatching(/^unlicensed: ready/) });
  const session = await program.open('unlicensed');
  expect(await session.text('echo', { text: 'licensed' })).toBe('licensed');
  expect(await program.server('unlicensed')).toMatchObject({ status: 'ready', problem: null });
});

it('tells whoever waits for a start, as soon as it is stopped', async () => {
  const failure = failureOf(program.open('mute'));
  await program.untilServer('mute', ({ status, pids }) => status === 'starting' && pids.length === 1);
  await home.run('stop', 'mute');
  expect((await failure).message).toContain('"mute" was stopped');
});

it('answers the sessions on other servers while one crashes', async () => {
  const [steady, shaky] = await Promise.all([program.open('shared'), program.open('mock')]);
  const { pid } = await steady.data('info');
  const failure = failureOf(shaky.call('crash', { signal: 'SIGSEGV' }));
  expect(await steady.text('echo', { text: 'here' })).toBe('here');
  expect((await failure).message).toContain('"mock"');
  expect((await steady.data('info'))['pid']).toBe(pid);
});
