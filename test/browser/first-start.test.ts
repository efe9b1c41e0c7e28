import { describe, expect, test } from 'vitest';
import { readyServer } from '../support/sample-servers.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();

describe('the page of a fresh install', () => {
  test('says that Patchbay runs, how to add a server and how to connect a client', async () => {
    const { page } = await open({ hash: '' });
    await page.getByRole('heading', { name: 'Patchbay is running' }).waitFor();
    const text = await page.getByRole('main').innerText();
    expect(text).toContain('/data/config.json');
    expect(text).toContain('"mcpServers"');
    expect(text).toContain('patchbay add files -- npx -y @modelcontextprotocol/server-filesystem');
    expect(text).toContain('claude mcp add --transport http patchbay http://127.0.0.1:3004/mcp');
  });

  test('puts the example and the commands on the clipboard', async () => {
    const { page, clipboard } = await open({ hash: '' });
    await page.getByRole('button', { name: 'Copy the configuration example' }).click();
    await page.getByRole('status').getByText('Copied').waitFor();
    expect(Object.keys(JSON.parse(await clipboard()))).toEqual(['mcpServers']);
    await page.getByRole('button', { name: 'Copy the connect command' }).click();
    await expect.poll(clipboard).toMatch(/^claude mcp add .* http:\/\/127\.0\.0\.1:3004\/mcp$/);
  });

  test('leads to the tokens that clients need', async () => {
    const { page, backend } = await open({ hash: '' });
    backend.script = { listTokens: () => [] };
    await page.getByRole('link', { name: 'make one for each client' }).click();
    await expect(page.getByRole('button', { name: 'New token' }).waitFor()).resolves.toBeUndefined();
  });

  test('lists the built-in server, which nothing can be done to, and shows Patchbay’s own log with it', async () => {
    const { page, backend, row } = await open();
    backend.log({ text: 'gateway listens' });
    await expect.poll(() => row('patchbay').getByRole('button').count()).toBe(2);
    await row('patchbay')
      .getByRole('button', { name: /ready, 3 tools/ })
      .click();
    await page.getByRole('heading', { name: 'Patchbay’s own log' }).waitFor();
    await page.getByRole('log', { name: 'Log of patchbay' }).getByText('gateway listens').waitFor();
  });

  test('gives way to the list as soon as there is a server', async () => {
    const { page, backend } = await open({ hash: '' });
    await page.getByRole('heading', { name: 'Patchbay is running' }).waitFor();
    backend.change({ servers: [...backend.state().servers, readyServer('files')] });
    await page.getByRole('link', { name: 'files' }).waitFor();
    await expect(
      page.getByRole('heading', { name: 'Patchbay is running' }).waitFor({ state: 'detached' }),
    ).resolves.toBeUndefined();
  });
});
