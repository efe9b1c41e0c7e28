// Servers added, looked at, changed, removed and put back through the contract, on a core with real children.
import { access, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { parse } from 'jsonc-parser';
import { expect, it, onTestFinished } from 'vitest';
import { openPatchbay, startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const script = resolve(import.meta.dirname, '../../fixtures/changing-server.mjs');
const inputSchema = { type: 'object', properties: { path: { type: 'string' } } };
const tools = [
  { name: 'read', title: 'Read', description: 'Reads.', inputSchema, annotations: { readOnlyHint: true } },
  { name: 'write', inputSchema, annotations: { destructiveHint: true } },
];

interface Stage {
  readonly patchbay: RunningPatchbay;
  readonly file: string;
  readonly text: () => Promise<string>;
}

/** config.json with comments, which a person wrote. */
async function stage(): Promise<Stage> {
  const dataDir = await tempFolder();
  const list = join(dataDir, 'tools.json');
  await writeFile(list, JSON.stringify(tools));
  const patchbay = await openPatchbay({}, { dataDir });
  onTestFinished(() => patchbay.stop());
  const file = join(dataDir, 'config.json');
  const written = JSON.parse(await readFile(file, 'utf8')) as { gateway: unknown; auth: unknown };
  const text = `{
  "gateway": ${JSON.stringify(written.gateway)}, "auth": ${JSON.stringify(written.auth ?? {})},
  // Mine.
  "mcpServers": {
    // Changes its mind.
    "a": {
      "command": ${JSON.stringify(process.execPath)}, // of this run
      "args": [${JSON.stringify(script)}, ${JSON.stringify(list)}, "--token", "hush-123456"],
      "env": { "API_KEY": "very-secret-123" /* do not tell */, "MODE": "plain" }
    },
    "z": { "url": "http://127.0.0.1:1/mcp" }
  }
}
`;
  await writeFile(file, text);
  await until('both servers are there', () => patchbay.core.state.get().servers.length === 3);
  return { patchbay, file, text: () => readFile(file, 'utf8') };
}

const view = ({ core }: RunningPatchbay, name: string) =>
  core.state.get().servers.find((server) => server.name === name);

it('shows a server at length without starting it, and its lists once it was asked', async () => {
  const { patchbay } = await stage();
  const { commands } = patchbay.core;
  expect(await commands.inspectServer({ name: 'a' })).toMatchObject({
    tools: null,
    learnedAt: null,
    rules: {},
  });
  expect(view(patchbay, 'a')?.status).toBe('stopped');
  expect((await commands.learnServer({ name: 'a' })).tools).toEqual([
    {
      name: 'read',
      shownName: 'read',
      title: 'Read',
      description: 'Reads.',
      inputSchema,
      outputSchema: null,
      hints: ['reads-only'],
      offer: 'offered',
    },
    expect.objectContaining({ name: 'write', hints: ['destroys'] }),
  ]);
  const client = new Client({ name: 'looker', version: '7' });
  await client.connect(new StreamableHTTPClientTransport(patchbay.endpoint('a')));
  onTestFinished(() => client.close());
  await client.callTool({ name: 'read' });
  const detail = await commands.inspectServer({ name: 'a' });
  expect(detail.sessions).toEqual([
    expect.objectContaining({ client: 'looker', version: '7', isOnAll: false }),
  ]);
  expect(detail.numbers.find(({ method }) => method === 'tools/call')).toMatchObject({ calls: 1, errors: 0 });
  expect(detail.numbers[0]?.medianMs).toBeGreaterThan(0);
  expect((await commands.inspectServer({ name: 'patchbay' })).rules).toBeNull();
});

it('rules tools: denies, renames, refuses a name that is taken, and keeps the comments', async () => {
  const { patchbay, text } = await stage();
  const { commands } = patchbay.core;
  await commands.learnServer({ name: 'a' });
  const before = await text();
  await commands.setToolRules({ name: 'a', tools: { deny: ['write'], rename: { read: 'look' } } });
  expect(await text()).toContain('// of this run');
  const detail = await commands.inspectServer({ name: 'a' });
  expect(detail.tools?.map(({ shownName, offer }) => [shownName, offer])).toEqual([
    ['look', 'offered'],
    ['write', 'denied'],
  ]);
  expect(detail.rules).toEqual({ deny: ['write'], rename: { read: 'look' } });
  await expect(
    commands.setToolRules({ name: 'a', tools: { rename: { read: 'write' } } }),
  ).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: 'The tool "read" of "a" cannot be called "write": another tool of the server has that name.',
  });
  await commands.setToolRules({ name: 'a', tools: { allow: [] } });
  expect((await commands.inspectServer({ name: 'a' })).tools?.map(({ offer }) => offer)).toEqual([
    'not-allowed',
    'not-allowed',
  ]);
  await commands.setToolRules({ name: 'a', tools: { deny: [], rename: {} } });
  expect(await text()).toBe(before);
});

