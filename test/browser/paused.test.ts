import { expect, test } from 'vitest';
import { readyServer } from '../support/sample-servers.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();

test('a pause stands above every section until it is ended there', async () => {
  const servers = [readyServer('files', { status: 'stopped', paused: true })];
  const { page, backend, row } = await open({ servers, hash: '#/servers', width: 800 });
  backend.change({ pausedAt: Date.now() });
  const asked = (): number => backend.called.filter(({ name }) => name === 'resumeServers').length;
  const notice = page.getByRole('region', { name: /^All servers are paused since \d/ });
  await notice.waitFor();
  await row('files').getByText('paused', { exact: true }).waitFor();
  const gate = Promise.withResolvers<void>();
  backend.script = {
    resumeServers: async () => {
      await gate.promise;
      backend.change({ pausedAt: null });
      return { pausedAt: null };
    },
  };
  await page.evaluate(() => location.assign('#/logs'));
  // Twice before anything is painted is once.
  await notice.getByRole('button', { name: 'Resume' }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await expect.poll(asked).toBe(1);
  gate.resolve();
  await notice.waitFor({ state: 'detached' });
  expect(asked()).toBe(1);
});
