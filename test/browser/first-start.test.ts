import { describe, expect, test } from 'vitest';
import { readyServer } from '../support/sample-servers.ts';
import { sampleClient, sampleOffer, samplePlan } from '../support/sample-clients.ts';
import { stickingOut } from '../support/sticking-out.ts';
import { takePictures } from '../support/take-pictures.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();
const title = { name: 'Patchbay is running' };

describe('the page of a fresh install', () => {
  test('leads from the servers of other programs over a connected client to a first call', async () => {
    const { page, backend } = await open({ hash: '#/servers' });
    const cursor = sampleClient('cursor', { name: 'Cursor', servers: 2 });
    let clients = [cursor];
    backend.script = {
      listClients: () => clients,
      readImport: () => sampleOffer,
      planImport: () => ({ ...samplePlan, change: null }),
      applyImport: () => {
        backend.change({ servers: [...backend.state().servers, readyServer('github-2')] });
        return { client: 'cursor', added: ['github-2'], missing: [], isSwitched: false };
      },
      proposeConnection: () => ({
        consent: 'yes',
        change: { client: 'cursor', path: '/mcp.json', what: 'made', line: 1, removed: [], added: ['{}'] },
      }),
      connectClient: () => {
        clients = [{ ...cursor, state: 'connected' }];
        return clients[0] ?? cursor;
      },
      checkClient: ({ client }) => ({ client, command: null, result: 'no command' }),
      callTool: () => ({ isError: false, result: { content: [{ type: 'text', text: 'patchbay: ready' }] } }),
    };
    await page.evaluate(() => {
      window.location.hash = '#/';
    });
    await page.getByRole('heading', title).waitFor();
    await page.getByRole('button', { name: 'Import servers from Cursor' }).waitFor();
    await takePictures(page, 'first-steps');
    await page.getByRole('button', { name: 'Import servers from Cursor' }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Add 1 server' }).click();
    // The first server is here, and the way goes on.
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('heading', { name: /^Bring your servers.*done$/ }).waitFor();
    await page.getByRole('button', { name: 'Connect Cursor' }).click();
    await page.getByRole('button', { name: 'Make this change' }).click();
    await page.getByRole('heading', { name: /^Connect a client.*done$/ }).waitFor();
    await page.getByRole('button', { name: 'Call list_servers' }).click();
    await page.getByRole('region', { name: 'The answer' }).getByText('patchbay: ready').waitFor();
    expect(await stickingOut(page)).toEqual([]);
    await takePictures(page, 'first-steps-done');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.getByRole('heading', title).count()).toBe(0);
  });

  test('is skipped for good, and reached again from the clients', async () => {
    const { page } = await open({ hash: '' });
    await page.getByRole('heading', title).waitFor();
    await page.getByText('No other program’s file has servers.').waitFor();
    await page.getByRole('button', { name: 'Skip' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('link', { name: 'Clients', exact: true }).click();
    await page.getByRole('link', { name: 'First steps' }).click();
    await expect(page.getByRole('heading', title).waitFor()).resolves.toBeUndefined();
  });

  test('puts the path of the configuration and an example for it on the clipboard', async () => {
    const { page, clipboard } = await open({ hash: '' });
    await page.getByRole('heading', title).waitFor();
    expect(await page.getByRole('main').innerText()).toContain('/data/config.json');
    await page.getByRole('button', { name: 'Copy the configuration example' }).click();
    await page.getByRole('status').getByText('Copied').waitFor();
    expect(Object.keys(JSON.parse(await clipboard()))).toEqual(['mcpServers']);
  });

  test('leads from the empty list of servers to the first steps', async () => {
    const { page } = await open({ width: 800 });
    const none = page.getByRole('region', { name: 'No server of yours yet' });
    await none.waitFor();
    expect(await stickingOut(page)).toEqual([]);
    await takePictures(page, 'no-servers');
    await none.getByRole('link', { name: 'First steps' }).click();
    await expect(page.getByRole('heading', title).waitFor()).resolves.toBeUndefined();
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

  test('gives way to the list as soon as there is a server and nobody has begun', async () => {
    const { page, backend } = await open({ hash: '' });
    await page.getByRole('heading', title).waitFor();
    backend.change({ servers: [...backend.state().servers, readyServer('files')] });
    await page.getByRole('link', { name: 'files' }).waitFor();
    await expect(page.getByRole('heading', title).waitFor({ state: 'detached' })).resolves.toBeUndefined();
  });
});
