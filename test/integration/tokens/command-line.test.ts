// Tokens from the command line, against the real program, with tokens on as installed.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startProgram, type Program } from '../../support/program.ts';
import { post, rpc } from '../../support/raw-mcp.ts';

const words = ['--port', '0', '--console-port', '0', '--auth', 'token'];
const claim = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } };

async function statusWith({ url }: Program, token: string): Promise<number> {
  return (await post(`${url}/mcp`, rpc(0, 'initialize', claim), { authorization: `Bearer ${token}` })).status;
}

it('prints a token alone, lists it, revokes it, for good also over a kill right after', async () => {
  const program = await startProgram({ config: {}, words });
  const { home } = program;
  const made = await home.run('token', 'create', '--name', 'laptop', '--expires', '30d');
  expect(made.status).toBe(0);
  const token = made.stdout.trim();
  expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(made.stderr).toContain('is not shown again');
  expect(await statusWith(program, token)).toBe(200);
  const listed = (await home.json('token', 'list')) as { id: string; name: string; status: string }[];
  const { id = '' } = listed.find(({ name }) => name === 'laptop') ?? {};
  expect((await home.run('token', 'list')).stdout).toContain('laptop');
  expect((await home.run('token', 'revoke', id)).stdout).toBe(`${id}: revoked\n`);
  await program.stop('SIGKILL');
  const next = await home.serve({ words });
  expect(await statusWith(next, token)).toBe(401);
  const again = await home.run('token', 'revoke', id);
  expect(again).toMatchObject({ status: 1 });
  expect(again.stderr).toContain('There is no token');
});

it('gives the fixed document with --json, and refuses scopes and times that mean nothing', async () => {
  const { home } = await startProgram({ config: {}, words });
  const made = await home.json('token', 'create', '--name', 'ci', '--scope', 'server:files tools:read');
  expect(made).toEqual({
    id: expect.any(String) as string,
    name: 'ci',
    token: expect.any(String) as string,
    expiresAt: expect.any(Number) as number,
    scopes: ['execute:mcp', 'server:files', 'tools:read'],
  });
  for (const [option, value, told] of [
    ['--scope', 'everything', 'everything'],
    ['--expires', 'soon', '"expires"'],
  ] as const) {
    const { status, stderr } = await home.run('token', 'create', '--name', 'x', option, value);
    expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringContaining(told) });
  }
  const rotated = await home.run('token', 'rotate', '--grace', '1h');
  expect(rotated.stdout).toContain('count until');
});

it('keeps the first words working: call needs no token, and the token of one’s own programs counts', async () => {
  const program = await startProgram({ config: {}, words });
  const called = await program.home.run('call', 'patchbay', 'list_servers');
  expect(called.status).toBe(0);
  const [, token = ''] = (await readFile(join(program.home.dataDir, 'gateway-token'), 'utf8'))
    .trim()
    .split(' ');
  expect(await statusWith(program, token)).toBe(200);
});

it('never writes a token to the log', async () => {
  const program = await startProgram({ config: {}, words: [...words, '--log-level', 'debug'] });
  const { home } = program;
  const token = (await home.run('token', 'create', '--name', 'x')).stdout.trim();
  await statusWith(program, token);
  await statusWith(program, `${token}x`);
  await program.stop();
  const log = `${await home.readText('logs/patchbay.log')}${program.stdout()}${program.stderr()}`;
  for (const part of token.split('.').slice(1)) expect(log).not.toContain(part);
});
