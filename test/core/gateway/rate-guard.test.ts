// What those hear who ask the gateway too often.
import { expect, it } from 'vitest';
import { gatewayStage } from '../../support/gateway-stage.ts';
import { post, rpc, send } from '../../support/raw-mcp.ts';

it('answers 429 with Retry-After past the limit, in the form of the route, and goes on later', async () => {
  const stage = await gatewayStage({ rateLimitPerMinute: () => 3 });
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
  expect((await post(`${root}/register`, {})).status).toBe(429);

  stage.clock.advance(20_000);
  expect((await send('GET', `${root}/health`)).status).toBe(200);
});
