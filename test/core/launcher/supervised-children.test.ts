// Real children: the mock server, its crashes, its noise, and what must not be left of it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noProcessWith, processesWith } from '../../support/processes.ts';
import { mockServerFile, superviseMock, type SupervisedMock } from '../../support/supervised-mock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const reach = (mock: SupervisedMock, status: string) =>
  until(`status ${status}`, () => mock.supervisor.status.status === status && mock.supervisor.status);

describe('a real child', () => {
  it('is started, spoken to and stopped, and leaves no process', async () => {
    const mock = superviseMock();
    await mock.supervisor.start();
    expect(await mock.call('echo', { text: 'zażółć 🙂' })).toBe('zażółć 🙂');
    expect(await processesWith(mock.marker)).toHaveLength(1);
    expect([...mock.journal.records.values()][0]).toMatchObject({ pid: mock.supervisor.status.pid });
    await mock.supervisor.stop();
    await noProcessWith(mock.marker, 0);
    expect(mock.endings).toEqual([null]);
    expect(mock.journal.records.size).toBe(0);
    expect(mock.sink.lines).toEqual([{ source: 'mock', level: 'info', text: 'mock server "mock" runs' }]);
  });

  it('gets its environment and none of our secrets', async () => {
    const mock = superviseMock({ spec: { env: { API_KEY: 'k' } } });
    await mock.supervisor.start();
    const { names } = JSON.parse(await mock.call('env')) as { names: string[] };
    expect(names).toEqual(expect.arrayContaining(['API_KEY', 'PATH', 'PATCHBAY_LAUNCH_ID']));
    expect(names).not.toContain('VITEST');
    await mock.supervisor.stop();
  });

  it('may split its answers inside of characters, print garbage between them, and answer strangers', async () => {
    const mock = superviseMock();
    await mock.supervisor.start();
    const [split, garbage, also] = await Promise.all([
      mock.call('split', { repeat: 5 }),
      mock.call('garbage'),
      mock.call('wrong_id', { also: true }),
    ]);
    expect(split).toBe('Zażółć gęślą jaźń · 日本語 · 🙂🧩 · '.repeat(5));
    expect([garbage, also]).toEqual(['printed garbage', 'and this is yours']);
    const noise = mock.sink.lines.filter(({ text }) => text.startsWith('stdout: '));
    expect(noise.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['stdout: Server ready!', 'stdout: [info] listening', 'stdout: { not: json }']),
    );
    await mock.supervisor.stop();
  });

  it('answers with 16 MB in one line, and takes as much', async () => {
    const mock = superviseMock();
    await mock.supervisor.start();
    const bytes = 16 * 1024 * 1024;
    expect((await mock.call('big', { bytes })).length).toBe(bytes);
    expect((await mock.call('echo', { text: 'e'.repeat(bytes) })).length).toBe(bytes);
    await mock.supervisor.stop();
  });

  it('may flood stderr without holding up its answers or filling the memory', async () => {
    const mock = superviseMock();
    await mock.supervisor.start();
    expect(await mock.call('noise', { lines: 100_000 })).toBe('wrote 100000 lines');
    expect(await mock.call('echo', { text: 'still here' })).toBe('still here');
    // What it has not written yet goes with it.
    await until('the flood to be cut', () =>
      mock.sink.lines.some(({ text }) => text.includes('lines left out')),
    );
    await mock.supervisor.stop();
    expect(mock.sink.lines.length).toBeLessThan(10_000);
  });
});

describe('a real crash', () => {
  it('fails the call with code and last words, and the server comes back by itself', async () => {
    const mock = superviseMock();
    mock.knobs.isWanted = true;
    await mock.supervisor.start();
    const { pid } = mock.supervisor.status;
    await expect(mock.call('crash', { code: 3 })).rejects.toThrow(
      '"mock" ended with exit code 3; it last printed: mock server "mock" runs | mock server: crashing, as it was told.',
    );
    const status = await reach(mock, 'ready');
    expect(status.pid).not.toBe(pid);
    expect(status.restarts).toBe(1);
    expect(await mock.call('echo', { text: 'again' })).toBe('again');
    await mock.supervisor.stop();
    await noProcessWith(mock.marker, 0);
  });

  it('after an answer loses nothing of the answer', async () => {
    const mock = superviseMock();
    await mock.supervisor.start();
    expect(await mock.call('crash', { signal: 'SIGKILL', when: 'after' })).toBe('crashing next');
    expect((await reach(mock, 'stopped')).problem?.message).toContain('was ended by SIGKILL');
  });

  it('ends a grandchild that ignores every signal before anything else happens', async () => {
    const mock = superviseMock();
    await mock.supervisor.start();
    await mock.call('spawn_stubborn');
    expect(await processesWith(mock.marker)).toHaveLength(2);
    await expect(mock.call('crash', { signal: 'SIGSEGV' })).rejects.toThrow('was ended by SIGSEGV');
    await reach(mock, 'stopped');
    await noProcessWith(mock.marker, 0);
  });

  it('at each start ends in failure after the allowed restarts, with nothing left', async () => {
    const mock = superviseMock({ flags: ['--exit-at-start', '4'], maxRestarts: 2 });
    mock.knobs.isWanted = true;
    await expect(mock.supervisor.start()).rejects.toThrow(
      '"mock" ended with exit code 4 while starting; it last printed: mock server: cannot start, as it was told.',
    );
    const { problem, restarts } = await reach(mock, 'failed');
    expect(restarts).toBe(2);
    expect(problem).toMatchObject({ code: 'SERVER_EXITED', details: { exitCode: 4, crashes: 3 } });
    await noProcessWith(mock.marker, 0);
  });
});