it('changes an entry with a yes to what will run, and keeps comments and secrets', async () => {
  const { patchbay, text } = await stage();
  const { commands } = patchbay.core;
  const { entry } = await commands.readServerEntry({ name: 'a' });
  expect(JSON.stringify(entry)).not.toMatch(/hush|very-secret/);
  const wanted = { ...entry, env: { ...(entry['env'] as object), MODE: 'odd' }, idleMinutes: 3 };
  const proposed = await commands.proposeServerChange({ name: 'a', entry: wanted });
  expect(JSON.stringify(proposed)).not.toMatch(/hush|very-secret/);
  expect(proposed.command).toContain(script);
  await expect(commands.changeServer({ name: 'a', entry: wanted })).rejects.toMatchObject({
    code: 'CONSENT_NEEDED',
  });
  const other = { ...wanted, args: ['-e', 'process.exit()'] };
  await expect(
    commands.changeServer({ name: 'a', entry: other, consent: proposed.consent ?? '' }),
  ).rejects.toMatchObject({ code: 'CONSENT_NEEDED' });
  const { consent } = await commands.proposeServerChange({ name: 'a', entry: wanted });
  await commands.changeServer({ name: 'a', entry: wanted, consent: consent ?? '' });
  const after = await text();
  for (const kept of [
    '// Mine.',
    '// Changes its mind.',
    '// of this run',
    '/* do not tell */',
    'hush-123456',
    'very-secret-123',
  ])
    expect(after).toContain(kept);
  expect(parse(after)).toMatchObject({
    mcpServers: { a: { env: { API_KEY: 'very-secret-123', MODE: 'odd' }, idleMinutes: 3 } },
  });
  // What runs stays the same: nobody has to agree.
  const quiet = { ...wanted, idleMinutes: 5, description: 'Mine' };
  expect((await commands.proposeServerChange({ name: 'a', entry: quiet })).consent).toBeNull();
  await commands.changeServer({ name: 'a', entry: quiet });
  expect((await commands.readAudit({ limit: 10 })).map(({ action }) => action)).toContain('changed');
  expect((await commands.learnServer({ name: 'a' })).tools).toHaveLength(2);
});

it('checks an entry while it is written, without running it', async () => {
  const { patchbay, text } = await stage();
  const { commands } = patchbay.core;
  const before = await text();
  const proof = join(patchbay.dataDir, 'ran');
  const check = (entry: Record<string, unknown>, name = 'new') =>
    commands.checkServer({ name, entry, isNew: true, calls: true });
  const good = { command: process.execPath, args: ['-e', `require('fs').writeFileSync('${proof}','')`] };
  const checked = await check(good);
  expect(checked).toMatchObject({ faults: [], command: { status: 'executable', file: process.execPath } });
  expect(checked.preview?.warnings.map(({ kind }) => kind)).toContain('code');
  await expect(access(proof)).rejects.toThrow('ENOENT');
  expect((await check({ command: 'no-such-program-anywhere' })).command).toMatchObject({ status: 'missing' });
  expect((await check(good, 'A')).faults).toMatchObject([
    { key: 'name', message: expect.stringContaining('"a"') },
  ]);
  expect((await check(good, 'a')).faults).toMatchObject([{ key: 'name' }]);
  expect((await check(good, '')).faults).toMatchObject([{ key: 'name', message: 'The name is missing.' }]);
  expect((await check({ ...good, args: ['${NOT_SET_ANYWHERE}'] })).faults).toMatchObject([
    { key: 'args[0]', message: expect.stringContaining('NOT_SET_ANYWHERE') },
  ]);
  expect((await check({ ...good, idleMinutes: 'x' })).faults).toMatchObject([{ key: 'idleMinutes' }]);
  expect((await check({})).faults).toMatchObject([{ key: '', message: 'It needs a "command" or a "url".' }]);
  expect((await check({ url: 'not one' })).faults).toMatchObject([{ key: 'url' }]);
  expect((await check({ url: 'http://127.0.0.1:1/mcp' })).url).toMatchObject({ status: 'unreachable' });
  expect((await check({ url: `${patchbay.url}/health` })).url).toMatchObject({ status: 'answers' });
  expect(
    await commands.checkServer({ name: 'z', entry: { url: 'ftp://x' }, isNew: false, calls: false }),
  ).toMatchObject({ faults: [{ key: 'url' }] });
  expect(await text()).toBe(before);
});

it('puts back what was removed, byte for byte', async () => {
  const { patchbay, text } = await stage();
  const { commands } = patchbay.core;
  const before = await text();
  const { undo } = await commands.removeServer({ name: 'a' });
  expect(view(patchbay, 'a')).toBeUndefined();
  expect(await text()).not.toContain('very-secret-123');
  expect((await commands.restoreServer({ undo })).name).toBe('a');
  expect(await text()).toBe(before);
  expect((await commands.learnServer({ name: 'a' })).tools).toHaveLength(2);
  await expect(commands.restoreServer({ undo })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('does nothing to a file that has faults', async () => {
  const patchbay = await startPatchbay({ mcpServers: { a: { url: 'http://127.0.0.1:1/mcp' } } });
  await writeFile(join(patchbay.dataDir, 'config.json'), '{ "mcpServers": ');
  await until('the fault is seen', () => patchbay.core.state.get().config.faults.length > 0);
  const { commands } = patchbay.core;
  const checked = await commands.checkServer({
    name: 'b',
    entry: { command: 'x' },
    isNew: true,
    calls: true,
  });
  expect(checked.faults).toMatchObject([{ key: '', message: expect.stringContaining('has faults') }]);
  await expect(commands.readServerEntry({ name: 'a' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(commands.removeServer({ name: 'a' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});
