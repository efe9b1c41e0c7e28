import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authStage, forge, goodClaims, sharedSecret } from '../../support/tokens.ts';

const env = { PATCHBAY_JWT_SECRET: sharedSecret };
const unauthorized = { code: 'UNAUTHORIZED' };

describe('a token of somebody who has the secret', () => {
  it('counts as S3 has it', async () => {
    const { check, clock } = await authStage({ env });
    const caller = await check(forge(goodClaims(clock.now())));
    expect([...caller.permissions]).toEqual(['mcp', 'registry', 'metrics']);
    expect(caller.access).toMatchObject({ servers: null, isReadOnly: false, view: '' });
  });

  it.each([
    ['type api_token', { type: 'api_token' }],
    ['user_id alone', { sub: undefined }],
    ['sub alone', { user_id: undefined }],
    ['a user_id that is a number', { sub: undefined, user_id: 7 }],
    ['scope as words', { scopes: undefined, scope: 'openid execute:mcp' }],
    ['no time of issue', { iat: undefined }],
  ])('counts with %s', async (_what, claims) => {
    const { check, clock } = await authStage({ env });
    const caller = await check(forge({ ...goodClaims(clock.now()), ...claims }));
    expect(caller.permissions.has('mcp')).toBe(true);
  });

  it.each([
    ['is of another type', { type: 'refresh' }, 'neither access nor api_token'],
    ['has no type', { type: undefined }, 'neither access nor api_token'],
    ['is nobody’s', { sub: undefined, user_id: undefined }, 'neither in sub nor in user_id'],
    ['has no expiry', { exp: undefined }, 'no expiry'],
    ['has an expiry that is no number', { exp: 'never' }, 'no expiry'],
    ['claims to be one of ours without an id', { iss: 'patchbay' }, 'no id'],
    ['claims to be one of ours', { iss: 'patchbay', jti: 'made-up' }, 'not known here'],
  ])('does not count when it %s', async (_what, claims, reason) => {
    const { check, clock } = await authStage({ env });
    const refused = check(forge({ ...goodClaims(clock.now()), ...claims }));
    await expect(refused).rejects.toMatchObject({
      ...unauthorized,
      message: expect.stringContaining(reason),
    });
  });

  it('counts until its expiry and the skew of clocks after it, also when it is remembered', async () => {
    const { check, clock } = await authStage({ env });
    const token = forge(goodClaims(clock.now()));
    await check(token);
    clock.advance(3_600_000 + 29_000);
    await check(token);
    clock.advance(2000);
    await expect(check(token)).rejects.toMatchObject({ message: 'The token has expired.' });
  });

  it.each(['nbf', 'iat'])('does not count before its %s, but for the skew of clocks', async (claim) => {
    const { check, clock } = await authStage({ env });
    const at = Math.floor(clock.now() / 1000) + 60;
    const token = forge({ ...goodClaims(clock.now()), [claim]: at });
    await expect(check(token)).rejects.toMatchObject({ message: 'The token is not valid yet.' });
    clock.advance(31_000);
    await check(token);
  });
});

