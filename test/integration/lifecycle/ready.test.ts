// How a start is told, and how a signal ends it.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { noProcessWith, processesWith } from '../../support/processes.ts';
import { startProgram, testHome } from '../../support/program.ts';
import { until } from '../../support/until.ts';

it('is ready once the line is printed: run.json tells where, and /health answers there', async () => {
  const program = await startProgram();
  const { pid, url, consoleUrl, version, startedAt } = program.runFile;
  expect(program.stdout()).toContain(`Patchbay ready on ${url}\n`);
  await until('the console', () => program.stdout().includes(`Console: ${String(consoleUrl)}/login/`));
  expect(pid).toBe(program.pid);
  expect(startedAt).toBeLessThanOrEqual(Date.now());
  const health = await fetch(`${url}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({
    status: 'ok',
    name: 'patchbay',
    version,
    pid,
    sessions: 0,
    servers: { patchbay: 'ready' },
  });
});

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'ends with 0 on %s, and run.json is gone',
  async (signal) => {
    const program = await startProgram();
    const { status, stderr } = await program.stop(signal);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(existsSync(join(program.home.dataDir, 'run.json'))).toBe(false);
    await expect(fetch(`${program.url}/health`)).rejects.toThrow('fetch failed');
  },
);

it('ends at once on a second signal, and every server with it, also one that does not want to go', async () => {
  const flags = '--ignore-eof --ignore-term --stubborn-child --stubborn-daemon';
  const servers = { deaf: mockEntry({ flags, start: 'eager' }) };
  const program = await startProgram({ config: configWith(servers) });
  await program.untilServer('deaf', ({ status }) => status === 'ready');
  program.signal('SIGTERM');
  await until('the stop', () => !existsSync(join(program.home.dataDir, 'run.json')));
  // One that comes too soon passes for the first one's echo.
  await until('the end', () => {
    program.signal('SIGTERM');
    return program.stderr().includes('patchbay: ended at once.');
  });
  expect((await program.ended).status).toBe(1);
  // Killed, but perhaps not yet cleared away by the system.
  await noProcessWith(program.home.marker, 1000);
});

it('can be ended while it starts, and leaves nothing', async () => {
  const home = await testHome({ config: configWith({ mock: mockEntry({ start: 'eager' }) }) });
  const running = home.start(['serve', '--port', '0', '--console-port', '0']);
  await until('the data folder', () => existsSync(join(home.dataDir, 'lock')));
  running.signal('SIGTERM');
  const { status, stdout } = await running.ended;
  expect({ status, stdout }).toMatchObject({ status: 0 });
  expect(existsSync(join(home.dataDir, 'run.json'))).toBe(false);
  expect(await processesWith(home.marker)).toEqual([]);
});

it('goes on when nobody reads its output any more, and still ends everything on SIGHUP', async () => {
  const program = await startProgram({ config: configWith({ mock: mockEntry({ start: 'eager' }) }) });
  const session = await program.open('mock');
  program.closeOutput();
  await expect(session.call('crash')).rejects.toThrow('"mock"');
  expect(await session.text('echo', { text: 'still here' })).toBe('still here');
  expect((await program.stop('SIGHUP')).status).toBe(0);
  expect(await processesWith(program.home.marker)).toEqual([]);
});

it('reads and follows the file that --config or PATCHBAY_CONFIG names', async () => {
  const home = await testHome({ config: configWith({ unseen: mockEntry() }) });
  const file = join(home.dataDir, '..', 'elsewhere.json');
  await writeFile(file, JSON.stringify(configWith({ seen: mockEntry() })));
  const words = ['--port', '0', '--console-port', '0'];
  const byVariable = await home.serve({ words, env: { PATCHBAY_CONFIG: file } });
  expect((await byVariable.state()).config.path).toBe(file);
  await byVariable.stop();
  const byFlag = await home.serve({
    words: ['--config', file, ...words],
    env: { PATCHBAY_CONFIG: '/nowhere' },
  });
  expect((await byFlag.server('seen')).status).toBe('stopped');
  await writeFile(file, JSON.stringify(configWith({ changed: mockEntry() })));
  await byFlag.untilServer('changed', ({ status }) => status === 'stopped');
  expect(await home.readText('config.json')).toContain('unseen');
});
