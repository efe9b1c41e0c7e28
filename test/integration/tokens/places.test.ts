// Tokens are only done without where nobody else can come in, also when the configuration changes; and a token that is not
// quite one is refused on every route.
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';
import { modernRpc } from '../../support/modern-edge.ts';
import { post, rpc, send } from '../../support/raw-mcp.ts';
import { bearer } from '../../support/token-holders.ts';
import { forge, goodClaims, sharedSecret } from '../../support/tokens.ts';
import { until } from '../../support/until.ts';

describe('a place that others can reach', () => {
  const outside = { host: '0.0.0.0' };

  it('is listened at with tokens, and does not lose them by an edit of config.json', async () => {
    const patchbay = await startPatchbay({ auth: { mode: 'token' }, gateway: outside });
    const url = new URL('/mcp/patchbay', patchbay.url);
    url.hostname = '127.0.0.1';
    const ping = rpc(1, 'ping');
    const holder = await bearer(patchbay);
    expect((await post(url, ping)).status).toBe(401);
    expect((await post(url, ping, holder)).status).toBe(200);
    await patchbay.configure({ auth: { mode: 'none' }, gateway: outside });
    const problem = await until('the refusal', () => patchbay.core.state.get().gateway.problem);
    expect(JSON.stringify(problem)).toContain('0.0.0.0 without tokens');
    expect((await post(url, ping)).status).toBe(401);
    expect((await post(url, ping, holder)).status).toBe(200);
    await patchbay.configure({ auth: { mode: 'token' }, gateway: outside });
    await until('the way back', () => patchbay.core.state.get().gateway.problem === null);
    expect((await post(url, ping)).status).toBe(401);
  });

  it('is not listened at without', async () => {
    await expect(startPatchbay({ auth: { mode: 'none' }, gateway: outside })).rejects.toMatchObject({
      code: 'FORBIDDEN_HOST',
      message: expect.stringContaining('0.0.0.0 without tokens') as unknown,
    });
  });
});

describe('what is not quite a token', () => {
  const now = Date.now();
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' });
  const good = forge(goodClaims(now));
  const [header = '', payload = '', signature = ''] = good.split('.');
  const stronger = Buffer.from(JSON.stringify({ alg: 'HS512' })).toString('base64url');
  const bySha512 = createHmac('sha512', sharedSecret).update(`${stronger}.${payload}`).digest('base64url');

  it.each([
    ['forged', forge(goodClaims(now), { secret: 'x'.repeat(40) })],
    [
      'of another payload',
      `${header}.${forge({ ...goodClaims(now), sub: 'eve' }).split('.')[1] ?? ''}.${signature}`,
    ],
    [
      'of algorithm none',
      `${forge(goodClaims(now), { header: { alg: 'none' } })
        .split('.')
        .slice(0, 2)
        .join('.')}.`,
    ],
    ['of algorithm None, signed', forge(goodClaims(now), { header: { alg: 'None' } })],
    ['of RS256 by HMAC', forge(goodClaims(now), { header: { alg: 'RS256' } })],
    ['signed by HMAC with a public key', forge(goodClaims(now), { secret: publicPem })],
    ['of HS512 with the right secret', `${stronger}.${payload}.${bySha512}`],
    ['expired', forge({ ...goodClaims(now), exp: Math.floor(now / 1000) - 60 })],
    ['without expiry', forge({ ...goodClaims(now), exp: undefined })],
    ['not valid yet', forge({ ...goodClaims(now), nbf: Math.floor(now / 1000) + 600 })],
    ['issued in the future', forge({ ...goodClaims(now), iat: Math.floor(now / 1000) + 600 })],
    ['of another type', forge({ ...goodClaims(now), type: 'refresh' })],
    ['of nobody', forge({ ...goodClaims(now), sub: undefined, user_id: undefined })],
    ['of ours, but not listed', forge({ ...goodClaims(now), iss: 'patchbay', jti: 'x', type: 'api_token' })],
  ])('%s is 401 on every route, in both eras, and is not repeated', async (_what, token) => {
    const { url } = await startPatchbay(
      { auth: { mode: 'token' } },
      { env: { PATCHBAY_JWT_SECRET: sharedSecret } },
    );
    const holder = { authorization: `Bearer ${token}` };
    const modern = modernRpc(1, 'tools/list');
    const answers = [
      await post(`${url}/mcp`, rpc(1, 'tools/list'), holder),
      await post(`${url}/mcp/patchbay`, JSON.stringify([rpc(1, 'tools/list')]), holder),
      await post(`${url}/mcp`, modern.body, { ...modern.headers, ...holder }),
      await send('GET', `${url}/sse`, { headers: { ...holder, accept: 'text/event-stream' } }),
      await post(`${url}/cmd`, rpc(1, 'health'), holder),
      await send('GET', `${url}/metrics`, { headers: holder }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(String(answer.headers['www-authenticate'])).toContain('error="invalid_token"');
      expect(JSON.stringify(answer.headers) + answer.text).not.toContain(token.split('.')[1]);
    }
    const right = await post(`${url}/mcp`, rpc(1, 'tools/list'), { authorization: `Bearer ${good}` });
    expect(right.status).toBe(200);
  });
});
