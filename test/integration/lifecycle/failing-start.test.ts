// A command whose child ends at each start: what its clients are told, that nobody else notices, and that it is found again.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';
import { call, openSession, post, send } from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

it('is named with the cause, refused at once in the end, and found by itself; the others go on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const licence = join(folder, 'licence');
  const gate = join(folder, 'gate.mjs');
  await writeFile(
    gate,
    `import { existsSync } from 'node:fs';
if (!existsSync(${JSON.stringify(licence)})) { console.error('no licence'); process.exit(3); }`,
  );
  const { command = '', args = [], ...rest } = mockServer();
  const gated = { ...rest, command, args: ['--import', gate, ...args] };
  const patchbay = await startPatchbay({ mcpServers: { gated, mock: mockServer() } });
  const view = () => patchbay.core.state.get().servers.find(({ name }) => name === 'gated');
  const all = await openSession(patchbay.endpoint());
  let lastId = 0;
  const ask = async (): Promise<string> =>
    (await post(patchbay.endpoint('gated'), call(++lastId, 'echo', { text: 'well' }))).text;

  expect(await ask()).toMatch(/gated.* ended with exit code 3 while starting; it last printed: no licence/);
  await until('it to be given up', async () => /It is tried again in \d+ s/.test(await ask()));
  expect(view()).toMatchObject({ circuit: 'open' });
  expect(view()?.retryAt).not.toBeNull();
  const health = await send('GET', `${patchbay.url}/health/gated`);
  expect([health.status, health.json()]).toMatchObject([503, { circuit: 'open' }]);
  const restarts = view()?.restarts;
  const answers = await Promise.all(Array.from({ length: 20 }, ask));
  for (const answer of answers) expect(answer).toContain('no licence');
  expect((view()?.restarts ?? 0) - (restarts ?? 0)).toBeLessThanOrEqual(1);
  expect((await post(patchbay.endpoint(), call(1, 'mock__echo', { text: 'fine' }), all)).text).toContain(
    'fine',
  );
  expect((await post(patchbay.endpoint('mock'), call(1, 'echo', { text: 'fine' }))).text).toContain('fine');

  await writeFile(licence, 'yes');
  // Nobody asks it anything.
  await until('it to be there', () => view()?.status === 'ready', 45_000);
  expect(view()).toMatchObject({ circuit: 'closed', retryAt: null });
  expect(await ask()).toContain('well');
}, 90_000);
