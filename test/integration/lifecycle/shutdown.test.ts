// The end of Patchbay where something on the way hangs, or was wrong: it has an end, and nobody is left.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { injected } from '../../support/injected.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { noProcessWith, processesWith } from '../../support/processes.ts';
import { startProgram, testHome } from '../../support/program.ts';
import { until } from '../../support/until.ts';

const stubborn = '--ignore-eof --ignore-term --stubborn-child --stubborn-daemon';

it.each([
  ['an exception', 'setImmediate(() => { throw new Error("a wrong turn"); })'],
  ['a rejection', 'void Promise.reject(new Error("a wrong turn"))'],
])(
  'after a mistake of its own (%s) it stops its servers, says why in the log, and ends with 1',
  async (_what, mistake) => {
    const program = await startProgram({
      config: configWith({ deaf: mockEntry({ flags: stubborn, start: 'eager' }), polite: mockEntry() }),
      env: injected(`process.on("SIGUSR2", () => { ${mistake} })`),
    });
    const { home } = program;
    await program.untilServer('deaf', ({ status }) => status === 'ready');
    const session = await program.open('polite');
    expect(await session.text('echo', { text: 'here' })).toBe('here');
    program.signal('SIGUSR2');
    const { status, stderr } = await program.ended;
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('a wrong turn') });
    expect(await processesWith(home.marker)).toEqual([]);
    expect(existsSync(join(home.dataDir, 'run.json'))).toBe(false);
    expect(await home.readText('logs/patchbay.log')).toContain('A mistake of Patchbay itself');
    expect(await home.readText('logs/patchbay.log')).toContain('a wrong turn');
    // Its sessions go on with the next one.
    await home.serve({ words: ['--port', new URL(program.url).port, '--console-port', '0'] });
    expect(await session.text('echo', { text: 'back' })).toBe('back');
  },
);

it('leaves no process when something exits it in the middle of everything', async () => {
  const program = await startProgram({
    config: configWith({ deaf: mockEntry({ flags: stubborn, start: 'eager' }) }),
    env: injected('process.on("SIGUSR2", () => process.exit(7))'),
  });
  await program.untilServer('deaf', ({ status }) => status === 'ready');
  program.signal('SIGUSR2');
  expect((await program.ended).status).toBe(7);
  await noProcessWith(program.home.marker, 1000);
  expect(existsSync(join(program.home.dataDir, 'run.json'))).toBe(false);
});

/** A disk that hangs from the stop on: what is removed is never gone. */
const stuckDisk = `
  import files from 'node:fs/promises';
  import { syncBuiltinESMExports } from 'node:module';
  const { rm } = files;
  let isStuck = false;
  process.on('SIGTERM', () => (isStuck = true));
  files.rm = (...words) => (isStuck ? new Promise(() => undefined) : rm(...words));
  syncBuiltinESMExports();`;

it('ends with its deadline, or at once on a second signal, though the disk hangs', async () => {
  const config = configWith({ deaf: mockEntry({ flags: stubborn, start: 'eager' }) });
  const [patient, impatient] = await Promise.all([
    startProgram({ config, env: injected(stuckDisk) }),
    startProgram({ config, env: injected(stuckDisk) }),
  ]);
  for (const program of [patient, impatient]) {
    await program.untilServer('deaf', ({ status }) => status === 'ready');
    program.signal('SIGTERM');
  }
  await until('the end', () => {
    impatient.signal('SIGTERM');
    return impatient.stderr().includes('ended at once');
  });
  expect((await impatient.ended).status).toBe(1);
  const { status, stderr } = await patient.ended;
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('within 10 s') });
  for (const { home } of [patient, impatient]) {
    await noProcessWith(home.marker, 1000);
    expect(existsSync(join(home.dataDir, 'run.json'))).toBe(false);
  }
  expect(await patient.home.readText('logs/patchbay.log')).toContain('run.json did not close within 7 s.');
});

it('ends as usual though a file that it opened never answers', async () => {
  const home = await testHome({ config: configWith({ mock: mockEntry({ start: 'eager' }) }) });
  const fifo = join(home.dataDir, 'fifo');
  execFileSync('mkfifo', [fifo]);
  const program = await home.serve({
    env: injected(`import { open } from 'node:fs/promises'; void open(${JSON.stringify(fifo)}, 'r');`),
  });
  await program.untilServer('mock', ({ status }) => status === 'ready');
  expect(await program.stop()).toMatchObject({ status: 0, signal: null });
  expect(await processesWith(home.marker)).toEqual([]);
});
