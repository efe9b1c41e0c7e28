// Nobody is left: not after a stop, not after any signal, whatever its servers were doing at that moment.
// After SIGKILL, of which nobody hears, the next start ends what is left, and nothing else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ServerEntryInput } from '../../../src/shared/config-schema.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { noProcessWith, processesWith } from '../../support/processes.ts';
import { startProgram, testHome, type Program } from '../../support/program.ts';
import { until } from '../../support/until.ts';

interface Journal {
  readonly version: number;
  readonly children: readonly { readonly name: string; readonly pid: number; readonly startTime: string }[];
}

const deaf = '--ignore-eof --ignore-term';

/** Servers that are hard to end, and for each moment of a server's life one that is in it. */
const everyState: Readonly<Record<string, ServerEntryInput>> = {
  polite: mockEntry(),
  parent: mockEntry({ flags: '--stubborn-child --stubborn-daemon', start: 'eager' }),
  deaf: mockEntry({ flags: deaf, start: 'eager' }),
  starting: mockEntry({ flags: `--init-never ${deaf}`, start: 'eager' }),
  looping: mockEntry({ flags: '--exit-at-start 1', start: 'eager' }),
  stopping: mockEntry({ flags: deaf, start: 'eager' }),
  isolated: mockEntry({ session: 'isolated' }),
  frozen: mockEntry({ start: 'eager' }),
};

async function journalOf({ home }: Program): Promise<Journal> {
  return JSON.parse(await home.readText('children.json')) as Journal;
}

async function startAll(): Promise<Program> {
  const program = await startProgram({ config: configWith(everyState) });
  await Promise.all([program.open('polite'), program.open('isolated'), program.open('isolated')]);
  await Promise.all(
    ['parent', 'deaf', 'stopping', 'frozen'].map((name) =>
      program.untilServer(name, ({ status }) => status === 'ready'),
    ),
  );
  await program.untilServer('starting', ({ status, pids }) => status === 'starting' && pids.length === 1);
  for (const pid of (await program.server('frozen')).pids) process.kill(pid, 'SIGSTOP');
  void program.client.stopServer({ name: 'stopping' }).catch(() => undefined);
  await program.untilServer('stopping', ({ status }) => status === 'stopping');
  await program.untilServer('looping', ({ status }) => status === 'backing-off');
  return program;
}

it('leaves no process after SIGTERM, SIGINT or SIGHUP, in whatever state its servers are', async () => {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  const programs = await Promise.all(signals.map(() => startAll()));
  for (const { home } of programs) {
    // Patchbay, and what runs of its servers: polite, parent with its child and its daemon, deaf, starting, stopping,
    // isolated twice, frozen.
    expect((await processesWith(home.marker)).length).toBeGreaterThanOrEqual(11);
  }
  const endings = await Promise.all(programs.map((program, index) => program.stop(signals[index])));
  expect(endings.map(({ status }) => status)).toEqual([0, 0, 0]);
  for (const program of programs) {
    expect(await processesWith(program.home.marker)).toEqual([]);
    expect((await journalOf(program)).children).toEqual([]);
  }
});

it('ends at the next start what was left of servers in any state when Patchbay was killed', async () => {
  const program = await startAll();
  const { home } = program;
  await program.stop('SIGKILL');
  await home.writeConfig({});
  const next = await home.serve();
  expect((await processesWith(home.marker)).map(({ pid }) => pid)).toEqual([next.pid]);
  expect((await journalOf(next)).children).toEqual([]);
});

