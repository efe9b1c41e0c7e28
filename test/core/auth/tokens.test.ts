import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureOwnToken, readOwnToken } from '../../../src/main/core/auth/own-token.ts';
import { openSigningKeys } from '../../../src/main/core/auth/signing-keys.ts';
import { openVault, type SecretBox } from '../../../src/main/core/secrets/secret-box.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { authStage, sharedSecret } from '../../support/tokens.ts';

const day = 86_400_000;
const asked = { name: 'laptop', lifeMs: 90 * day, scopes: [] };
const keychain: SecretBox = {
  isAvailable: () => Promise.resolve(true),
  seal: (text) => Promise.resolve(Buffer.from(`sealed ${text}`).toString('base64')),
  open: (sealed) => Promise.resolve(Buffer.from(sealed, 'base64').toString().slice(7)),
};

describe('a token that is made here', () => {
  it('counts, over restarts too', async () => {
    const { tokens, check, dataDir } = await authStage();
    const { token } = await tokens.create(asked);
    await check(token);
    const again = await authStage({ dataDir });
    expect((await again.check(token)).isValid()).toBe(true);
  });

  it('is shown once: neither the list nor any file nor the log has it', async () => {
    const { tokens, dataDir, logger } = await authStage();
    const { token, id } = await tokens.create(asked);
    const [, payload = '', signature = ''] = token.split('.');
    const files = await Promise.all(
      ['tokens.json', 'signing-keys.json'].map((name) => readFile(join(dataDir, name), 'utf8')),
    );
    const everything = [JSON.stringify(tokens.list()), JSON.stringify(logger.lines), ...files].join();
    expect(everything).toContain(id);
    expect(everything).not.toContain(payload);
    expect(everything).not.toContain(signature);
  });

  it('is listed with name, scopes, expiry and last use', async () => {
    const { tokens, check, clock } = await authStage();
    const { token, id } = await tokens.create({ ...asked, scopes: ['server:files'] });
    const listed = tokens.list()[0];
    expect(listed).toEqual({
      id,
      name: 'laptop',
      scopes: ['execute:mcp', 'server:files'],
      status: 'active',
      createdAt: clock.now(),
      expiresAt: clock.now() + 90 * day,
      lastUsedAt: null,
    });
    clock.advance(5000);
    await check(token);
    expect(tokens.list()[0]?.lastUsedAt).toBe(clock.now());
  });

  it('writes its last use a little later, and when Patchbay stops', async () => {
    const { tokens, check, clock, book, dataDir } = await authStage();
    const { token } = await tokens.create(asked);
    clock.advance(10_000);
    await check(token);
    const usedAt = clock.now();
    await book.close();
    const again = await authStage({ dataDir });
    expect(again.tokens.list()[0]?.lastUsedAt).toBe(usedAt);
  });

  it('does not count after its revocation, from that moment on and over restarts', async () => {
    const { tokens, check, dataDir, refusals } = await authStage();
    const { token, id } = await tokens.create(asked);
    await check(token);
    const revoked = tokens.revoke(id);
    await expect(check(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(refusals()).toBe(1);
    await revoked;
    const again = await authStage({ dataDir });
    await expect(again.check(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await expect(tokens.revoke(id)).rejects.toMatchObject({ code: 'TOKEN_UNKNOWN' });
  });

  it('does not count when the list of tokens was lost', async () => {
    const { tokens, dataDir } = await authStage();
    const { token } = await tokens.create(asked);
    await writeFile(join(dataDir, 'tokens.json'), '{ broken');
    const again = await authStage({ dataDir });
    await expect(again.check(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(again.logger.lines.map(({ text }) => text).join()).toContain('tokens.json.corrupt-');
  });

  it.each([['execute:everything'], ['server:'], ['server:../x'], ['SERVER:files']])(
    'has no scope %s',
    async (scope) => {
      const { tokens } = await authStage();
      await expect(tokens.create({ ...asked, scopes: [scope] })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    },
  );

  it('is in files that only their owner can read', async () => {
    const { tokens, dataDir } = await authStage();
    await tokens.create(asked);
    for (const name of ['tokens.json', 'signing-keys.json'])
      expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
  });
});

describe('what scopes allow', () => {
  it.each([
    [[], ['mcp', 'registry', 'metrics'], null, false],
    [['execute:mcp'], ['mcp', 'registry', 'metrics'], null, false],
    [['server:files', 'server:git'], ['mcp'], ['files', 'git'], false],
    [['tools:read'], ['mcp'], null, true],
    [['registry'], ['registry'], null, false],
    [['metrics'], ['metrics'], null, false],
    [['tools:read', 'registry'], ['mcp', 'registry'], null, true],
  ])('%j', async (scopes, permissions, servers, isReadOnly) => {
    const { tokens, check } = await authStage();
    const caller = await check((await tokens.create({ ...asked, scopes })).token);
    expect([...caller.permissions]).toEqual(permissions);
    expect(caller.access.isReadOnly).toBe(isReadOnly);
    expect(caller.access.servers === null ? null : [...caller.access.servers]).toEqual(servers);
  });
});

describe('the secret', () => {
  it('is accepted for the grace after its rotation, and not longer, over restarts too', async () => {
    const { tokens, check, clock, dataDir } = await authStage();
    const old = await tokens.create(asked);
    const { oldAcceptedUntil } = await tokens.rotate(7 * day);
    const fresh = await tokens.create(asked);
    expect(oldAcceptedUntil).toBe(clock.now() + 7 * day);
    await check(old.token);
    expect(tokens.list().find(({ id }) => id === old.id)).toMatchObject({
      status: 'active',
      expiresAt: oldAcceptedUntil,
    });
    const again = await authStage({ dataDir, clock });
    await again.check(old.token);
    clock.advance(7 * day);
    await expect(check(old.token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await expect(again.check(old.token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await check(fresh.token);
    expect(tokens.list().find(({ id }) => id === old.id)?.status).toBe('outdated');
  });

  it('counts at once when it is rotated without grace', async () => {
    const { tokens, check, refusals } = await authStage();
    const { token } = await tokens.create(asked);
    await check(token);
    await tokens.rotate(0);
    expect(refusals()).toBe(1);
    await expect(check(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('of the environment beats the one of the installation', async () => {
    const { tokens, dataDir } = await authStage();
    const { token } = await tokens.create(asked);
    const other = await authStage({ dataDir, env: { PATCHBAY_JWT_SECRET: sharedSecret } });
    await expect(other.check(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(other.tokens.list()[0]?.status).toBe('outdated');
    await expect(other.tokens.rotate(0)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('of the environment can be followed by another with grace', async () => {
    const { tokens, dataDir } = await authStage({ env: { PATCHBAY_JWT_SECRET: sharedSecret } });
    const { token } = await tokens.create(asked);
    const env = { PATCHBAY_JWT_SECRET: 'y'.repeat(32), PATCHBAY_JWT_SECRET_PREVIOUS: sharedSecret };
    const caller = await (await authStage({ dataDir, env })).check(token);
    expect(caller.isValid()).toBe(true);
  });

  it('of the environment must not be too short', async () => {
    await expect(authStage({ env: { PATCHBAY_JWT_SECRET: 'x'.repeat(31) } })).rejects.toMatchObject({
      code: 'SECRET_UNUSABLE',
      message: 'PATCHBAY_JWT_SECRET has 31 bytes, which is too short.',
    });
  });

  it('is in the keychain where there is one', async () => {
    const { tokens, dataDir } = await authStage({ box: keychain });
    const { token } = await tokens.create(asked);
    expect(await readFile(join(dataDir, 'signing-keys.json'), 'utf8')).not.toContain('"plain"');
    await (await authStage({ dataDir, box: keychain })).check(token);
  });

  it('that the keychain has does not keep a run without it from working, and comes back with it', async () => {
    const withIt = await authStage({ box: keychain });
    const { dataDir } = withIt;
    const ofApp = await withIt.tokens.create(asked);
    const without = await authStage({ dataDir });
    expect(without.logger.lines.map(({ text }) => text).join()).toContain('keychain');
    await expect(without.check(ofApp.token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    const ofServer = await without.tokens.create(asked);
    await without.check(ofServer.token);
    const appAgain = await authStage({ dataDir, box: keychain });
    await appAgain.check(ofApp.token);
    await appAgain.check(ofServer.token);
    await (await authStage({ dataDir })).check(ofServer.token);
  });

  it('is made anew when its file makes no sense', async () => {
    const dataDir = await tempFolder();
    await writeFile(join(dataDir, 'signing-keys.json'), '[]');
    const logger = recordingLogger();
    const vault = await openVault(null, logger);
    const parts = { dataDir, env: {}, vault, platform: process.platform, clock: fakeClock(), logger };
    const first = (await openSigningKeys(parts)).current.id;
    expect((await openSigningKeys(parts)).current.id).toBe(first);
    expect(logger.lines).toHaveLength(1);
  });
});

describe('the token of this user’s own programs', () => {
  it('is in a private file, counts, and stays the same over restarts', async () => {
    const first = await authStage();
    const { dataDir } = first;
    await ensureOwnToken({ ...first, platform: process.platform });
    const token = await readOwnToken(dataDir);
    expect((await stat(join(dataDir, 'gateway-token'))).mode & 0o777).toBe(0o600);
    await first.check(token ?? '');
    const next = await authStage({ dataDir });
    await ensureOwnToken({ ...next, platform: process.platform });
    expect(await readOwnToken(dataDir)).toBe(token);
    expect(next.tokens.list().map(({ name }) => name)).toEqual(['own programs']);
  });

  it('is made anew when it was revoked, its secret was rotated, or it is about to expire', async () => {
    const stage = await authStage();
    const own = { ...stage, platform: process.platform };
    const seen = new Set<string | null>();
    const renewed = async () => {
      await ensureOwnToken(own);
      const token = await readOwnToken(stage.dataDir);
      await stage.check(token ?? '');
      seen.add(token);
    };
    await renewed();
    await stage.tokens.revoke(stage.tokens.list()[0]?.id ?? '');
    await renewed();
    await stage.tokens.rotate(day);
    await renewed();
    stage.clock.advance(340 * day);
    await renewed();
    expect(seen.size).toBe(4);
  });
});
