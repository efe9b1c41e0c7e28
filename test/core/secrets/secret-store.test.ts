import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openVault, type SecretBox } from '../../../src/main/core/secrets/secret-box.ts';
import { openSecretStore, type SecretStore } from '../../../src/main/core/secrets/secret-store.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const box: SecretBox = {
  isAvailable: () => Promise.resolve(true),
  seal: (text) => Promise.resolve(Buffer.from(`sealed ${text}`).toString('base64')),
  open: (sealed) => {
    const text = Buffer.from(sealed, 'base64').toString();
    return text.startsWith('sealed ')
      ? Promise.resolve(text.slice(7))
      : Promise.reject(new Error('not ours'));
  },
};

async function open(
  dataDir: string,
  keychain: SecretBox | null,
  logger = recordingLogger(),
): Promise<SecretStore> {
  const vault = await openVault(keychain, logger);
  return openSecretStore({ dataDir, vault, platform: process.platform, clock: fakeClock(), logger });
}

describe('secrets with names', () => {
  it('last over runs in a file that only their owner can read', async () => {
    const dataDir = await tempFolder();
    await (await open(dataDir, null)).set('GITHUB', 'ghp_1');
    const again = await open(dataDir, null);
    expect(again.get('GITHUB')).toBe('ghp_1');
    expect(again.get('OTHER')).toBeUndefined();
    expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
  });

  it('are sealed where there is a keychain', async () => {
    const dataDir = await tempFolder();
    await (await open(dataDir, box)).set('GITHUB', 'ghp_1');
    expect(await readFile(join(dataDir, 'secrets.json'), 'utf8')).not.toContain('ghp_1');
    expect((await open(dataDir, box)).get('GITHUB')).toBe('ghp_1');
  });

  it('that the keychain has are named but not known without it, and stay', async () => {
    const dataDir = await tempFolder();
    await (await open(dataDir, box)).set('GITHUB', 'ghp_1');
    const without = await open(dataDir, null);
    expect(without.get('GITHUB')).toBeUndefined();
    await without.set('A', 'plain');
    expect(without.names()).toEqual([
      { name: 'A', isReadable: true },
      { name: 'GITHUB', isReadable: false },
    ]);
    expect((await open(dataDir, box)).get('GITHUB')).toBe('ghp_1');
  });

  it('can be taken away', async () => {
    const dataDir = await tempFolder();
    const store = await open(dataDir, null);
    await store.set('A', 'one');
    expect(await store.remove('A')).toBe(true);
    expect(await store.remove('A')).toBe(false);
    expect((await open(dataDir, null)).names()).toEqual([]);
  });

  it.each(['', '__proto__', '1st', 'a b', 'a/b', 'x'.repeat(65)])('are not named %j', async (name) => {
    const store = await open(await tempFolder(), null);
    await expect(store.set(name, 'one')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('set at once are all kept', async () => {
    const dataDir = await tempFolder();
    const store = await open(dataDir, null);
    await Promise.all(['A', 'B', 'C'].map((name) => store.set(name, name.toLowerCase())));
    expect((await open(dataDir, null)).names()).toHaveLength(3);
  });

  it('in a file that makes no sense are set aside, and people are told', async () => {
    const dataDir = await tempFolder();
    const logger = recordingLogger();
    await writeFile(join(dataDir, 'secrets.json'), '{"version":1,"secrets":{"A":{"plain":7}}}');
    const store = await open(dataDir, null, logger);
    expect(store.names()).toEqual([]);
    expect(logger.lines.map(({ text }) => text).join()).toContain('secrets.json.corrupt-');
  });

  it('go to files where the keychain fails', async () => {
    const dataDir = await tempFolder();
    const failing: SecretBox = { ...box, isAvailable: () => Promise.reject(new Error('no bus')) };
    const logger = recordingLogger();
    await (await open(dataDir, failing, logger)).set('A', 'one');
    expect((await open(dataDir, null)).get('A')).toBe('one');
    expect(logger.lines.map(({ text }) => text).join()).toContain('no bus');
  });
});
