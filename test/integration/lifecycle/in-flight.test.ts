// Whatever ends a server under a call: the call is told at once, by name, and the session goes on.
import { expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { startProgram, type Home, type Program } from '../../support/program.ts';

interface Outcome {
  /** With which a call that never ends by itself fails, on the server alone and through /mcp. */
  readonly failures: readonly string[];
  /** Of the next call of each session. */
  readonly next: readonly string[];
}

const messageOf = (call: Promise<string>): Promise<string> =>
  call.catch((error: unknown) => (error instanceof Error ? error.message : String(error)));

async function outcomeOf(program: Program, act: () => Promise<unknown>): Promise<Outcome> {
  const [alone, all] = [await program.open('mock'), await program.open(null)];
  await all.toolNames();
  const calls = [alone.text('never'), all.text('mock__never')].map(messageOf);
  await program.untilServer('mock', ({ inFlight }) => inFlight === 2);
  const acting = act();
  const failures = await Promise.all(calls);
  await acting;
  const next = [alone.text('echo', { text: 'on' }), all.text('mock__echo', { text: 'on' })].map(messageOf);
  return { failures, next: await Promise.all(next) };
}

type Act = (home: Home) => Promise<unknown>;

const goesOn: Readonly<Record<string, Act>> = {
  stop: (home) => home.run('stop', 'mock'),
  restart: (home) => home.run('restart', 'mock'),
  'a change of the file': (home) => home.writeConfig(configWith({ mock: mockEntry({ flags: '--tools 1' }) })),
  'another form of session': (home) =>
    home.writeConfig(configWith({ mock: mockEntry({ session: 'isolated' }) })),
};

it.each(Object.entries(goesOn))('%s: the next call works', async (_what, act) => {
  const program = await startProgram({ config: configWith({ mock: mockEntry() }) });
  const { failures, next } = await outcomeOf(program, () => act(program.home));
  for (const failure of failures) expect(failure).toMatch(/"mock".* (stopped|restarted|changed)/);
  expect(next).toEqual(['on', 'on']);
});

const endsIt: Readonly<Record<string, Act>> = {
  disable: (home) => home.run('disable', 'mock'),
  remove: (home) => home.run('remove', 'mock'),
};

it.each(Object.entries(endsIt))('%s: the next call says so', async (_what, act) => {
  const program = await startProgram({ config: configWith({ mock: mockEntry() }) });
  const { failures, next } = await outcomeOf(program, () => act(program.home));
  for (const failure of failures) expect(failure).toMatch(/"mock".* (disabled|changed|removed|stopped)/);
  for (const failure of next) expect(failure).toMatch(/disabled|no server|Unknown tool/);
});
