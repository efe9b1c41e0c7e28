// The overview against the product itself: servers that really crash, register, are called and recover.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { call, openSession, post } from '../support/raw-mcp.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { mockServer } from '../support/test-servers.ts';
import { useRealScenes } from './real-scenes.ts';

const open = useRealScenes();

test('the overview tells of crashes, strangers and calls, and its buttons mend what they say', async () => {
  const broken = join(await tempFolder(), 'broken');
  await writeFile(broken, '');
  // Ends at once as long as the file is there.
  const guard = join(broken, '..', 'guard.mjs');
  const there = `if (existsSync(${JSON.stringify(broken)})) { console.error('the disk is gone'); process.exit(3); }`;
  await writeFile(guard, `import { existsSync } from 'node:fs';\n${there}\n`);
  const mock = mockServer();
  const { args = [] } = mock;
  const flaky = { ...mock, args: ['--import', guard, ...args], start: 'eager' as const, maxRestarts: 1 };
  const { patchbay, page } = await open(
    { registration: { approval: 'manual' }, mcpServers: { mock, flaky, shy: { ...flaky, start: 'lazy' } } },
    '#/',
  );
  const headers = await openSession(patchbay.endpoint('mock'));
  for (let id = 1; id <= 4; id += 1)
    await post(patchbay.endpoint('mock'), call(id, 'echo', { text: 'hello' }), headers);

  const attention = page.getByRole('region', { name: 'Needs attention' });
  await attention.getByText(/the disk is gone/).waitFor();
  await attention.getByRole('button', { name: 'Start flaky' }).waitFor();
  // This one is started when it is called, ends at once, and rests.
  await expect(patchbay.core.commands.listTools({ server: 'shy' })).rejects.toThrow('the disk is gone');
  await attention.getByRole('button', { name: 'Start shy' }).waitFor();
  await rm(broken);
  await attention.getByRole('button', { name: 'Start flaky' }).click();
  await attention.getByRole('button', { name: 'Start shy' }).click();
  const servers = page.getByRole('list', { name: /^Servers/ });
  await servers
    .getByRole('listitem')
    .filter({ hasText: 'flaky' })
    .getByText(/^ready, \d+ tools/)
    .waitFor();
  await page.getByText('All is well').waitFor();

  await post(`${patchbay.url}/register`, {
    server_id: 'stranger',
    server_url: 'http://127.0.0.1:9/mcp',
  });
  await attention.getByText(/waits for approval/).waitFor();
  await attention.getByRole('button', { name: /^Approve stranger/ }).click();
  await expect.poll(() => patchbay.core.state.get().registrations.servers[0]?.state).not.toBe('pending');

  await patchbay.core.commands.pauseServers({});
  await attention.getByRole('button', { name: 'Resume all servers' }).click();
  await expect.poll(() => patchbay.core.state.get().pausedAt).toBeNull();

  const chart = page.getByRole('region', { name: 'Calls' }).getByRole('img');
  await expect
    .poll(
      async () => {
        // Asked for at once, not at the next step.
        await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
        return chart.getAttribute('aria-label');
      },
      { timeout: 15_000 },
    )
    .toMatch(/^Calls of the last 10 minutes: [5-9] calls, 0 failed/);
  await servers
    .getByRole('listitem')
    .filter({ hasText: 'mock' })
    .getByText(/^\d+(\.\d+)? ms$/)
    .waitFor();
});
