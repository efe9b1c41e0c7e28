// What servers offer is known over restarts, without starting them.
import { expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { processesWith } from '../../support/processes.ts';
import { startProgram } from '../../support/program.ts';
import { until } from '../../support/until.ts';

it('lists the tools of a lazy server after a restart without starting it', async () => {
  const program = await startProgram({ config: configWith({ lazy: mockEntry({ flags: '--tools 3' }) }) });
  const names = await (await program.open(null)).toolNames();
  expect(names).toEqual(expect.arrayContaining(['patchbay__list_servers', 'lazy__echo', 'lazy__extra_3']));
  await program.stop();

  const again = await program.home.serve();
  const session = await again.open(null);
  expect(await session.toolNames()).toEqual(names);
  expect(await again.server('lazy')).toMatchObject({ status: 'stopped', pids: [], startedAt: null });
  expect((await again.server('lazy')).tools).toBe(names.filter((name) => name.startsWith('lazy__')).length);
  expect(await processesWith(again.home.marker)).toHaveLength(1);
  // Listed, so callable: now it starts.
  expect(await session.text('lazy__echo', { text: 'awake' })).toBe('awake');
  expect(await processesWith(again.home.marker)).toHaveLength(2);
});

it('also after it was killed', async () => {
  const program = await startProgram({ config: configWith({ lazy: mockEntry() }) });
  const names = await (await program.open(null)).toolNames();
  expect(names).toContain('lazy__echo');
  const written = (): Promise<string> => program.home.readText('registry.json').catch(() => '');
  await until('what is known on disk', async () => (await written()).includes('learnedAt'));
  await program.stop('SIGKILL');
  const again = await program.home.serve();
  expect(await (await again.open(null)).toolNames()).toEqual(names);
  expect((await again.server('lazy')).status).toBe('stopped');
});

it('asks anew when the command is another one', async () => {
  const program = await startProgram({ config: configWith({ lazy: mockEntry() }) });
  await (await program.open(null)).toolNames();
  await program.stop();
  await program.home.writeConfig(configWith({ lazy: mockEntry({ flags: '--tools 1' }) }));
  const again = await program.home.serve();
  expect((await again.server('lazy')).tools).toBeNull();
  expect(await (await again.open(null)).toolNames()).toContain('lazy__extra_1');
});
