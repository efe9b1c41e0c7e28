import { expect, test } from 'vitest';
import { readyServer } from '../support/sample-servers.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();

test('a pause stands above every section until it is ended there', async () => {
  const servers = [readyServer('files', { status: 'stopped', paused: true })];
  const { page, backend, row } = await open({ servers, hash: '#/servers', width: 800 });
  backend.change({ pausedAt: Date.now() });
  const notice = page.getByRole('region', { name: /^All servers are paused since \d/ });
  await notice.waitFor();
  await row('files').getByText('paused', { exact: true }).waitFor();
  backend.script = {
    resumeServers: () => {
      backend.change({ pausedAt: null });
      return { pausedAt: null };
    },
  };
  await page.evaluate(() => location.assign('#/logs'));
  await notice.getByRole('button', { name: 'Resume' }).click();
  await notice.waitFor({ state: 'detached' });
  expect(backend.called.map(({ name }) => name)).toContain('resumeServers');
});
