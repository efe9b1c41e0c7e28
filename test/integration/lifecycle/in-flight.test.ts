// Whatever ends a server under a call: the call is told at once, by name, and the session goes on.
import { expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { startProgram, type Home, type Program } from '../../support/program.ts';

/** The messages with which a call that never ends by itself fails, on the server alone and through /mcp. */
async function failuresWhile(program: Program, act: () => Promise<unknown>): Promise<readonly string[]> {
  const [alone, all] = [await program.open('mock'), await program.open(null)];
  await all.toolNames();
  const calls = [alone.call('never'), all.call('mock__never')].map(async (call) => {
    const error: unknown = await call.then(
      () => 'an answer',
      (reason: unknown) => reason,
    );
    return error instanceof Error ? error.message : String(error);
  });
  await program.untilServer('mock', ({ inFlight }) => inFlight === 2);
  const acting = act();
  const failures = await Promise.all(calls);
  await acting;
  // Where there still is a server of this name, both sessions find it.
  const now = (await program.state()).servers.find(({ name }) => name === 'mock');
  if (now?.enabled === true) {
    expect(await alone.text('echo', { text: 'on' })).toBe('on');
    expect(await all.text('mock__echo', { text: 'on' })).toBe('on');
  }
  return failures;
}

const endings: Readonly<Record<string, (home: Home) => Promise<unknown>>> = {
  stop: (home) => home.run('stop', 'mock'),
  restart: (home) => home.run('restart', 'mock'),
  disable: (home) => home.run('disable', 'mock'),
  remove: (home) => home.run('remove', 'mock'),
  'a change of the file': (home) => home.writeConfig(configWith({ mock: mockEntry({ flags: '--tools 1' }) })),
  'another form of session': (home) =>
    home.writeConfig(configWith({ mock: mockEntry({ session: 'isolated' }) })),
};

it.each(Object.entries(endings))('%s', async (_what, act) => {
  const program = await startProgram({ config: configWith({ mock: mockEntry() }) });
  for (const failure of await failuresWhile(program, () => act(program.home))) {
    expect(failure).toContain('"mock"');
    expect(failure).toMatch(/stopped|restarted|disabled|changed|removed/);
  }
});
