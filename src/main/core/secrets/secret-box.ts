// The port to the operating system's keychain, and how a secret is written where there is one and where there is none.
// The shell fills the port; under plain Node there is no keychain, and files that only their owner can read take its place.
import { z } from 'zod';
import { describeError } from '../../../shared/errors.ts';
import type { Logger } from '../ports.ts';

/** Encrypts with a key that the operating system keeps for this user. */
export interface SecretBox {
  /** Whether the system has a keychain that deserves the name. Asked once, at the start. */
  isAvailable(): Promise<boolean>;
  /** Text that only `open` makes sense of. Rejects when the system refuses. */
  seal(text: string): Promise<string>;
  /** What was sealed. Rejects when this user's keychain did not seal it. */
  open(sealed: string): Promise<string>;
}

/** A secret as files hold it. */
export const heldSecretSchema = z
  .union([z.strictObject({ sealed: z.string() }), z.strictObject({ plain: z.string() })])
  .readonly();
export type HeldSecret = z.output<typeof heldSecretSchema>;

/** The keychain where there is one, and files otherwise, behind one face. */
export interface Vault {
  readonly kind: 'keychain' | 'file';
  /** How a new secret is to be written. Rejects when the keychain refuses. */
  hold(secret: string): Promise<HeldSecret>;
  /** The secret; null for one that was sealed, and cannot be opened in this run. Never rejects. */
  reveal(held: HeldSecret): Promise<string | null>;
}

/** Never rejects: a keychain that cannot be used is none. */
export async function openVault(box: SecretBox | null, logger: Logger): Promise<Vault> {
  const usable = box !== null && (await isUsable(box, logger)) ? box : null;
  return {
    kind: usable === null ? 'file' : 'keychain',
    hold: async (secret) => (usable === null ? { plain: secret } : { sealed: await usable.seal(secret) }),
    reveal: async (held) => {
      if ('plain' in held) return held.plain;
      return usable === null ? null : usable.open(held.sealed).catch(() => null);
    },
  };
}

async function isUsable(box: SecretBox, logger: Logger): Promise<boolean> {
  try {
    if (await box.isAvailable()) return true;
    logger.warn('There is no keychain here: secrets are kept in files that only you can read.');
  } catch (error) {
    logger.warn(`The keychain cannot be used, so secrets are kept in files: ${describeError(error)}`);
  }
  return false;
}
