import { describe, expect, it } from 'vitest';
import { electronSecretBox, type SecretBoxParts } from '../../src/main/shell/electron-secret-box.ts';

function box(
  platform: NodeJS.Platform,
  backend: 'basic_text' | 'gnome_libsecret',
  isReady = Promise.resolve(),
) {
  const safeStorage: SecretBoxParts['safeStorage'] = {
    isAsyncEncryptionAvailable: () => Promise.resolve(true),
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(`<${text}>`)),
    decryptStringAsync: (sealed) =>
      Promise.resolve({ shouldReEncrypt: false, result: sealed.toString().slice(1, -1) }),
  };
  return electronSecretBox({ app: { whenReady: () => isReady }, safeStorage, platform });
}

describe("Electron's keychain", () => {
  it('is none on Linux without a keyring', async () => {
    expect(await box('linux', 'basic_text').isAvailable()).toBe(false);
    expect(await box('linux', 'gnome_libsecret').isAvailable()).toBe(true);
    expect(await box('darwin', 'basic_text').isAvailable()).toBe(true);
  });

  it('waits for the app to be ready', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let answer: boolean | null = null;
    const asked = box('linux', 'gnome_libsecret', promise)
      .isAvailable()
      .then((value) => (answer = value));
    await new Promise(setImmediate);
    expect(answer).toBeNull();
    resolve();
    expect(await asked).toBe(true);
  });

  it('opens what it sealed', async () => {
    const keychain = box('linux', 'gnome_libsecret');
    const sealed = await keychain.seal('grün');
    expect(sealed).not.toContain('grün');
    expect(await keychain.open(sealed)).toBe('grün');
  });
});
