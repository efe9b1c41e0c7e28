// The console's page: its files as they are, nothing else, and safe headers on everything.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pageContentSecurityPolicy } from '../../../src/main/core/console/csp.ts';
import { runConsole, send } from './running-console.ts';
import type { RunningConsole } from './running-console.ts';

let folder: string;
let running: RunningConsole | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-'));
  await mkdir(join(folder, 'page', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret'), 'secret');
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>Patchbay</title>');
  await writeFile(join(folder, 'page', 'assets', 'index-abc.js'), 'export {};');
  await writeFile(join(folder, 'page', 'assets', 'a b.css'), 'a {}');
  await symlink(join(folder, 'secret'), join(folder, 'page', 'link.html'));
});

afterEach(async () => {
  await running?.console.close();
  await rm(folder, { recursive: true });
});

it('serves the page and its files to anybody on this machine', async () => {
  running = await runConsole({ pageDir: join(folder, 'page') });
  const page = await send(running.port, '/');
  expect(page).toMatchObject({ status: 200, text: '<!doctype html><title>Patchbay</title>' });
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['cache-control']).toBe('no-cache');
  const script = await send(running.port, '/assets/index-abc.js?v=1');
  expect(script).toMatchObject({ status: 200, text: 'export {};' });
  expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(script.headers['cache-control']).toContain('immutable');
  expect(await send(running.port, '/assets/a%20b.css')).toMatchObject({ status: 200 });
});

it.each([
  '/../secret',
  '/%2e%2e/secret',
  '/..%2fsecret',
  '/assets/../../secret',
  '/assets/..%5c..%5csecret',
  '//etc/passwd',
  '/link.html',
  '/assets',
  '/assets/',
  '/index.html%00.js',
  '/nothing',
])('gives nothing for %s', async (path) => {
  running = await runConsole({ pageDir: join(folder, 'page') });
  const answer = await send(running.port, path);
  expect(answer.status).toBe(404);
  expect(answer.text).not.toContain('secret\n');
});

it.each(['/', '/nothing', '/api/getState', '/login/x', '/%zz'])(
  'answers %s with safe headers',
  async (path) => {
    running = await runConsole({ pageDir: join(folder, 'page') });
    const { headers } = await send(running.port, path);
    expect(headers).toMatchObject({
      'content-security-policy': pageContentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
  },
);

it('says how to build the page where it is not built', async () => {
  running = await runConsole({ pageDir: join(folder, 'nowhere') });
  const answer = await send(running.port, '/');
  expect(answer.status).toBe(404);
  expect(answer.headers['content-type']).toContain('text/plain');
  expect(answer.text).toContain('npm run build');
});
