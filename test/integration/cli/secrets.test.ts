// `${secret:NAME}` and `patchbay secret`, against a whole Patchbay.
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { say, type Said } from '../../cli/in-process.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { startProgram, type Program } from '../../support/program.ts';

/** The command line with something on its standard input. */
function piped(program: Program, input: string, ...words: string[]): Promise<Said> {
  const stdin = new PassThrough();
  stdin.end(input);
  return say(words, { env: { PATCHBAY_DATA_DIR: program.home.dataDir }, patch: { stdin } });
}

const config = (): unknown => {
  const entry = mockEntry();
  return configWith({ needy: { ...entry, env: { ...entry.env, KEY: 'x ${secret:API_KEY}' } } });
};

it('names a secret that is not set and the command that sets it, and starts the server once it is', async () => {
  const program = await startProgram({ config: config() });
  expect((await program.server('needy')).problem).toMatchObject({
    code: 'CONFIG_VARIABLE_MISSING',
    message: 'Server "needy" needs the secret API_KEY (in env.KEY), which is not set.',
    expected: 'Set it with: patchbay secret set API_KEY',
  });
  await expect(program.open('needy')).rejects.toThrow('needs the secret API_KEY');

  expect(await piped(program, 'first value\n', 'secret', 'set', 'API_KEY')).toEqual({
    status: 0,
    stdout: 'API_KEY: kept; write ${secret:API_KEY} in config.json\n',
    stderr: '',
  });
  const session = await program.open('needy');
  expect(await session.data('env', { names: ['KEY'] })).toEqual({ KEY: 'x first value' });
  expect((await program.home.run('secret', 'list')).stdout).toBe('API_KEY\n');

  await piped(program, 'second value', 'secret', 'set', 'API_KEY');
  const next = await program.open('needy');
  expect(await next.data('env', { names: ['KEY'] })).toEqual({ KEY: 'x second value' });

  expect((await program.home.run('secret', 'remove', 'API_KEY')).stdout).toBe('API_KEY: forgotten\n');
  expect((await program.server('needy')).problem).toMatchObject({ code: 'CONFIG_VARIABLE_MISSING' });
  const unknown = await program.home.run('secret', 'remove', 'API_KEY');
  expect([unknown.status, unknown.stderr]).toEqual([
    1,
    'patchbay: There is no secret "API_KEY". None is set.\n',
  ]);
});

it('keeps a secret over restarts', async () => {
  const program = await startProgram({ config: config() });
  await piped(program, 'lasting value', 'secret', 'set', 'API_KEY');
  await program.stop();
  const again = await program.home.serve();
  const session = await again.open('needy');
  expect(await session.data('env', { names: ['KEY'] })).toEqual({ KEY: 'x lasting value' });
});

it('takes no value from the words, no empty one, and no name that is none', async () => {
  const program = await startProgram({ config: config() });
  expect((await piped(program, '', 'secret', 'set', 'API_KEY', 'value')).status).toBe(2);
  expect(await piped(program, '\n', 'secret', 'set', 'API_KEY')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('There is no value on standard input.') as unknown,
  });
  expect(await piped(program, 'value', 'secret', 'set', '1 b')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('"1 b" is no name for a secret.') as unknown,
  });
  expect((await piped(program, 'abc', 'secret', 'set', 'PIN')).stderr).toContain('cannot be hidden');
  expect((await piped(program, 'a\0b', 'secret', 'set', 'NUL')).stderr).toContain('NUL character');
});