describe('a forged token', () => {
  it.each([
    ['another secret', forge(goodClaims(1_700_000_000_000), { secret: 'x'.repeat(40) })],
    ['an empty secret', forge(goodClaims(1_700_000_000_000), { secret: '' })],
    ['no signature', forge(goodClaims(1_700_000_000_000)).replace(/[^.]*$/, '')],
    [
      'algorithm none',
      forge(goodClaims(1_700_000_000_000), { header: { alg: 'none' } }).replace(/[^.]*$/, ''),
    ],
    ['algorithm none, signed', forge(goodClaims(1_700_000_000_000), { header: { alg: 'none' } })],
    ['algorithm NONE', forge(goodClaims(1_700_000_000_000), { header: { alg: 'NONE' } })],
    ['another HMAC by name', forge(goodClaims(1_700_000_000_000), { header: { alg: 'HS512' } })],
    [
      'a critical header',
      forge(goodClaims(1_700_000_000_000), { header: { alg: 'HS256', crit: ['x'], x: 1 } }),
    ],
    [
      'a key of its own',
      forge(goodClaims(1_700_000_000_000), {
        secret: 'k',
        header: { alg: 'HS256', jwk: { kty: 'oct', k: 'aw' } },
      }),
    ],
    ['prototype keys', forge({ ['__proto__']: goodClaims(1_700_000_000_000) })],
    ['no object', forge('sub')],
    ['no JWT', 'abc'],
    ['two dots and nothing else', '..'],
    ['too much of it', `${'a'.repeat(9000)}.b.c`],
  ])('with %s does not count', async (_what, token) => {
    const { check } = await authStage({ env });
    await expect(check(token)).rejects.toMatchObject(unauthorized);
  });

  it('with an RSA signature does not count, nor one by HMAC with a public key', async () => {
    const { check, clock } = await authStage({ env });
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const [header, payload] = forge(goodClaims(clock.now()), { header: { alg: 'RS256' } }).split('.');
    const signature = sign('sha256', Buffer.from(`${header}.${payload}`), privateKey).toString('base64url');
    await expect(check(`${header}.${payload}.${signature}`)).rejects.toMatchObject(unauthorized);
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const confused = forge(goodClaims(clock.now()), { secret: pem });
    await expect(check(confused)).rejects.toMatchObject(unauthorized);
  });

  it('is told why it does not count, but nothing of itself', async () => {
    const { check, clock } = await authStage({ env });
    const token = forge({ ...goodClaims(clock.now()), sub: 'secret-person', exp: 1 });
    const error: unknown = await check(token).catch((thrown: unknown) => thrown);
    const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
    expect(told).not.toContain('secret-person');
    expect(told).not.toContain(token.split('.')[1]);
  });
});

describe('the Authorization header', () => {
  it.each([undefined, '', 'Basic YTpi', 'Bearer', 'Bearer ', 'Bearer a b', 'Bearer a,b'])(
    '%j holds no token, and says how to get one',
    async (header) => {
      const { gate } = await authStage({ env });
      expect(() => gate.check(header)).toThrow(
        expect.objectContaining({
          code: 'UNAUTHORIZED',
          details: { reason: 'missing' },
          expected: expect.stringContaining('patchbay token create'),
        }),
      );
    },
  );

  it('may write Bearer as it likes', async () => {
    const { gate, clock } = await authStage({ env });
    const caller = await gate.check(`bEARER   ${forge(goodClaims(clock.now()))} `);
    expect(caller.isValid()).toBe(true);
  });
});

describe('a token that was seen before', () => {
  it('costs no signature', async () => {
    const { gate, clock } = await authStage({ env });
    const header = `Bearer ${forge(goodClaims(clock.now()))}`;
    const first = await gate.check(header);
    expect(gate.check(header)).toBe(first);
  });

  it('is forgotten behind a thousand others, and counts all the same', async () => {
    const { check, gate, clock } = await authStage({ env });
    const token = forge(goodClaims(clock.now()));
    await check(token);
    for (let index = 0; index < 1000; index++)
      await check(forge({ ...goodClaims(clock.now()), sub: `${index}` }));
    expect(gate.check(`Bearer ${token}`)).toBeInstanceOf(Promise);
    await check(token);
  });
});

describe('what belongs to whom', () => {
  it('is the same for renewed tokens of somebody, but not for one that may see something else', async () => {
    const { check, clock } = await authStage({ env });
    const ownerOf = async (claims: Record<string, unknown>) =>
      (await check(forge({ ...goodClaims(clock.now()), ...claims }))).access.owner;
    const owner = await ownerOf({});
    clock.advance(1000);
    expect(await ownerOf({})).toBe(owner);
    expect(await ownerOf({ sub: 'bob' })).not.toBe(owner);
    expect(await ownerOf({ scopes: ['execute:mcp', 'server:files'] })).not.toBe(owner);
    expect(await ownerOf({ scopes: ['execute:mcp', 'tools:read'] })).not.toBe(owner);
  });

  it('is another for each token that was made here, whatever others claim', async () => {
    const { check, tokens, clock } = await authStage({ env });
    const [one, other] = await Promise.all(
      ['a', 'b'].map((name) => tokens.create({ name, lifeMs: 60_000, scopes: [] })),
    );
    const owners = new Set(
      await Promise.all(
        [one?.token, other?.token, forge({ ...goodClaims(clock.now()), sub: `token:${one?.id}` })].map(
          async (token) => (await check(token ?? '')).access.owner,
        ),
      ),
    );
    expect(owners.size).toBe(3);
  });
});
