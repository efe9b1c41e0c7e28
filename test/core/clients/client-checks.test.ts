// What a client's own command says of our entry, by real programs on a PATH: how each answer is read, and that nothing that
// goes wrong with them is more than a sentence.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isAlive } from '../../../src/main/core/process-identity.ts';
import type { ClientCheck } from '../../../src/shared/clients.ts';
import { clientsStage } from '../../support/clients-stage.ts';
import { fakeClient } from '../../support/fake-client.ts';
import { until } from '../../support/until.ts';

const commandOf = { 'claude-code': 'claude', codex: 'codex', gemini: 'gemini' } as const;

/** The client is asked by a command that says `output`. */
async function checked(id: keyof typeof commandOf, output: string, code = 0): Promise<ClientCheck> {
  const { path } = await fakeClient(
    commandOf[id],
    `process.stdout.write(${JSON.stringify(output)}); process.exitCode = ${code};`,
  );
  const { client } = await clientsStage({ mcpServers: {} }, { searchPath: path });
  return client.checkClient({ client: id });
}

it.each([
  ['claude-code', 0, 'patchbay:\n  Scope: User config\n  Status: ✓ Connected\n  Type: http\n', 'reached'],
  ['claude-code', 0, 'patchbay:\n  Status: \u001B[32m✔ Connected\u001B[39m\n', 'reached'],
  ['claude-code', 0, 'patchbay:\n  Status: ✗ Failed to connect\n', 'not reached'],
  ['claude-code', 0, 'patchbay:\n  Status: ⚠ Needs authentication\n', 'not reached'],
  ['claude-code', 0, 'patchbay:\n  Scope: user\n  URL: http://127.0.0.1:3004/mcp\n', 'seen'],
  ['claude-code', 1, 'No MCP server found with name: patchbay\n', 'not seen'],
  ['claude-code', 1, 'No MCP server named "patchbay". Configured servers: a\n', 'not seen'],
  ['claude-code', 1, 'Error: something else\n', 'no answer'],
  ['claude-code', 0, '', 'no answer'],
  ['codex', 0, 'patchbay\n  enabled: true\n  transport: streamable_http\n', 'seen'],
  ['codex', 1, "Error: No MCP server named 'patchbay' found.\n", 'not seen'],
  ['codex', 2, 'error: unrecognized subcommand\n', 'no answer'],
  [
    'gemini',
    0,
    'Configured MCP servers:\n\n✓ patchbay: http://127.0.0.1:3004/mcp (http) - Connected\n',
    'reached',
  ],
  [
    'gemini',
    0,
    'Configured MCP servers:\n\n✓ other: x (stdio) - Connected\n✗ patchbay: http://x (http) - Disconnected\n',
    'not reached',
  ],
  [
    'gemini',
    0,
    'Warning: MCP servers are configured but disabled because this folder is untrusted.\n\nConfigured MCP servers:\n\n○ patchbay: http://x (http) - Disabled\n',
    'seen',
  ],
  ['gemini', 0, 'No MCP servers configured.\n', 'not seen'],
  ['gemini', 0, 'Configured MCP servers:\n\n✓ my-patchbay: x (stdio) - Connected\n', 'not seen'],
  ['gemini', 41, 'Please set an Auth method\n', 'no answer'],
] as const)('of %s that ends with %i and says %j', async (id, code, output, result) => {
  expect(await checked(id, output, code)).toMatchObject({ client: id, result });
});

it('is asked without a shell, in the home folder’s name, and without our own variables', async () => {
  const fake = await fakeClient('claude', 'console.error("patchbay:\\n  Status: ✓ Connected")');
  const { client, homeDir } = await clientsStage({ mcpServers: {} }, { searchPath: `relative:${fake.path}` });
  expect(await client.checkClient({ client: 'claude-code' })).toEqual({
    client: 'claude-code',
    command: 'claude mcp get patchbay',
    result: 'reached',
  });
  const run = await fake.lastRun();
  expect(run?.words).toEqual(['mcp', 'get', 'patchbay']);
  expect(run?.env['HOME']).toBe(homeDir);
  expect(Object.keys(run?.env ?? {}).filter((name) => /TOKEN|^VITEST/.test(name))).toEqual([]);
});

it('is not asked where the client has no such command, or it is not there', async () => {
  const { client } = await clientsStage();
  expect(await client.checkClient({ client: 'cursor' })).toMatchObject({
    command: null,
    result: 'no command',
  });
  expect(await client.checkClient({ client: 'codex' })).toMatchObject({
    command: 'codex mcp get patchbay',
    result: 'not on PATH',
  });
  await expect(client.checkClient({ client: 'emacs' })).rejects.toMatchObject({ code: 'CLIENT_UNKNOWN' });
});

it('is given up after a while and ended with all that it started; the client stays connected', async () => {
  const fake = await fakeClient(
    'claude',
    `const { spawn } = require('node:child_process');
     const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
     run.env.CHILD = String(child.pid);
     noteRun();
     setInterval(() => {}, 1000);`,
  );
  const { client, clock, homeDir } = await clientsStage({ mcpServers: {} }, { searchPath: fake.path });
  await mkdir(join(homeDir, '.claude'));
  const { consent } = await client.proposeConnection({ client: 'claude-code' });
  await client.connectClient({ consent });
  const asked = client.checkClient({ client: 'claude-code' });
  await until('its child', async () => (await fake.lastRun())?.env['CHILD'] !== undefined);
  const pid = Number((await fake.lastRun())?.env['CHILD']);
  clock.advance(30_000);
  expect(await asked).toMatchObject({ result: 'no answer' });
  await until('the end of its child', () => !isAlive(pid));
  expect(await readFile(join(homeDir, '.claude.json'), 'utf8')).toContain('"patchbay"');
  expect((await client.listClients({})).find(({ id }) => id === 'claude-code')?.state).toBe('connected');
});

it('that cannot be started gives no answer', async () => {
  const { path } = await fakeClient('codex', '');
  const { client, homeDir } = await clientsStage({ mcpServers: {} }, { searchPath: path });
  // The folder that it would run in.
  await rm(homeDir, { recursive: true });
  expect(await client.checkClient({ client: 'codex' })).toMatchObject({ result: 'no answer' });
});
