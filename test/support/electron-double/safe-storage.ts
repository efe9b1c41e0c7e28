// The system's keychain as the double plays it: sealing is turning around, so that a test can tell sealed from plain.
import type { SafeStorage } from 'electron';
import { readSettings } from './settings.ts';
import { world } from './world.ts';

type Covered =
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable';

const mark = 'sealed:';

function onlyWhenReady(what: string): void {
  if (!world.ready) throw new Error(`${what} works after the ready event only`);
}

function turned(text: string): string {
  return Array.from(text).toReversed().join('');
}

export const safeStorage = {
  isAsyncEncryptionAvailable: async () => {
    onlyWhenReady('isAsyncEncryptionAvailable');
    return Promise.resolve(true);
  },
  getSelectedStorageBackend: () => readSettings().keyring ?? 'basic_text',
  encryptStringAsync: async (text) => {
    onlyWhenReady('encryptStringAsync');
    return Promise.resolve(Buffer.from(`${mark}${turned(text)}`));
  },
  decryptStringAsync: async (sealed) => {
    onlyWhenReady('decryptStringAsync');
    const text = sealed.toString();
    if (!text.startsWith(mark)) throw new Error('That was not sealed here.');
    return Promise.resolve({ shouldReEncrypt: false, result: turned(text.slice(mark.length)) });
  },
} satisfies Pick<SafeStorage, Covered>;
