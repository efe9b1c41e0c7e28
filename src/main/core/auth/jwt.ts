// JSON Web Tokens as S3 has them: HS256 and nothing else, types access and api_token, who it is in `sub` or `user_id`,
// scopes, and an expiry. Knows no list of tokens and no HTTP.
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import type { SigningKey } from './signing-keys.ts';

/** What a token that is good says. */
export interface Claims {
  readonly subject: string;
  readonly scopes: readonly string[];
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Of the key that it was signed with. */
  readonly keyId: string;
  /** The id of a token that was made here; null for one that somebody else signed with the same secret. */
  readonly id: string | null;
}

export interface NewClaims {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Epoch milliseconds, both. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Why a token is not good: a sentence that tells nothing of the token itself. */
export class TokenFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TokenFault';
  }
}

/** How far clocks may differ, in milliseconds. */
export const clockSkewMs = 30_000;
/** Longer ones are not looked at. */
const maxTokenLength = 8192;

const issuer = 'patchbay';
const types: ReadonlySet<unknown> = new Set(['access', 'api_token']);

/** Rejects with TokenFault. `now`: epoch milliseconds. */
export async function verifyToken(token: string, keys: readonly SigningKey[], now: number): Promise<Claims> {
  if (token.length > maxTokenLength) throw new TokenFault('The token is too long.');
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, key.secret, {
        algorithms: ['HS256'],
        clockTolerance: clockSkewMs / 1000,
        currentDate: new Date(now),
        requiredClaims: ['exp'],
      });
      return readClaims(payload, key.id, now);
    } catch (error) {
      // It may be of the next key.
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw asFault(error);
    }
  }
  throw new TokenFault('The token was not signed for this gateway, or its secret is no longer accepted.');
}

/** The token that says this. */
export function signToken(
  { id, name, scopes, issuedAt, expiresAt }: NewClaims,
  key: SigningKey,
): Promise<string> {
  return new SignJWT({ type: 'api_token', scopes, name })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key.id })
    .setIssuer(issuer)
    .setSubject(`token:${id}`)
    .setJti(id)
    .setIssuedAt(Math.floor(issuedAt / 1000))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(key.secret);
}

function readClaims(payload: JWTPayload, keyId: string, now: number): Claims {
  const { sub, exp, iat, iss, jti } = payload;
  if (!types.has(payload['type'])) throw new TokenFault('The token’s type is neither access nor api_token.');
  const subject = textOf(sub) ?? textOf(payload['user_id']);
  if (subject === undefined)
    throw new TokenFault('The token says neither in sub nor in user_id whose it is.');
  if (typeof iat === 'number' && iat * 1000 > now + clockSkewMs)
    throw new TokenFault('The token is not valid yet.');
  if (iss === issuer && typeof jti !== 'string') throw new TokenFault('The token has no id.');
  return {
    subject,
    scopes: scopesOf(payload),
    expiresAt: (exp ?? 0) * 1000,
    keyId,
    id: iss === issuer && typeof jti === 'string' ? jti : null,
  };
}

/** A list in `scopes` (S3), or words in `scope` (RFC 8693, 4.2). */
function scopesOf({ scopes, scope }: JWTPayload): readonly string[] {
  const listed: readonly unknown[] = Array.isArray(scopes) ? scopes : [];
  const words = [scope, scopes].flatMap((text) => (typeof text === 'string' ? text.split(' ') : []));
  return [...listed, ...words].filter((one): one is string => typeof one === 'string' && one !== '');
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The library's own words may quote the token. */
function asFault(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new TokenFault('The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return new TokenFault('The token is not valid yet.');
    if (error.claim === 'exp') return new TokenFault('The token has no expiry.');
    return new TokenFault('The token has a claim that is not valid.');
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return new TokenFault('The token’s algorithm is not HS256.');
  return error instanceof errors.JOSEError ? new TokenFault('The token is no JSON Web Token.') : error;
}
