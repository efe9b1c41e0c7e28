// What the audit log says of who came in, who was turned away, and what was changed; and what it never says.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/shared/audit.ts';
import { startPatchbay, type ConfigInput, type RunningPatchbay } from '../../support/patchbay.ts';
import { post, rpc, send, type Headers } from '../../support/raw-mcp.ts';
import { until } from '../../support/until.ts';

const withConsole = { console: { port: 0, pageDir: '/nonexistent/page' } };

async function start(config: ConfigInput = {}): Promise<RunningPatchbay & { readonly consoleUrl: string }> {
  const patchbay = await startPatchbay({ auth: { mode: 'token' }, ...config }, withConsole);
  const { consoleUrl } = patchbay.core.state.get().gateway;
  if (consoleUrl === null) throw new Error('The console does not listen.');
  return { ...patchbay, consoleUrl };
}

async function entries({ core }: RunningPatchbay, kind: AuditEntry['kind']): Promise<readonly AuditEntry[]> {
  const all = await core.commands.readAudit({ limit: 1000 });
  return all.filter((entry) => entry.kind === kind);
}

const actions = (found: readonly AuditEntry[]): readonly string[] => found.map(({ action }) => action);
const wholeLog = ({ dataDir }: RunningPatchbay): Promise<string> =>
  readFile(join(dataDir, 'logs', 'audit.log'), 'utf8');

async function tokenOf(
  { core }: RunningPatchbay,
  scopes: string[],
): Promise<{ id: string; bearer: Headers }> {
  const { id, token } = await core.commands.createToken({ name: 'laptop', expires: '1d', scopes });
  return { id, bearer: { authorization: `Bearer ${token}` } };
}

describe('at the console', () => {
  it('a link that is used is a login, and used again a refusal; neither tells the link', async () => {
    const patchbay = await start();
    const link = patchbay.core.consoleLink() ?? '';
    expect((await send('GET', link)).status).toBe(303);
    expect(await entries(patchbay, 'login')).toMatchObject([
      { action: 'link used', by: 'console 127.0.0.1' },
    ]);
    expect((await send('GET', link)).status).toBe(410);
    expect(await entries(patchbay, 'refusal')).toMatchObject([
      { action: 'dead link', by: 'console 127.0.0.1' },
    ]);
    const unused = patchbay.core.consoleLink() ?? '';
    expect((await send('GET', unused, { headers: { host: 'evil.example' } })).status).toBe(403);
    const log = await wholeLog(patchbay);
    for (const url of [link, unused]) expect(log).not.toContain(new URL(url).pathname.split('/').at(-1));
  });

  it.each([
    ['wrong secret', { authorization: 'Bearer guessed-by-somebody' }, 401, 'UNAUTHORIZED'],
    ['wrong secret', { cookie: 'patchbay_console=guessed-by-somebody' }, 401, 'UNAUTHORIZED'],
    ['no secret', {}, 401, 'UNAUTHORIZED'],
    ['foreign host', { host: 'evil.example' }, 403, 'FORBIDDEN_HOST'],
    ['foreign origin', { origin: 'https://evil.example' }, 403, 'FORBIDDEN_ORIGIN'],
  ])('"%s" is a refusal: %j', async (action, headers, status, reason) => {
    const patchbay = await start();
    const answer = await send('POST', `${patchbay.consoleUrl}/api/getState`, { body: {}, headers });
    expect(answer.status).toBe(status);
    expect(await entries(patchbay, 'refusal')).toMatchObject([
      { action, by: 'console 127.0.0.1', reason, details: { method: 'POST', route: '/api/:call' } },
    ]);
    expect(await wholeLog(patchbay)).not.toContain('guessed-by-somebody');
  });

  it('guessing on and on is refused as such', async () => {
    const patchbay = await start();
    const headers = { authorization: 'Bearer guessed' };
    let status = 401;
    while (status === 401)
      ({ status } = await send('POST', `${patchbay.consoleUrl}/api/getState`, { body: {}, headers }));
    expect(status).toBe(429);
    // However many there were, each sort is told once, and counted.
    expect(actions(await entries(patchbay, 'refusal'))).toEqual(['wrong secret', 'too many requests']);
    await patchbay.core.stop();
    expect(await wholeLog(patchbay)).toMatch(/"action":"wrong secret".*"times":19/);
  });
});

