// The secret that the environment gives, for whoever signs tokens elsewhere, or keeps secrets in a manager of their own.
import { hash } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { SigningKey, SigningKeys } from './signing-keys.ts';

/** Of HS256 (RFC 7518, 3.2). */
const minSecretBytes = 32;
const variable = 'PATCHBAY_JWT_SECRET';
/** Accepted as well, for as long as it is set. */
const previousVariable = 'PATCHBAY_JWT_SECRET_PREVIOUS';

/** null where the variable is not set. Throws SECRET_UNUSABLE for a secret that is too short. */
export function environmentKeys(env: Readonly<Record<string, string | undefined>>): SigningKeys | null {
  const current = keyFrom(env, variable);
  if (current === null) return null;
  const previous = keyFrom(env, previousVariable);
  const keys: readonly SigningKey[] = previous === null ? [current] : [current, previous];
  return {
    current,
    accepted: () => keys,
    acceptedUntil: (keyId) => (keys.some(({ id }) => id === keyId) ? null : 0),
    rotate: () =>
      Promise.reject(
        new AppError('BAD_REQUEST', `The secret is the one in ${variable}, which cannot be changed here.`, {
          expected: `Start Patchbay with another ${variable}, and with the old one in ${previousVariable} for as long as it is to be accepted.`,
        }),
      ),
  };
}

/** The secrets themselves, to be hidden wherever text is shown. */
export function environmentSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return [env[variable] ?? '', env[previousVariable] ?? ''].filter((text) => text !== '');
}

function keyFrom(env: Readonly<Record<string, string | undefined>>, name: string): SigningKey | null {
  const text = env[name];
  if (text === undefined || text === '') return null;
  const secret = Buffer.from(text, 'utf8');
  if (secret.length < minSecretBytes) {
    throw new AppError('SECRET_UNUSABLE', `${name} has ${secret.length} bytes, which is too short.`, {
      expected: `Give at least ${minSecretBytes}, such as the output of: openssl rand -base64 48`,
    });
  }
  // Says which one it was, without telling it.
  const id = `environment-${hash('sha256', `patchbay.key-id.${text}`, 'base64url').slice(0, 8)}`;
  return { id, secret };
}
