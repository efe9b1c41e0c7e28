// The keychain of the operating system through Electron's safeStorage, which works once the app is ready.
// What is kept there is the core's business.
import type { App, SafeStorage } from 'electron';
import type { SecretBox } from '../core/secrets/secret-box.ts';

export interface SecretBoxParts {
  readonly app: Pick<App, 'whenReady'>;
  readonly safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  >;
  readonly platform: NodeJS.Platform;
}

/** Without a keyring, Electron on Linux encrypts with a key that everybody knows: that counts as no keychain. */
export function electronSecretBox({ app, safeStorage, platform }: SecretBoxParts): SecretBox {
  return {
    isAvailable: async () => {
      await app.whenReady();
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
      return platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
    },
    seal: async (text) => (await safeStorage.encryptStringAsync(text)).toString('base64'),
    open: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result,
  };
}
