// Clients of a home folder, connected and disconnected by the command line: what their files then say works as they would
// use it (C5).
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { fakeClient } from '../../support/fake-client.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { startProgram } from '../../support/program.ts';
import { call, post } from '../../support/raw-mcp.ts';

interface CursorFile {
  readonly mcpServers: Record<string, { readonly url: string; readonly headers: Record<string, string> }>;
}

it('connects a client with a token of its own, shows what it changes, and takes it back byte for byte', async () => {
  const { home } = await startProgram({
    config: configWith({ box: mockEntry() }),
    words: ['--port', '0', '--console-port', '0', '--auth', 'token'],
  });
  const file = join(home.userHome, '.cursor', 'mcp.json');
  const before = '{\n\t// mine\r\n\t"mcpServers": { "other": { "command": "x" }, },\n}';
  await mkdir(join(home.userHome, '.cursor'));
  await writeFile(file, before);
  const listed = await home.run('clients');
  expect(listed.stdout).toMatch(/^cursor +Cursor +not connected /m);
  expect(listed.stdout).toMatch(/^codex +Codex +not installed /m);
  const dry = await home.run('connect', 'cursor', '--dry-run');
  expect(dry.stdout).toContain('would be changed, line');
  expect(await readFile(file, 'utf8')).toBe(before);

  const connected = await home.run('connect', 'cursor');
  const entry = (
    JSON.parse(
      (await readFile(file, 'utf8')).replace('// mine', '').replaceAll(', }', ' }').replace(',\n}', '\n}'),
    ) as CursorFile
  ).mcpServers['patchbay'];
  const [url, headers] = [
    new URL(entry?.url ?? ''),
    { authorization: entry?.headers['Authorization'] ?? '' },
  ];
  expect(connected.stdout).not.toContain(headers.authorization.replace('Bearer ', ''));
  const echoed = await post(url, call(1, 'box__echo', { text: 'as Cursor' }), headers);
  expect(echoed.text).toContain('as Cursor');
  expect((await home.run('clients', '--json')).stdout).toContain('"connected"');
  expect((await home.run('token', 'list')).stdout).toContain('Cursor');

  await home.run('disconnect', 'cursor');
  expect(await readFile(file, 'utf8')).toBe(before);
  expect((await post(url, call(2, 'box__echo', { text: 'no' }), headers)).status).toBe(401);
  const again = await home.run('disconnect', 'cursor');
  expect(again).toMatchObject({ status: 0, stdout: 'cursor: was not connected; nothing changed.\n' });
  const unknown = await home.run('connect', 'emacs');
  expect(unknown).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no client "emacs"') });
});

it('takes Patchbay out of every client, and revokes their tokens', async () => {
  const { home } = await startProgram({
    config: configWith({ box: mockEntry() }),
    words: ['--port', '0', '--console-port', '0', '--auth', 'token'],
  });
  const files = ['.cursor', '.lmstudio'].map((folder) => join(home.userHome, folder, 'mcp.json'));
  for (const file of files) {
    await mkdir(dirname(file));
    await writeFile(file, '{ }');
  }
  await home.run('connect', 'cursor');
  await home.run('connect', 'lm-studio');
  const { status, stderr } = await home.run('uninstall-clients');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const file of files) expect(await readFile(file, 'utf8')).toBe('{ }');
  expect((await home.run('token', 'list')).stdout).not.toMatch(/Cursor|LM Studio/);
});

it('says what the client’s own command answers, once it is connected', async () => {
  const fake = await fakeClient('claude', `console.log('patchbay:\\n  Status: ✓ Connected')`);
  const { home } = await startProgram({
    config: configWith({}),
    words: ['--port', '0', '--console-port', '0', '--auth', 'token'],
    env: { PATH: `${fake.path}:${process.env['PATH'] ?? ''}`, TERM: 'xterm', SHLVL: '1' },
  });
  await writeFile(join(home.userHome, '.claude.json'), '{}');
  const { stdout } = await home.run('connect', 'claude-code');
  expect(stdout).toContain('Asked by claude mcp get patchbay, Claude Code reaches Patchbay.');
  const again = JSON.parse((await home.run('connect', 'claude-code', '--json')).stdout);
  expect(again.check).toEqual({
    client: 'claude-code',
    command: 'claude mcp get patchbay',
    result: 'reached',
  });
});
