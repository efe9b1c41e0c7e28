// Every section of the page as axe judges it, in both themes, empty and full.
import { expect, test } from 'vitest';
import { expectNoViolation, showTheme, themes } from '../support/axe.ts';
import { pendingRegistration, sampleRegistration } from '../support/sample-registrations.ts';
import { mixedServers } from '../support/sample-servers.ts';
import { mixedTokens } from '../support/sample-tokens.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();
const fault = {
  message: 'requestTimeoutSeconds is -5.',
  key: 'gateway.requestTimeoutSeconds',
  line: 31,
  column: 17,
  expected: 'a number greater than 0, at most 86400',
};

test.each(['empty', 'full'])('axe finds nothing to object to in any section, %s', async (how) => {
  const isFull = how === 'full';
  const { page, backend } = await open({ servers: isFull ? mixedServers(Date.now()) : [], hash: '' });
  backend.script = { listTokens: () => (isFull ? mixedTokens() : []) };
  if (isFull) {
    const servers = [sampleRegistration('notes'), pendingRegistration('stranger')];
    const clients = [{ name: 'editor', version: '2.1', sessions: 2, lastActivityAt: Date.now() }];
    const config = { ...backend.state().config, faults: [fault] };
    backend.change({ registrations: { servers, clients }, config });
  }
  const links = page.getByRole('navigation', { name: 'Sections' }).getByRole('link');
  await links.first().waitFor();
  const hashes = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(hashes.length).toBeGreaterThan(3);
  for (const theme of themes) {
    await showTheme(page, theme);
    for (const hash of [...hashes, '#/servers/files', '#/servers/postgres', '#/servers/gone']) {
      await page.evaluate((to) => {
        window.location.hash = to;
      }, hash);
      await page.getByRole('main').getByRole('heading').first().waitFor();
      await expectNoViolation(page);
    }
  }
});
