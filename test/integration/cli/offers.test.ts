// Bundles, server.json files and links added from the command line: shown whole, settled, unpacked, running, and gone
// with their server.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { configWith } from '../../support/mock-entry.ts';
import { startProgram } from '../../support/program.ts';
import { zipFile } from '../../support/zip-file.ts';

/** Answers with what it was started with, and knows no more of MCP than it needs to. */
const serverText = `
let rest = '';
process.stdin.on('data', (part) => {
  rest += part;
  const lines = rest.split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const { id, method, params } = JSON.parse(line);
    if (id === undefined) continue;
    const results = {
      initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'b', version: '1' } },
      'tools/list': { tools: [{ name: 'told', inputSchema: { type: 'object' } }] },
      'tools/call': { content: [{ type: 'text', text: JSON.stringify([process.argv.slice(2), process.env.KEY, process.cwd()]) }] },
    };
    const answer = results[method] ? { result: results[method] } : { error: { code: -32601, message: 'no' } };
    process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...answer }) + '\\n');
  }
});
`;

function bundle(): Buffer {
  const manifest = {
    manifest_version: '0.3',
    name: 'told',
    version: '1.0.0',
    server: {
      type: 'node',
      entry_point: 'server/index.js',
      mcp_config: {
        command: process.execPath,
        args: ['${__dirname}/server/index.js', '${user_config.word}'],
        env: { KEY: '${user_config.key}' },
      },
    },
    user_config: {
      word: { type: 'string', title: 'Word', description: 'A word', required: true },
      key: { type: 'string', title: 'Key', description: 'A key', required: true, sensitive: true },
    },
  };
  return zipFile([
    { name: 'manifest.json', data: JSON.stringify(manifest) },
    { name: 'server/index.js', data: serverText },
  ]);
}

it('adds a bundle with its settings, secrets apart, and only as it was shown', async () => {
  const program = await startProgram({ config: configWith({}) });
  const { home, client } = program;
  const file = join(home.userHome, 'told.mcpb');
  await writeFile(file, bundle());
  const shown = await home.run('add', file, '--dry-run');
  expect(shown.stdout).toContain('key (required, kept as a secret): A key');
  const missing = await home.run('add', file, '--yes');
  expect(missing).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('The setting "Word" is missing.'),
  });
  const set = ['--set', 'word=hello', '--set', 'key=sk-0123456789'];
  const unasked = await home.run('add', file, ...set);
  expect(unasked.stderr).toContain('kept as a secret: told_key');
  expect(unasked.status).toBe(1);
  const added = await home.run('add', file, ...set, '--yes');
  expect(added).toMatchObject({ status: 0, stderr: '' });
  const { result } = await client.callTool({ server: 'told', tool: 'told', arguments: {} });
  const told = JSON.parse((result as { content: { text: string }[] }).content[0]?.text ?? '') as unknown[];
  expect(told.slice(0, 2)).toEqual([['hello'], 'sk-0123456789']);
  const bundles = async () =>
    (await readdir(join(home.dataDir, 'bundles'))).filter((name) => name !== 'incoming');
  const [folder = ''] = await bundles();
  expect(told[2]).toBe(resolve(home.dataDir, 'bundles', folder));
  expect((await stat(join(home.dataDir, 'bundles'))).mode & 0o777).toBe(0o700);
  expect(await readFile(home.configFile, 'utf8')).not.toContain('sk-0123456789');

  const offer = await client.readOffer({ source: file });
  const plan = await client.settleOffer({
    offer: offer.id,
    way: 'bundle',
    settings: { word: 'a', key: 'b' },
  });
  expect(plan.view.name).toBe('told-2');
  await writeFile(file, zipFile([{ name: 'manifest.json', data: '{}' }]));
  await expect(client.addOffer({ consent: plan.consent })).rejects.toMatchObject({ code: 'OFFER_UNUSABLE' });
  expect(await bundles()).toEqual([folder]);
  expect(await readdir(join(home.dataDir, 'bundles', 'incoming'))).toEqual([]);
  const audited = await client.readAudit({ limit: 50 });
  expect(audited).toContainEqual(expect.objectContaining({ action: 'added', subject: 'told' }));
  expect(JSON.stringify(audited)).not.toContain('sk-0123');
});

it('adds what a server.json names, fetched by its address, with its bundle checked', async () => {
  const packed = bundle();
  const sha = createHash('sha256').update(packed).digest('hex');
  let claimed = sha;
  const web = createServer((request, response) => {
    const { port } = web.address() as AddressInfo;
    if (request.url === '/moved') response.writeHead(302, { location: 'https://169.254.169.254/x' }).end();
    else if (request.url === '/told.mcpb') response.end(packed);
    else
      response.end(
        JSON.stringify({
          name: 'io.x/told',
          packages: [
            { registryType: 'mcpb', identifier: `http://127.0.0.1:${port}/told.mcpb`, fileSha256: claimed },
          ],
        }),
      );
  });
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
  onTestFinished(() => void web.close());
  const origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const { home, client } = await startProgram({ config: configWith({}) });
  await expect(client.readOffer({ source: `${origin}/moved` })).rejects.toThrow('never called');
  const link = `patchbay://add?from=${encodeURIComponent(`${origin}/server.json`)}`;
  expect((await client.readOffer({ source: link })).fetches).toBe(`${origin}/server.json`);
  const set = ['--set', 'word=x', '--set', 'key=y', '--yes'];
  const added = await home.run('add', link, '--name', 'linked', ...set);
  expect(added).toMatchObject({ status: 0, stderr: '' });
  expect((await client.callTool({ server: 'linked', tool: 'told', arguments: {} })).isError).toBe(false);
  claimed = '0'.repeat(64);
  const refused = await home.run('add', `${origin}/server.json`, ...set);
  expect(refused).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('is not the file that server.json means'),
  });
});
