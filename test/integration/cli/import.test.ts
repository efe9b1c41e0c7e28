// `patchbay import` as people run it: a prepared file of Claude Desktop comes in with its secrets kept apart, the servers
// answer, the client is switched over, and all of it is taken back.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { startProgram } from '../../support/program.ts';

it('imports, switches over and takes back, each after it was shown', async () => {
  const program = await startProgram({ config: configWith({}) });
  const { home, client } = program;
  const folder = join(home.userHome, '.config', 'Claude');
  const file = join(folder, 'claude_desktop_config.json');
  const { command, args } = mockEntry();
  const box = { command, args, env: { API_TOKEN: 'tok-0123456789abcdef' } };
  const text = JSON.stringify({ mcpServers: { box, odd: {} }, theme: 'dark' }, null, 2);
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify({ mcpServers: { box } }));
  const all = await home.run('import', 'claude-desktop', '--dry-run');
  expect(all.stdout).toContain('Server "box" will run on this machine');
  expect(all.stdout).not.toContain('has no servers of its own');
  await writeFile(file, text);
  const before = await readFile(home.configFile, 'utf8');

  const dry = await home.run('import', 'claude-desktop', '--switch', '--dry-run');
  expect(dry.stderr).toBe('');
  expect(dry.stdout).toContain('odd: cannot be imported: It has neither a command nor an address.');
  expect(dry.stdout).toContain(args?.[0] ?? 'no arguments');
  expect(dry.stdout).toContain('kept as a secret: box_API_TOKEN');
  expect(dry.stdout).toContain('is to be changed, line');
  expect(dry.stdout).not.toContain('tok-0123456789');
  const unasked = await home.run('import', 'claude-desktop');
  expect(unasked).toMatchObject({ status: 1, stderr: expect.stringContaining('--yes says that you agree') });
  expect([await readFile(home.configFile, 'utf8'), await readFile(file, 'utf8')]).toEqual([before, text]);
  const unknown = await home.run('import', 'claude-desktop', '--server', 'none');
  expect(unknown).toMatchObject({ status: 1, stderr: expect.stringContaining('has no server "none"') });

  const done = await home.json('import', 'claude-desktop', '--switch', '--yes');
  expect(done).toMatchObject({
    offer: {
      entries: [
        { key: 'box', status: 'new' },
        { key: 'odd', status: 'unusable' },
      ],
    },
    outcome: { added: ['box'], isSwitched: true },
  });
  expect(await readFile(home.configFile, 'utf8')).toContain('${secret:box_API_TOKEN}');
  const { result } = await client.callTool({ server: 'box', tool: 'echo', arguments: { text: 'hello' } });
  expect(JSON.stringify(result)).toContain('hello');
  const { mcpServers } = JSON.parse(await readFile(file, 'utf8')) as {
    readonly mcpServers: Record<string, { readonly args: readonly string[] }>;
  };
  expect(Object.keys(mcpServers)).toEqual(['odd', 'patchbay']);
  expect(mcpServers['patchbay']?.args).toEqual([
    expect.stringMatching(/bridge\.js$/),
    '--data-dir',
    home.dataDir,
  ]);
  const again = await home.run('import', 'claude-desktop');
  expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining('odd: cannot be imported') });

  const undone = await home.run('import', 'claude-desktop', '--undo');
  expect(undone.stdout).toContain('Removed: box.');
  expect([await readFile(home.configFile, 'utf8'), await readFile(file, 'utf8')]).toEqual([before, text]);
  const audited = await client.readAudit({ limit: 100 });
  expect(audited.map(({ action, subject }) => `${action} ${subject}`)).toEqual(
    expect.arrayContaining([
      'added box',
      'set box_API_TOKEN',
      'client connected claude-desktop',
      'removed box',
    ]),
  );
});
