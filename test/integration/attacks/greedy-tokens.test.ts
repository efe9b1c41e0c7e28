// One token that takes all it can get: it has its share, and others have theirs.
import { expect, it } from 'vitest';
import { startPatchbay, type ConfigInput, type RunningPatchbay } from '../../support/patchbay.ts';
import { initializeParams, openSession, post, rpc, send, type Headers } from '../../support/raw-mcp.ts';

async function start(gateway: ConfigInput['gateway']): Promise<RunningPatchbay> {
  return startPatchbay({ auth: { mode: 'token' }, ...(gateway === undefined ? {} : { gateway }) });
}

async function holder({ core }: RunningPatchbay, name: string): Promise<Headers> {
  const { token } = await core.commands.createToken({ name, expires: '1d', scopes: [] });
  return { authorization: `Bearer ${token}` };
}

it('each token has its own requests a minute, and so have those without', async () => {
  const patchbay = await start({ rateLimitPerMinute: 3 });
  const url = patchbay.endpoint('patchbay');
  const [one, other] = [await holder(patchbay, 'one'), await holder(patchbay, 'other')];
  const ping = (headers: Headers) => send('GET', url, { headers });
  for (let index = 0; index < 3; index++) expect((await ping(one)).status).not.toBe(429);
  const refused = await ping(one);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await ping(other)).status).not.toBe(429);
  for (let index = 0; index < 3; index++) expect((await ping({})).status).toBe(401);
  expect((await ping({})).status).toBe(429);
  expect((await ping(other)).status).not.toBe(429);
});

it('each token has so many sessions', async () => {
  const patchbay = await start({ limits: { maxSessionsPerToken: 2 } });
  const url = patchbay.endpoint('patchbay');
  const [one, other] = [await holder(patchbay, 'one'), await holder(patchbay, 'other')];
  const open = (headers: Headers) => post(url, rpc(0, 'initialize', initializeParams), headers);
  const first = await open(one);
  expect([first.status, (await open(one)).status]).toEqual([200, 200]);
  const third = await open(one);
  expect(third).toMatchObject({ status: 503 });
  expect(third.text).toContain('gateway.limits.maxSessionsPerToken');
  expect((await open(other)).status).toBe(200);
  await send('DELETE', url, {
    headers: { ...one, 'mcp-session-id': String(first.headers['mcp-session-id']) },
  });
  expect((await open(one)).status).toBe(200);
});

it('those who need no token share no such bound', async () => {
  const patchbay = await startPatchbay({ gateway: { limits: { maxSessionsPerToken: 1 } } });
  for (let index = 0; index < 3; index++) await openSession(patchbay.endpoint('patchbay'));
  expect(patchbay.core.state.get().gateway.sessions).toBe(3);
});