describe('at the gateway', () => {
  it.each([
    ['wrong secret', { authorization: 'Bearer guessed-by-somebody' }, 401, 'UNAUTHORIZED'],
    ['no secret', {}, 401, 'UNAUTHORIZED'],
    ['foreign host', { host: 'evil.example' }, 403, 'FORBIDDEN_HOST'],
    ['foreign origin', { origin: 'https://evil.example' }, 403, 'FORBIDDEN_ORIGIN'],
  ])('"%s" is a refusal: %j', async (action, headers, status, reason) => {
    const patchbay = await start();
    expect((await post(patchbay.endpoint('patchbay'), rpc(1, 'ping'), headers)).status).toBe(status);
    expect(await entries(patchbay, 'refusal')).toMatchObject([
      { action, by: 'gateway 127.0.0.1', reason, details: { method: 'POST', route: '/mcp/:server' } },
    ]);
    expect(await wholeLog(patchbay)).not.toContain('guessed-by-somebody');
  });

  it('a token that is not good for a server is named by its id', async () => {
    const patchbay = await start();
    const { id, bearer } = await tokenOf(patchbay, ['server:files']);
    expect((await post(patchbay.endpoint('patchbay'), rpc(1, 'ping'), bearer)).status).toBe(403);
    expect(await entries(patchbay, 'refusal')).toMatchObject([
      { action: 'insufficient scope', subject: id, reason: 'INSUFFICIENT_SCOPE' },
    ]);
  });

  it('a token that is used too often is named by its id', async () => {
    const patchbay = await start({ gateway: { rateLimitPerMinute: 1 } });
    const { id, bearer } = await tokenOf(patchbay, []);
    await post(patchbay.endpoint('patchbay'), rpc(1, 'ping'), bearer);
    expect((await post(patchbay.endpoint('patchbay'), rpc(2, 'ping'), bearer)).status).toBe(429);
    expect(await entries(patchbay, 'refusal')).toMatchObject([
      { action: 'too many requests', subject: id, reason: 'TOO_MANY_REQUESTS' },
    ]);
  });
});

it('tokens are made, revoked and their secret rotated, and no token is told', async () => {
  const patchbay = await start();
  const { id, bearer } = await tokenOf(patchbay, ['server:files']);
  await patchbay.core.commands.revokeToken({ id });
  await patchbay.core.commands.rotateSecret({ grace: '1h' });
  const found = await entries(patchbay, 'token');
  expect(found.filter(({ subject }) => subject === id)).toMatchObject([
    { action: 'created', details: { name: 'laptop', scopes: 'execute:mcp server:files' } },
    { action: 'revoked', details: { name: 'laptop' } },
  ]);
  expect(actions(found)).toContain('secret rotated');
  const log = await wholeLog(patchbay);
  for (const part of (bearer['authorization'] ?? '').split(/[ .]/).slice(2)) expect(log).not.toContain(part);
});

it('edits of config.json by hand are told by their keys, never by their values', async () => {
  const patchbay = await start({ mcpServers: { a: { command: 'node', enabled: false } } });
  const told = (expected: unknown): Promise<unknown> =>
    until('the edit is told', async () =>
      (await entries(patchbay, 'configuration')).some(
        ({ action, by, reason, details }) =>
          action === 'edited by hand' && by === 'config.json' && (details?.['keys'] ?? reason) === expected,
      ),
    );
  await patchbay.configure({
    auth: { mode: 'token' },
    mcpServers: {
      a: { command: 'node', enabled: false, env: { KEY: 'worth-hiding' } },
      b: { url: 'http://127.0.0.1:9/worth-hiding', enabled: false },
    },
  });
  await told('mcpServers.a.env, mcpServers.b');
  await writeFile(join(patchbay.dataDir, 'config.json'), '{ "mcpServers": { "a": { "command": "worth-hid');
  await told('The file has faults, so what was in force stays.');
  await patchbay.configure({ auth: { mode: 'token' }, mcpServers: {} });
  await told('mcpServers.a, mcpServers.b');
  expect(await wholeLog(patchbay)).not.toContain('worth-hid');
});

it('servers that are let in unasked are told, once each', async () => {
  const patchbay = await start({ registration: { auth: 'none' } });
  const register = (): Promise<unknown> =>
    post(`${patchbay.url}/register`, { server_id: 'near', server_url: 'http://127.0.0.1:9/mcp' });
  await register();
  await register();
  expect(await entries(patchbay, 'approval')).toMatchObject([
    {
      action: 'approved automatically',
      subject: 'near_1',
      details: { url: 'http://127.0.0.1:9/mcp', caller: '127.0.0.1' },
    },
  ]);
});

it('what a person switches, adds or takes out by a command is told as that, not as an edit by hand', async () => {
  const patchbay = await start({
    mcpServers: { a: { command: 'node', enabled: false } },
    registration: { auth: 'none' },
  });
  const { commands } = patchbay.core;
  await commands.setServerEnabled({ name: 'a', enabled: true });
  await commands.setServerEnabled({ name: 'a', enabled: false });
  await commands.addServer({ name: 'b', entry: { url: 'http://127.0.0.1:9/mcp', enabled: false } });
  await commands.removeServer({ name: 'b' });
  expect(await entries(patchbay, 'configuration')).toMatchObject([
    { action: 'enabled', subject: 'a' },
    { action: 'disabled', subject: 'a' },
    { action: 'added', subject: 'b', details: { target: 'http://127.0.0.1:9/mcp' } },
    { action: 'removed', subject: 'b' },
  ]);
  await post(`${patchbay.url}/register`, { server_id: 'near', server_url: 'http://127.0.0.1:9/mcp' });
  await commands.removeRegistration({ key: 'near_1' });
  expect((await entries(patchbay, 'approval')).at(-1)).toMatchObject({
    action: 'unregistered',
    subject: 'near_1',
  });
});
