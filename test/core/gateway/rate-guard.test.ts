// What those hear who ask the gateway too often.
import { expect, it } from 'vitest';
import { gatewayStage } from '../../support/gateway-stage.ts';
import { post, rpc, send } from '../../support/raw-mcp.ts';

it('answers 429 with Retry-After past the limit, in the form of the route, and goes on later', async () => {
  const stage = await gatewayStage({ rateLimit: () => ({ perMinute: 3, countsMessages: true }) });
  const root = `http://127.0.0.1:${stage.port}`;
  for (let index = 0; index < 3; index++) expect((await send('GET', `${root}/health`)).status).toBe(200);

  const onMcp = await post(stage.url, rpc(1, 'ping'));
  expect(onMcp).toMatchObject({ status: 429, headers: { 'retry-after': '20' } });
  expect(onMcp.json()).toMatchObject({
    jsonrpc: '2.0',
    error: { message: expect.stringContaining('more than 3') },
  });
  const elsewhere = await send('GET', `${root}/nothing/here`);
  expect(elsewhere).toMatchObject({ status: 429, headers: { 'retry-after': '20' } });
  expect(elsewhere.json()).toMatchObject({ error: { code: 'TOO_MANY_REQUESTS' } });
  for (const path of ['/register', '/mcp/register']) {
    const registering = await post(`${root}${path}`, {});
    expect(registering).toMatchObject({ status: 429, headers: { 'retry-after': '20' } });
    const said = { success: false, error: expect.any(String), error_code: 'TOO_MANY_REQUESTS' };
    expect(registering.json()).toEqual(said);
  }

  stage.clock.advance(20_000);
  expect((await send('GET', `${root}/health`)).status).toBe(200);
});

it('counts no MCP message unless somebody has said how many there may be', async () => {
  const stage = await gatewayStage({ rateLimit: () => ({ perMinute: 3, countsMessages: false }) });
  const root = `http://127.0.0.1:${stage.port}`;
  const statuses = async (
    count: number,
    ask: () => Promise<{ readonly status: number }>,
  ): Promise<readonly number[]> =>
    (await Promise.all(Array.from({ length: count }, ask))).map(({ status }) => status);
  const message = () => post(stage.url, { jsonrpc: '1.0' });
  expect(new Set(await statuses(10, message))).toEqual(new Set([400]));
  expect(await statuses(4, () => send('GET', `${root}/health`))).toEqual([200, 200, 200, 429]);
  expect((await message()).status).toBe(400);
});
