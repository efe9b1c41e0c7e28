// All servers held at once: what ends, what clients are told meanwhile, and that all goes on afterwards.
import { expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { RpcFailure } from '../../support/mcp-session.ts';
import { startProgram, testHome } from '../../support/program.ts';

async function failureOf(call: Promise<unknown>): Promise<RpcFailure> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof RpcFailure) return error;
  throw new Error(`The call did not fail as it should: ${String(error)}`);
}

it('ends every child, refuses calls with a reason, keeps lists and sessions, and goes on when told', async () => {
  const config = configWith({ lazy: mockEntry(), eager: mockEntry({ start: 'eager' }) });
  const program = await startProgram({ config });
  const alone = await program.open('lazy');
  await alone.data('info');
  const all = await program.open(null);
  const names = await all.toolNames();
  await program.untilServer('eager', ({ status }) => status === 'ready');
  const inFlight = failureOf(alone.call('never'));
  await program.untilServer('lazy', (view) => view.inFlight === 1);

  const paused = (await program.home.json('pause')) as { readonly pausedAt: number };
  expect((await program.state()).pausedAt).toBe(paused.pausedAt);
  expect((await inFlight).message).toContain('"lazy" was stopped');
  for (const name of ['lazy', 'eager'])
    expect(await program.server(name)).toMatchObject({ status: 'stopped', summary: 'paused', pids: [] });

  const refused = await failureOf(alone.data('info'));
  expect(refused.message).toContain('all servers are paused');
  expect(refused.data).toMatchObject({ code: 'SERVERS_PAUSED', server: 'lazy' });
  expect((await failureOf(all.call('eager__info'))).data).toMatchObject({ code: 'SERVERS_PAUSED' });
  expect(await all.toolNames()).toEqual(names);
  await expect(program.client.startServer({ name: 'lazy' })).rejects.toMatchObject({
    code: 'SERVERS_PAUSED',
  });
  expect(await all.data('patchbay__list_servers')).toBeDefined();
  expect((await program.home.run('status')).stdout).toContain('All servers are paused');
  expect((await program.server('eager')).pids).toEqual([]);

  expect(await program.home.json('resume')).toEqual({ pausedAt: null });
  await program.untilServer('eager', ({ status }) => status === 'ready');
  expect(await alone.data('info')).toMatchObject({ pid: expect.any(Number) as number });
  expect(await program.home.json('resume')).toEqual({ pausedAt: null });
});

it('is over with the process: the next one begins without it', async () => {
  const home = await testHome({ config: configWith({ mock: mockEntry() }) });
  const first = await home.serve();
  await first.client.pauseServers({});
  await first.stop();
  const second = await home.serve();
  expect((await second.state()).pausedAt).toBeNull();
  expect(await (await second.open('mock')).data('info')).toBeDefined();
});
