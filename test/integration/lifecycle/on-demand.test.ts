// When servers run: on first need, from the start, and no longer than they are used.
import { expect, it } from 'vitest';
import { injected } from '../../support/injected.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { processesWith } from '../../support/processes.ts';
import { startProgram } from '../../support/program.ts';
import { until } from '../../support/until.ts';

/** Every process that Patchbay starts, also one that is gone at once, is noted on stderr. */
const spawnsNoted = injected(`
  import { ChildProcess } from 'node:child_process';
  const { spawn } = ChildProcess.prototype;
  ChildProcess.prototype.spawn = function (options) {
    process.stderr.write('spawned ' + options.file + '\\n');
    return spawn.call(this, options);
  };`);

it('starts none of fifty servers before it is needed, and then only that one', async () => {
  const names = Array.from({ length: 50 }, (_, index) => `server-${index + 1}`);
  const config = configWith(Object.fromEntries(names.map((name) => [name, mockEntry()])));
  const program = await startProgram({ config, env: spawnsNoted });
  const { servers } = await program.state();
  expect(servers.map(({ name }) => name)).toEqual(['patchbay', ...names]);
  expect((await processesWith(program.home.marker)).map(({ pid }) => pid)).toEqual([program.pid]);
  // Looking at it starts nothing.
  await program.home.run('servers');
  await fetch(`${program.url}/health/server-7`);
  await (await program.open('patchbay')).call('list_servers');
  expect((await processesWith(program.home.marker)).map(({ pid }) => pid)).toEqual([program.pid]);

  expect(program.stderr()).not.toContain('spawned');
  const session = await program.open('server-7');
  expect(await session.text('echo', { text: 'first' })).toBe('first');
  const running = (await program.state()).servers.filter(({ pids }) => pids.length > 0);
  expect(running.map(({ name, status }) => ({ name, status }))).toEqual([
    { name: 'server-7', status: 'ready' },
  ]);
  expect(await processesWith(program.home.marker)).toHaveLength(2);
  await until('the note of it', () => program.stderr().includes('spawned'));
});

it('starts an eager server with itself, and keeps it although nobody uses it', async () => {
  const config = configWith({ eager: mockEntry({ start: 'eager', idleMinutes: 0.001 }), lazy: mockEntry() });
  const program = await startProgram({ config });
  const { pids } = await program.untilServer(
    'eager',
    ({ status, tools }) => status === 'ready' && tools !== null,
  );
  const session = await program.open('eager');
  const { pid } = await session.data('info');
  await session.end();
  await program.untilServer('eager', ({ sessions }) => sessions === 0);
  expect(pid).toBe(pids[0]);
  expect(await program.server('lazy')).toMatchObject({ status: 'stopped', pids: [] });
  expect((await (await program.open('eager')).data('info'))['pid']).toBe(pid);
});

it('stops a server that nobody uses any more, and starts it again with the next call', async () => {
  const program = await startProgram({ config: configWith({ mock: mockEntry({ idleMinutes: 0.002 }) }) });
  const first = await program.open('mock');
  const { pid } = await first.data('info');
  await first.end();
  await program.untilServer('mock', ({ status, pids }) => status === 'stopped' && pids.length === 0);
  expect(await processesWith(program.home.marker)).toHaveLength(1);
  // What it offers is still known.
  expect((await program.server('mock')).tools).toBeGreaterThan(0);
  const second = await program.open('mock');
  expect((await second.data('info'))['pid']).not.toBe(pid);
});

it('does not stop an unused server under a session that is still open', async () => {
  const program = await startProgram({ config: configWith({ mock: mockEntry({ idleMinutes: 0.001 }) }) });
  const [session, passing] = await Promise.all([program.open('mock'), program.open('mock')]);
  const { pid } = await session.data('info');
  await passing.end();
  await program.untilServer('mock', ({ sessions }) => sessions === 1);
  await session.call('delay', { ms: 150 });
  expect((await session.data('info'))['pid']).toBe(pid);
});
