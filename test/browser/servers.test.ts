import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { manyServers, mixedServers, readyServer } from '../support/sample-servers.ts';
import { sampleServer } from '../support/scripted-host.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();

describe('the list of servers', () => {
  test('shows each server’s state in words and as a sign, and follows it live', async () => {
    const { page, backend, row } = await open({ servers: [sampleServer('files')] });
    await row('files').getByRole('img', { name: 'Stopped' }).waitFor();
    backend.changeServer('files', { status: 'starting' });
    await row('files').getByRole('img', { name: 'Starting' }).waitFor();
    backend.changeServer('files', { status: 'ready', tools: 13 });
    await row('files').getByText('ready, 13 tools').waitFor();
    await expect(
      page.getByRole('status').getByText('files: ready, 13 tools').waitFor(),
    ).resolves.toBeUndefined();
  });

  test('counts what needs attention, also in the window’s title', async () => {
    const { page, backend } = await open({ servers: mixedServers(Date.now()) });
    await page.getByRole('region', { name: 'Servers' }).getByText('2 need attention').waitFor();
    await expect.poll(() => page.title()).toBe('(2) Servers – Patchbay');
    backend.changeServer('postgres', { status: 'ready' });
    backend.changeServer('github', { status: 'ready' });
    await expect.poll(() => page.title()).toBe('Servers – Patchbay');
  });

  test('finds servers by a filter, also among two hundred', async () => {
    const { page, row } = await open({ servers: manyServers(200) });
    await row('server-200').waitFor();
    await page.getByRole('searchbox', { name: 'Filter servers' }).fill('198');
    await expect.poll(() => page.getByRole('row').count()).toBe(1);
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByText('No server matches “nothing like it”.').waitFor();
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await expect.poll(() => page.getByRole('row').count()).toBe(201);
  });

  test('copies a server’s address, says so, and moves nothing', async () => {
    const { page, row, clipboard } = await open({ servers: [readyServer('files')] });
    await row('files').hover();
    const button = page.getByRole('button', { name: 'Copy the address of files' }).first();
    const before = await button.boundingBox();
    await button.click();
    await page.getByRole('status').getByText('Copied').waitFor();
    expect(await clipboard()).toBe('http://127.0.0.1:3004/mcp/files');
    expect(await button.boundingBox()).toEqual(before);
  });

  test('copies the gateway’s address from the header', async () => {
    const { page, clipboard } = await open();
    await page.getByRole('button', { name: 'Copy the gateway address' }).click();
    await expect.poll(clipboard).toBe('http://127.0.0.1:3004/mcp');
  });
});

describe('a server’s details', () => {
  test('name the problem, what to do about it, and when it is tried again', async () => {
    const { page } = await open({ servers: mixedServers(Date.now()), hash: '#/servers/postgres' });
    const problem = page.getByRole('region', { name: 'Problem' });
    await problem.getByText('postgres ended with exit code 1. Its last words:').waitFor();
    await problem.getByText("Cannot find module '/srv/postgres/index.js'").waitFor();
    await problem.getByText('Check the path in "args".').waitFor();
    await expect(problem.getByText(/Next try in \d s/).waitFor()).resolves.toBeUndefined();
  });

  test('have its facts, which follow what happens to it', async () => {
    const servers = [readyServer('files', { restarts: 2 })];
    const { page, backend } = await open({ servers, hash: '#/servers/files' });
    const facts = page.getByRole('region', { name: 'Facts about files' });
    // A term and what it says stand side by side.
    const fact = (name: string) =>
      facts.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd');
    await fact('Restarts').getByText('2', { exact: true }).waitFor();
    expect(await fact('Era').innerText()).toBe('with sessions');
    backend.changeServer('files', {
      restarts: 1003,
      era: 'modern',
      protocolVersion: '2026-07-28',
      lastSeenAt: Date.now(),
    });
    await fact('Restarts').getByText('1,003', { exact: true }).waitFor();
    expect(await fact('Era').innerText()).toBe('stateless');
    expect(await fact('Protocol').innerText()).toBe('2026-07-28');
    expect(await fact('Identifies as').innerText()).toBe('secure-files-server 1.4.0');
    expect(await fact('Last heard').innerText()).toMatch(/\d/);
    backend.changeServer('files', { era: null, status: 'stopped' });
    await expect.poll(() => fact('Era').innerText()).toBe('–');
  });

  test('say so when the server is gone', async () => {
    const { page, backend } = await open({ servers: [readyServer('files')], hash: '#/servers/files' });
    await page.getByRole('heading', { name: 'files' }).waitFor();
    backend.change({ servers: backend.state().servers.slice(0, 1) });
    await expect(
      page.getByText('There is no server called files any more.').waitFor(),
    ).resolves.toBeUndefined();
  });

  test('open from the address that the tray menu uses for a log', async () => {
    const { page } = await open({ servers: [readyServer('files')], hash: '#/logs/files' });
    await expect(page.getByRole('log', { name: 'Log of files' }).waitFor()).resolves.toBeUndefined();
  });
});