it('leaves no process of a server that npx or shells have started, and that its starter does not pass signals to', async () => {
  const home = await testHome();
  const { command = '', args = [], ...entry } = mockEntry({ flags: `${deaf} --stubborn-child` });
  const line = [command, ...args].map((word) => `"${word}"`).join(' ');
  // A package of the project that the server lives in; npx runs its program through npm and a shell.
  const folder = join(home.dataDir, '..', 'project');
  await mkdir(join(folder, 'node_modules', '.bin'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "name": "project", "version": "1.0.0" }');
  await writeFile(join(folder, 'node_modules', '.bin', 'a-server'), `#!/bin/sh\n${line}\nexit 0\n`, {
    mode: 0o755,
  });
  await home.writeConfig(
    configWith({
      npx: { ...entry, command: 'npx', args: ['a-server'], cwd: folder },
      shell: { ...entry, command: 'sh', args: ['-c', `sh -c '${line}; exit 0'; exit 0`] },
      job: { ...entry, command: 'bash', args: ['-mc', `${line} <&0 & wait; exit 0`] },
    }),
  );
  const names = ['npx', 'shell', 'job'];
  const program = await home.serve();
  for (const name of names) expect(await (await program.open(name)).text('echo', { text: name })).toBe(name);
  // Patchbay; and for each at least its starter, the server and the server's child.
  expect((await processesWith(home.marker)).length).toBeGreaterThanOrEqual(10);
  await Promise.all(names.map((name) => home.run('stop', name)));
  expect((await processesWith(home.marker)).map(({ pid }) => pid)).toEqual([program.pid]);
  for (const name of names) expect(await (await program.open(name)).text('echo', { text: name })).toBe(name);
  expect(await program.stop()).toMatchObject({ status: 0 });
  expect(await processesWith(home.marker)).toEqual([]);
});

it('leaves no process of a server after stop, not even a grandchild that ignores signals', async () => {
  const config = configWith({ parent: mockEntry(), other: mockEntry({ start: 'eager' }) });
  const program = await startProgram({ config });
  const session = await program.open('parent');
  const grandchild = Number(await session.text('spawn_stubborn'));
  const { pids } = await program.server('parent');
  const [otherPid] = (await program.untilServer('other', ({ status }) => status === 'ready')).pids;
  expect(await program.home.run('stop', 'parent')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^parent: idle/),
  });
  const left = (await processesWith(program.home.marker)).map(({ pid }) => pid);
  expect(left).toHaveLength(2);
  expect(left).toContain(otherPid);
  expect(left).not.toContain(grandchild);
  expect(left).not.toContain(pids[0]);
  // The session does not notice: its next call starts the server again.
  expect(await session.text('echo', { text: 'back' })).toBe('back');
});

/** Slow ones, more than are asked for their lists at once, of which nothing is known. */
const unknown = configWith(
  Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`server-${index}`, mockEntry({ flags: '--init-delay 300' })]),
  ),
);

it('leaves no process when it is stopped while it starts servers for the first list', async () => {
  const program = await startProgram({ config: unknown });
  const session = await program.open(null);
  const listing = session.toolNames().catch(() => undefined);
  await until('the first servers', async () => (await processesWith(program.home.marker)).length > 3);
  expect(await program.stop()).toMatchObject({ status: 0 });
  await listing;
  expect(await processesWith(program.home.marker)).toEqual([]);
  expect((await journalOf(program)).children).toEqual([]);
});

it('starts no server for the first list that was removed meanwhile', async () => {
  const program = await startProgram({ config: unknown });
  const session = await program.open(null);
  const listing = session.toolNames();
  await until('the first servers', async () => (await processesWith(program.home.marker)).length > 3);
  await program.home.writeConfig(configWith({ other: mockEntry() }));
  await program.untilServer('other', ({ tools }) => tools !== null);
  await listing;
  expect((await program.state()).servers.map(({ name }) => name)).toEqual(['patchbay', 'other']);
  await until('their end', async () => (await processesWith(program.home.marker)).length === 2);
});

it('ends at the next start what a killed Patchbay left behind, and only that', async () => {
  const servers = {
    deaf: mockEntry({ flags: deaf, start: 'eager' }),
    parent: mockEntry({ flags: '--stubborn-child', start: 'eager' }),
  };
  const program = await startProgram({ config: configWith(servers) });
  const { home } = program;
  await program.untilServer('deaf', ({ status }) => status === 'ready');
  const [parentPid] = (await program.untilServer('parent', ({ status }) => status === 'ready')).pids;
  await program.stop('SIGKILL');
  // The parent goes with its stdin; its own child and the deaf one stay.
  await until('the end of the parent', async () =>
    (await processesWith(home.marker)).every(({ pid }) => pid !== parentPid),
  );
  const left = await processesWith(home.marker);
  expect(left).toHaveLength(2);

  // Somebody else has been given a pid that is written down.
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 60_000)'], {
    detached: true,
  });
  onTestFinished(() => void stranger.kill('SIGKILL'));
  await once(stranger, 'spawn');
  const journal = await journalOf(program);
  const [deafRecord] = journal.children;
  const children = [...journal.children, { ...deafRecord, pid: stranger.pid, launchId: 'of-another-time' }];
  await writeFile(join(home.dataDir, 'children.json'), JSON.stringify({ ...journal, children }));

  await home.writeConfig({});
  const next = await home.serve();
  expect((await processesWith(home.marker)).map(({ pid }) => pid)).toEqual([next.pid]);
  expect(stranger.exitCode).toBeNull();
  expect(stranger.signalCode).toBeNull();
  expect(await home.readText('logs/patchbay.log')).toMatch(/left behind: .*deaf \(\d+\)/);
  expect((await journalOf(next)).children).toEqual([]);
  await next.stop();
  await noProcessWith(home.marker);
});
