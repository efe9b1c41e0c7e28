// The first minutes as the README tells them, in an empty home folder: servers brought from Claude Desktop's file, three
// clients connected, and what their files hold then used as they would. What a person reads and types comes on top.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, it, onTestFinished } from 'vitest';
import { mockEntry } from '../support/mock-entry.ts';
import { textOf } from '../support/modern-client.ts';
import { startProgram } from '../support/program.ts';
import { call, post } from '../support/raw-mcp.ts';

interface Entry {
  readonly command?: string;
  readonly args?: string[];
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

it('lead from another program’s servers to a call by each client', async () => {
  const words = ['--port', '0', '--console-port', '0', '--auth', 'token'];
  const { home } = await startProgram({ words });
  const folder = join(home.userHome, '.config', 'Claude');
  const desktop = join(folder, 'claude_desktop_config.json');
  const { command, args } = mockEntry();
  await mkdir(folder, { recursive: true });
  await mkdir(join(home.userHome, '.cursor'));
  const code = join(home.userHome, '.claude.json');
  await writeFile(code, '{}');
  await writeFile(
    desktop,
    JSON.stringify({
      mcpServers: { one: { command, args }, two: { command, args: [...(args ?? []), '--name', 'two'] } },
    }),
  );

  const commands = [
    ['import', 'claude-desktop', '--yes', '--switch'],
    ['connect', 'claude-code'],
    ['connect', 'cursor'],
  ];
  for (const each of commands)
    expect([each, await home.run(...each)]).toEqual([
      each,
      expect.objectContaining({ status: 0, stderr: '' }),
    ]);
  const entryIn = async (file: string): Promise<Entry> => {
    const { mcpServers } = JSON.parse(await readFile(file, 'utf8')) as {
      readonly mcpServers: Record<string, Entry>;
    };
    expect(Object.keys(mcpServers)).toEqual(['patchbay']);
    return mcpServers['patchbay'] ?? {};
  };
  for (const file of [code, join(home.userHome, '.cursor', 'mcp.json')]) {
    const { url = '', headers = {} } = await entryIn(file);
    const answer = await post(url, call(1, 'two__echo', { text: 'by its address' }), headers);
    expect([file, answer.text]).toEqual([file, expect.stringContaining('by its address')]);
  }

  const started = await entryIn(desktop);
  const client = new Client({ name: 'claude-ai', version: '1.0.0' });
  onTestFinished(() => client.close());
  await client.connect(
    new StdioClientTransport({ command: started.command ?? '', args: started.args ?? [], stderr: 'ignore' }),
  );
  const answer = await client.callTool({ name: 'one__echo', arguments: { text: 'by its command' } });
  expect(textOf(answer)).toBe('by its command');
});
