// `patchbay serve` as a real process: what it says when ready, and how each signal and mistake ends it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { CoreOptions } from '../../src/main/core/types.ts';
import { until } from '../support/until.ts';
import { startCli } from './run-cli.ts';
import type { RunningCli } from './run-cli.ts';

const file = resolve(import.meta.dirname, 'fixtures/serve-scripted.ts');
const ready = 'Patchbay ready on http://127.0.0.1:3004\n';
const running: RunningCli[] = [];
afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
});

function serve(
  script: string,
  words: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): RunningCli {
  const started = startCli(['serve', ...words], { file, env: { SCRIPT: script, ...env } });
  running.push(started);
  return started;
}

async function serveReady(script = '', words: readonly string[] = []): Promise<RunningCli> {
  const started = serve(script, words);
  await until('the ready line', () => started.stdout().includes(ready));
  return started;
}

const optionsOf = (started: RunningCli): CoreOptions =>
  JSON.parse(/^options (.*)$/m.exec(started.stdout())?.[1] ?? 'null') as CoreOptions;

it('says where it is ready and how to open the console', async () => {
  const started = await serveReady();
  await until('the console line', () =>
    started.stdout().includes('Console: http://127.0.0.1:3005/login/code\n'),
  );
  expect(started.stderr()).toBe('');
});

it('says nothing of a console without one', async () => {
  const started = await serveReady('', ['--no-console']);
  expect(optionsOf(started).console).toBeNull();
  expect(started.stdout()).not.toContain('Console:');
});

it('shows faults of config.json although it is ready', async () => {
  const started = await serveReady('bad config');
  const line = 'patchbay: /data/config.json:3:7 A comma is missing. Expected: ",".\n';
  await until('the fault', () => started.stderr() === line);
  expect(started.stdout()).toContain(ready);
});

it('prints the log on stderr only where a level is asked for', async () => {
  expect(optionsOf(await serveReady()).logToConsole).toBe(false);
  expect(optionsOf(await serveReady('', ['--log-level', 'info'])).logToConsole).toBe(true);
});

it('hands flags before variables, and neither where the file shall decide', async () => {
  const env = { PATCHBAY_PORT: '3200', PATCHBAY_LOG_LEVEL: 'debug', PATCHBAY_CONFIG: '/x/config.json' };
  const started = serve(
    '',
    ['--port', '3100', '--host', 'localhost', '--data-dir', '/x', '--auth', 'none'],
    env,
  );
  await until('the ready line', () => started.stdout().includes(ready));
  expect(optionsOf(started)).toMatchObject({
    dataDir: '/x',
    configPath: '/x/config.json',
    overrides: { host: 'localhost', port: 3100, authMode: 'none', logLevel: 'debug' },
    console: { port: 3005 },
    version: '1.2.3',
  });
  const plain = await serveReady();
  expect(optionsOf(plain).overrides).toEqual({});
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'stops the core on %s, then ends with 0',
  async (signal) => {
    const started = await serveReady();
    started.child.kill(signal);
    const { status, stdout, stderr } = await started.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/stopping\nstopped\n$/);
  },
);

it('ends at once on a second signal', async () => {
  const started = await serveReady('never stops');
  started.child.kill('SIGINT');
  await until('the stop', () => started.stdout().includes('stopping'));
  // One that comes too soon passes for the first one's echo.
  await until('the end', () => {
    started.child.kill('SIGINT');
    return started.stderr() !== '';
  });
  expect(await started.ended).toMatchObject({ status: 1, stderr: 'patchbay: ended at once.\n' });
});

it('can be stopped while it starts', async () => {
  const started = serve('slow start');
  await until('the start', () => started.stdout().includes('starting'));
  started.child.kill('SIGTERM');
  const { status, stdout, stderr } = await started.ended;
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).not.toContain('ready');
});

it('ends with 1 when stopping fails', async () => {
  const started = await serveReady('stop fails');
  started.child.kill('SIGTERM');
  const { status, stderr } = await started.ended;
  expect(status).toBe(1);
  expect(stderr).toContain('stopping failed: Error: no way out');
});

it.each(['mistake', 'thrown mistake'])(
  'stops the core after a %s of its own, then ends with 1',
  async (script) => {
    const { status, stdout, stderr } = await serve(script).ended;
    expect(status).toBe(1);
    expect(stdout).toMatch(/stopping\nstopped\n$/);
    expect(stderr).toContain('a mistake of Patchbay itself: TypeError: a bug');
  },
);

async function withHealth(body: string, use: (port: number) => Promise<void>): Promise<void> {
  const owner = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => owner.listen(0, '127.0.0.1', resolve));
  try {
    await use((owner.address() as AddressInfo).port);
  } finally {
    owner.closeAllConnections();
    owner.close();
  }
}

it('names the port that another program has, and the way out', async () => {
  await withHealth('<html>', async (port) => {
    const { status, stderr } = await serve(`taken ${port}`).ended;
    expect(status).toBe(1);
    expect(stderr).toBe(
      `patchbay: Port ${port} on 127.0.0.1 is used by another program. Choose another port with --port.\n`,
    );
  });
});

it('names the process when another Patchbay has the port', async () => {
  await withHealth('{"name":"patchbay","pid":4711}', async (port) => {
    const { status, stderr } = await serve(`taken ${port}`).ended;
    expect(status).toBe(1);
    expect(stderr).toContain(
      `Port ${port} is used by another Patchbay (process 4711). Use that one, or stop it first.`,
    );
    expect(stderr).toContain('--port');
  });
});
