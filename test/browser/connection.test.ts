import { describe, expect, test } from 'vitest';
import { readyServer } from '../support/sample-servers.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();
const servers = [readyServer('files')];
const hash = '#/servers/files';
/** The browser itself notes refused connections and 401 answers. */
const expected = /Failed to load resource|ERR_/;

describe('when the connection is lost', () => {
  test('the page says so, keeps what it showed, and offers no actions', async () => {
    const { page, backend, row } = await open({ servers, hash, expected });
    await row('files').getByText('ready, 13 tools, 4 sessions').waitFor();
    await backend.goDown();
    await page.getByRole('alert').getByText('Connection to Patchbay lost, trying again.').waitFor();
    await row('files').getByText('ready, 13 tools, 4 sessions').waitFor();
    const stop = page
      .getByRole('region', { name: 'files', exact: true })
      .getByRole('button', { name: 'Stop files' });
    expect(await stop.getAttribute('aria-disabled')).toBe('true');
  });

  test('the page comes back by itself, with the newest state and the lines it missed', async () => {
    const { page, backend, row } = await open({ servers, hash, expected });
    const log = page.getByRole('log', { name: 'Log of files' });
    backend.log({ source: 'files', text: 'seen' });
    await log.getByText('seen').waitFor();
    await backend.goDown();
    await page.getByRole('alert').waitFor();
    backend.log({ source: 'files', text: 'missed' });
    backend.changeServer('files', { tools: 14 });
    await backend.comeBack();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await row('files').getByText('ready, 14 tools').waitFor();
    await log.getByText('missed').waitFor();
    backend.log({ source: 'files', text: 'live again' });
    await log.getByText('live again').waitFor();
    expect(await log.getByText('missing here').count()).toBe(0);
  });
});

describe('when the session has ended', () => {
  test('the page says how to get a fresh link, and works again once one was opened', async () => {
    const { page, backend, row } = await open({ servers, hash, expected });
    await row('files').waitFor();
    await backend.goDown();
    await backend.comeBack('fresh');
    const notice = page.getByRole('alert', { name: 'This link has expired' });
    await notice.getByText('patchbay status').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await notice.waitFor();

    await page.request.get(backend.link());
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(row('files').waitFor()).resolves.toBeUndefined();
  });

  test('a browser that never signed in is told the same', async () => {
    const { page } = await open({ expected });
    await page.context().clearCookies();
    await page.reload();
    await page.getByRole('alert', { name: 'This link has expired' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(0);
  });
});
