// What is looked at while an entry is being written: the program, and who answers behind a URL.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callNumbers } from '../../../src/main/core/managing/call-numbers.ts';
import { checkCommand } from '../../../src/main/core/managing/check-command.ts';
import { checkUrl } from '../../../src/main/core/managing/check-url.ts';
import { Removals } from '../../../src/main/core/managing/removals.ts';
import { CallSeries } from '../../../src/main/core/metrics/call-series.ts';
import { Connections } from '../../../src/main/core/upstream/http/connections.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('a command', () => {
  it('is looked for where a start would look, and not run', async () => {
    const folder = await tempFolder();
    const proof = join(folder, 'ran');
    await writeFile(join(folder, 'tool'), `#!/bin/sh\ntouch ${proof}\n`);
    await writeFile(join(folder, 'plain'), 'x');
    await chmod(join(folder, 'tool'), 0o700);
    const places = {
      platform: process.platform,
      env: {},
      searchPath: () => Promise.resolve(folder),
      cwd: folder,
    };
    const look = (command: string, env = {}, cwd?: string) => checkCommand({ command, env, cwd }, places);
    expect(await look('tool')).toEqual({
      status: 'executable',
      file: join(folder, 'tool'),
      searched: 1,
      missingFolder: null,
    });
    expect(await look('plain')).toMatchObject({ status: 'not-executable', file: join(folder, 'plain') });
    expect(await look('nothing')).toMatchObject({ status: 'missing', file: null, searched: 1 });
    expect(await look('tool', { PATH: '/nowhere' })).toMatchObject({ status: 'missing' });
    expect(await look('./tool', {}, folder)).toMatchObject({ status: 'executable', searched: 0 });
    const gone = join(folder, 'gone');
    expect(await look('tool', {}, gone)).toMatchObject({ missingFolder: gone });
    await expect(writeFile(proof, '', { flag: 'wx' })).resolves.toBeUndefined();
  });

  it('has the extensions of PATHEXT on Windows', async () => {
    const seen: string[] = [];
    const found = await checkCommand(
      { command: 'npx', env: {}, cwd: undefined },
      {
        platform: 'win32',
        env: { PathExt: '.EXE;.CMD' },
        searchPath: () => Promise.resolve('C:\\node'),
        cwd: 'C:\\work',
        probe: (file) => {
          seen.push(file);
          return Promise.resolve(file === 'C:\\node\\npx.cmd' ? 'executable' : 'missing');
        },
      },
    );
    expect(found).toMatchObject({ status: 'executable', file: 'C:\\node\\npx.cmd' });
    expect(seen).toContain('C:\\work\\npx.exe');
  });
});

async function serverAnswering(status: number): Promise<{ url: string; headers: () => unknown }> {
  let headers: unknown = null;
  const server: Server = createServer((incoming, outgoing) => {
    ({ headers } = incoming);
    outgoing.writeHead(status, { location: 'http://127.0.0.1:1/' }).write('still going');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/mcp`, headers: () => headers };
}

describe('a URL', () => {
  const open = (): ReturnType<Connections['to']> => {
    const connections = new Connections(() => null);
    onTestFinished(() => connections.close());
    return connections.to({ caFile: null });
  };

  it.each([
    [200, 'answers'],
    [302, 'answers'],
    [400, 'answers'],
    [405, 'answers'],
    [401, 'wants-token'],
    [403, 'wants-token'],
    [404, 'not-found'],
    [500, 'refused'],
  ] as const)('that answers %d: %s', async (httpStatus, status) => {
    const server = await serverAnswering(httpStatus);
    expect(await checkUrl(server.url, open())).toEqual({ status, httpStatus, reason: null });
    expect(Object.keys(server.headers() as object).toSorted()).toEqual(['accept', 'connection', 'host']);
  });

  it('where nobody is, or nobody may be called', async () => {
    expect(await checkUrl('http://127.0.0.1:1/mcp', open())).toEqual({
      status: 'unreachable',
      httpStatus: null,
      reason: 'nobody listens there',
    });
    expect(await checkUrl('http://169.254.169.254/latest', open())).toMatchObject({ status: 'unreachable' });
  });

  it.each(['https://h/${TOKEN}', 'ftp://h/', 'half a', ''])('is not called: %j', async (url) => {
    expect(await checkUrl(url, open())).toMatchObject({ status: 'unchecked' });
  });
});

it('numbers of calls are those of all clients together, as fine as their buckets', () => {
  const series = (client: string, method: string, ...times: readonly number[]): CallSeries => {
    const one = new CallSeries('a', client, method);
    one.calls = times.length;
    for (const ms of times) one.took(ms);
    return one;
  };
  const numbers = callNumbers(
    [series('x', 'tools/call', 3, 3, 3), series('y', 'tools/call', 80), series('x', 'ping', 0.2)],
    (server) => server === 'a',
  );
  expect(numbers.map(({ method, calls }) => [method, calls])).toEqual([
    [null, 5],
    ['tools/call', 4],
    ['ping', 1],
  ]);
  expect(numbers[1]?.medianMs).toBeGreaterThan(2.5);
  expect(numbers[1]?.medianMs).toBeLessThanOrEqual(5);
  expect(numbers[1]?.p95Ms).toBeGreaterThan(50);
  expect(callNumbers([], () => true)).toEqual([]);
  expect(callNumbers([new CallSeries('a', 'x', 'ping')], () => true)[0]?.medianMs).toBeNull();
});

it('what was removed can be put back for ten minutes', () => {
  const clock = fakeClock();
  const removals = new Removals(clock);
  const removal = { name: 'a', before: '1', after: '2' };
  const undo = removals.keep(removal);
  expect(removals.find(undo)).toBe(removal);
  clock.advance(10 * 60_000);
  expect(() => removals.find(undo)).toThrow('can no longer be put back');
  expect(() => removals.find('x')).toThrow('can no longer be put back');
});
