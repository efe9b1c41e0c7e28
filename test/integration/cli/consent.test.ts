// Nobody adds a command without a yes to exactly that command, whatever the way to the management API.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { startProgram } from '../../support/program.ts';

it('adds a command only with the consent that was shown for it, and records it', async () => {
  const program = await startProgram({ config: configWith({}) });
  const { client, home } = program;
  const { command = '', args = [] } = mockEntry();
  const before = await readFile(home.configFile, 'utf8');
  const refusal = { code: 'CONSENT_NEEDED' };
  await expect(client.addServer({ name: 'a', entry: { command, args } })).rejects.toMatchObject(refusal);
  const { consent } = await client.proposeServer({ name: 'a', entry: { command, args } });
  const other = { name: 'a', entry: { command: 'sh', args: ['-c', 'x'] }, consent: String(consent) };
  await expect(client.addServer(other)).rejects.toMatchObject(refusal);
  expect(await readFile(home.configFile, 'utf8')).toBe(before);

  const shown = await client.proposeServer({
    name: 'a',
    entry: { command, args, env: { TOKEN: 'hunter2-x' } },
  });
  expect(shown).toMatchObject({ words: [command, ...args], env: ['TOKEN=[redacted]'] });
  const entry = { command, args, env: { TOKEN: 'hunter2-x' } };
  await client.addServer({ name: 'a', entry, consent: String(shown.consent) });
  await client.removeServer({ name: 'a' });
  const again = { name: 'a', entry, consent: String(shown.consent) };
  await expect(client.addServer(again)).rejects.toMatchObject(refusal);

  const added = await client.readAudit({ limit: 100 });
  expect(added.map(({ kind, action, subject }) => `${kind} ${action} ${subject}`)).toEqual(
    expect.arrayContaining(['configuration added a', 'configuration removed a']),
  );
  expect(JSON.stringify(added)).not.toContain('hunter2');
});