describe('a real start that does not succeed', () => {
  it('by a refused initialize is a failure at once', async () => {
    const mock = superviseMock({ flags: ['--init-error'] });
    await expect(mock.supervisor.start()).rejects.toThrow('The mock server refuses to be initialized');
    await reach(mock, 'failed');
    await noProcessWith(mock.marker, 0);
  });

  it('in time is a failure, and a child that ignores everything is ended', async () => {
    const mock = superviseMock({
      flags: ['--init-never', '--ignore-eof', '--ignore-term', '--stubborn-child'],
      startTimeoutMs: 1500,
    });
    await expect(mock.supervisor.start()).rejects.toThrow('"mock" was not ready 1.5 s after its start');
    await reach(mock, 'failed');
    await noProcessWith(mock.marker, 0);
  });

  it('because it is stopped meanwhile leaves nothing', async () => {
    const mock = superviseMock({ flags: ['--init-delay', '60000'] });
    const outcome = mock.supervisor.start().catch((error: unknown) => error);
    await until('the child', () => mock.supervisor.status.pid !== null);
    await mock.supervisor.stop();
    expect(await outcome).toMatchObject({ message: '"mock" was stopped before it was ready.' });
    await noProcessWith(mock.marker, 0);
    expect(mock.supervisor.status).toMatchObject({ status: 'stopped', pid: null, problem: null });
  });
});

describe('a real stop', () => {
  it('ends a child that ignores the end of stdin, SIGTERM, or both', async () => {
    const mocks = [['--ignore-eof'], ['--ignore-term'], ['--ignore-eof', '--ignore-term']].map((flags) =>
      superviseMock({ flags }),
    );
    await Promise.all(mocks.map(({ supervisor }) => supervisor.start()));
    await Promise.all(mocks.map(({ supervisor }) => supervisor.stop()));
    for (const { marker } of mocks) expect(await processesWith(marker)).toEqual([]);
  });

  it('ends grandchildren that outlive their polite parent', async () => {
    const mock = superviseMock({ flags: ['--stubborn-child'] });
    await mock.supervisor.start();
    expect(await processesWith(mock.marker)).toHaveLength(2);
    await mock.supervisor.stop();
    await noProcessWith(mock.marker, 0);
  });

  it('ends what has left for a session of its own and holds the pipes of its parent', async () => {
    const script = 'setsid sleep 100 & exec "$0" "$1" --stubborn-daemon';
    const mock = superviseMock({
      spec: { command: 'sh', args: ['-c', script, process.execPath, mockServerFile] },
    });
    await mock.supervisor.start();
    expect(await processesWith(mock.marker)).toHaveLength(3);
    await mock.supervisor.stop();
    await noProcessWith(mock.marker, 0);
  });

  it('lets a child finish that takes its time after the end of stdin', async () => {
    const file = join(await tempFolder(), 'saved');
    const script = '"$0" "$1"; sleep 0.3; touch "$2"';
    const mock = superviseMock({
      timing: { inputMs: 20_000 },
      spec: { command: 'sh', args: ['-c', script, process.execPath, mockServerFile, file] },
    });
    await mock.supervisor.start();
    await mock.supervisor.stop();
    expect(existsSync(file)).toBe(true);
    expect(mock.endings).toEqual([null]);
    await noProcessWith(mock.marker, 0);
  });

  it('is survived by messages that are still being written', async () => {
    const mock = superviseMock();
    await mock.supervisor.start();
    const outcome = Promise.allSettled(
      Array.from({ length: 50 }, () => mock.call('echo', { text: 'x'.repeat(100_000) })),
    );
    await mock.supervisor.stop();
    expect(await outcome).toHaveLength(50);
    await noProcessWith(mock.marker, 0);
  });

  it('works through a wrapper that runs the server as its child', async () => {
    const mock = superviseMock({
      spec: { command: 'sh', args: ['-c', '"$0" "$1" --ignore-eof; true', process.execPath, mockServerFile] },
    });
    await mock.supervisor.start();
    expect(await processesWith(mock.marker)).toHaveLength(2);
    await mock.supervisor.stop();
    await noProcessWith(mock.marker, 0);
  });
});