describe('an action on a server', () => {
  test('is sent to the gateway: stop, start, restart, disable', async () => {
    const { page, backend } = await open({ servers: [readyServer('files')], hash: '#/servers/files' });
    const details = page.getByRole('region', { name: 'files', exact: true });
    await details.getByRole('button', { name: 'Restart files' }).click();
    await details.getByRole('button', { name: 'Stop files' }).click();
    await details.getByRole('button', { name: 'Start files', exact: true }).click();
    await details.getByRole('button', { name: 'Stop files' }).waitFor();
    await details.getByRole('switch', { name: 'files enabled' }).click();
    await details.getByText('disabled').waitFor();
    const actions = backend.called.filter(({ name }) => name !== 'readLogs');
    expect(actions).toEqual([
      { name: 'restartServer', input: { name: 'files' } },
      { name: 'stopServer', input: { name: 'files' } },
      { name: 'startServer', input: { name: 'files' } },
      { name: 'setServerEnabled', input: { name: 'files', enabled: false } },
    ]);
  });

  test('is shown as under way, and keeps the focus on its button', async () => {
    const { backend, row } = await open({ servers: [sampleServer('files')] });
    const held = Promise.withResolvers<void>();
    backend.script.startServer = async () => {
      await held.promise;
      backend.changeServer('files', { status: 'ready' });
      return readyServer('files');
    };
    const start = row('files').getByRole('button', { name: 'Start files', exact: true });
    await start.click();
    await expect.poll(() => start.getAttribute('aria-busy')).toBe('true');
    held.resolve();
    const stop = row('files').getByRole('button', { name: 'Stop files' });
    await stop.waitFor();
    await expect.poll(() => stop.getAttribute('aria-busy')).toBe('false');
    expect(await stop.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('that fails says what was wrong and what to do, until it is dismissed', async () => {
    const { page, backend, row } = await open({
      servers: [sampleServer('github')],
      expected: /Failed to load resource.*502/,
    });
    backend.script.startServer = () => {
      throw new AppError('SERVER_FAILED', 'The command "gh-mcp" was not found.', {
        expected: 'Install it, or give its full path.',
      });
    };
    await row('github').getByRole('button', { name: 'Start github', exact: true }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('github could not be started').waitFor();
    await alert.getByText('The command "gh-mcp" was not found.').waitFor();
    await alert.getByText('Install it, or give its full path.').waitFor();
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    await expect(alert.waitFor({ state: 'detached' })).resolves.toBeUndefined();
  });
});

describe('faults of the configuration file', () => {
  test('are shown with place, key and what was expected, and go when the file is mended', async () => {
    const { page, backend } = await open({ servers: [readyServer('files')] });
    const { config } = backend.state();
    const fault = {
      message: 'args is a string.',
      key: 'mcpServers.files.args',
      line: 12,
      column: 5,
      expected: 'a list of strings',
    };
    backend.change({ config: { ...config, faults: [fault] } });
    const banner = page.getByRole('alert', { name: 'The configuration file has 1 fault' });
    await banner.waitFor();
    const text = await banner.innerText();
    for (const part of ['12:5', fault.key, fault.message, 'Expected: a list of strings', config.path]) {
      expect(text).toContain(part);
    }
    backend.change({ config });
    await banner.waitFor({ state: 'detached' });
  });
});

test('a gateway that is not as configured is shown with what to do, until it is', async () => {
  const { page, backend } = await open({ servers: [readyServer('files')] });
  const { gateway } = backend.state();
  const message = 'The certificate in /tls/gateway.crt has expired, on 2026-01-01T00:00:00.000Z.';
  const problem = { code: 'TLS_UNUSABLE', message, expected: 'Renew it.' } as const;
  backend.change({ gateway: { ...gateway, problem } });
  const banner = page.getByRole('alert', { name: 'The gateway is not as config.json says' });
  await banner.waitFor();
  expect(await banner.innerText()).toContain(`${message} Renew it.`);
  backend.change({ gateway });
  await banner.waitFor({ state: 'detached' });
});
