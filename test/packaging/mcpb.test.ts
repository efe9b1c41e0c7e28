// The bundle for Claude Desktop, as the built program writes it: the official tool takes it, our own reader does, and what
// it starts finds the gateway.
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inProject } from '../../scripts/project.ts';
import { readOwnToken } from '../../src/main/core/auth/own-token.ts';
import { openArchive } from '../../src/main/core/offers/archive.ts';
import { readManifest } from '../../src/main/core/offers/bundle-manifest.ts';
import { bundleCommand, officialTool } from '../support/claude-desktop.ts';
import { startPatchbay } from '../support/patchbay.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { mockServer } from '../support/test-servers.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const bare = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };

/** Rejects with what was said where it ends badly. */
const patchbay = async (...words: readonly string[]): Promise<string> => {
  const file = inProject('out', 'main', 'cli.js');
  return (await run(process.execPath, [file, 'bundle', ...words], { env: bare })).stdout;
};

/** A new bundle, as Claude Desktop has it on disk. */
async function unpacked(...words: readonly string[]): Promise<string> {
  const folder = await tempFolder();
  const file = path.join(folder, 'patchbay.mcpb');
  await patchbay(file, ...words);
  await officialTool('unpack', file, path.join(folder, 'unpacked'));
  return path.join(folder, 'unpacked');
}

/** The tools that a client sees by way of the bundle. */
async function toolsOf(folder: string, answers: Record<string, string>, env: Record<string, string>) {
  const made = await bundleCommand(folder, answers);
  expect(made.command).toBe('node');
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: made.args,
    env: { ...bare, ...env, ...made.env },
    cwd: folder,
  });
  const client = new Client({ name: 'claude-ai', version: '1.0.0' });
  onTestFinished(() => client.close());
  await client.connect(transport);
  const names = async () => (await client.listTools()).tools.map((tool) => tool.name);
  await until('the tools of the server', async () =>
    (await names()).some((name) => /^(?:box__)?echo$/.test(name)),
  );
  return names();
}

describe('patchbay bundle', () => {
  it('writes what the official tool finds valid, with nothing in it but the bridge, its manifest and an icon', async () => {
    const folder = await unpacked();
    expect(await officialTool('validate', path.join(folder, 'manifest.json'))).toMatch(
      /schema validation passes[^]*Icon validation passed/,
    );
    const archive = await openArchive(path.join(folder, '..', 'patchbay.mcpb'));
    onTestFinished(() => archive.close());
    expect(archive.names).toEqual(['manifest.json', 'server/bridge.mjs', 'icon.png']);
    const bridge = await readFile(inProject('out', 'main', 'bridge.js'));
    expect(bridge.equals(await readFile(path.join(folder, 'server', 'bridge.mjs')))).toBe(true);
  });

  it('writes what Patchbay itself could read: two settings, neither asked for by force', async () => {
    const folder = await unpacked();
    const text = await readFile(path.join(folder, 'manifest.json'), 'utf8');
    const context = { source: 'patchbay.mcpb', platform: 'linux', homeDir: '/home/ada' } as const;
    const { wantedName, version, ways } = readManifest(text, context);
    const { version: own } = JSON.parse(await readFile(inProject('package.json'), 'utf8')) as {
      version: string;
    };
    expect([wantedName, version]).toEqual(['patchbay', own]);
    expect(JSON.parse(text)).toMatchObject({ manifest_version: '0.3', server: { type: 'node' } });
    const settings = ways[0]?.settings ?? [];
    expect(settings.map((each) => [each.key, each.isRequired, each.isSensitive])).toEqual([
      ['url', false, false],
      ['token', false, true],
    ]);
  });

  it('makes the same bytes each time', async () => {
    const folder = await tempFolder();
    const [one, other] = [path.join(folder, 'one.mcpb'), path.join(folder, 'other.mcpb')];
    await Promise.all([patchbay(one), patchbay(other)]);
    expect((await readFile(one)).equals(await readFile(other))).toBe(true);
  });

  it('leaves what is there alone, unless it is told to replace it', async () => {
    const file = path.join(await tempFolder(), 'mine.mcpb');
    await writeFile(file, 'mine');
    await expect(patchbay(file)).rejects.toThrow(/mine\.mcpb is there already\. .*--force/);
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect(JSON.parse(await patchbay(file, '--force', '--json'))).toMatchObject({ file });
    expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK');
  });

  it('says which folder is missing', async () => {
    const file = path.join(await tempFolder(), 'none', 'x.mcpb');
    await expect(patchbay(file)).rejects.toThrow(/could not be written: its folder does not exist/);
  });
});

describe('the bundle, started as Claude Desktop starts it', () => {
  it('finds port and token of this user’s gateway when nothing is filled in', async () => {
    const { dataDir } = await startPatchbay({ mcpServers: { box: mockServer() } });
    expect(await toolsOf(await unpacked(), {}, { PATCHBAY_DATA_DIR: dataDir })).toContain('box__echo');
  });

  it('knows the data folder of the Patchbay that wrote it, where that is not the usual one', async () => {
    const { dataDir } = await startPatchbay({ mcpServers: { box: mockServer() } });
    expect(await toolsOf(await unpacked('--data-dir', dataDir), {}, {})).toContain('box__echo');
  });

  it('goes to the address that was filled in, with the token that was', async () => {
    const { url, dataDir } = await startPatchbay({ mcpServers: { box: mockServer() } });
    const token = (await readOwnToken(dataDir)) ?? '';
    expect(await toolsOf(await unpacked(), { url: `${url}/mcp/box`, token }, {})).toContain('echo');
  });

  it('starts nothing: its runtime is another program’s', async () => {
    const made = await bundleCommand(await unpacked(), {});
    expect(made.args.slice(1)).toEqual(['--no-start']);
    const dataDir = await tempFolder();
    // Beside the command line, where it would otherwise start the gateway.
    const words = [inProject('out', 'main', 'bridge.js'), ...made.args.slice(1), '--data-dir', dataDir];
    const child = spawn(process.execPath, words, { env: { ...bare, ...made.env } });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n');
    await until('what it waits for', () => said.includes('does not run'));
    expect(said).toContain('; waiting for it.');
    expect(existsSync(path.join(dataDir, 'run.json'))).toBe(false);
  });
});
