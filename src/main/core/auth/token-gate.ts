// Who comes with a request to the gateway's port: the token in its Authorization header, verified once and remembered as it
// was sent, so that a call costs no signature. Expiry, revocation and rotated secrets count at once all the same.
import { hash } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { openAccess, type Access } from '../relay/access.ts';
import { keepNewest } from '../relay/keep-newest.ts';
import { clockSkewMs, TokenFault, verifyToken, type Claims } from './jwt.ts';
import { readScopes, type Permission } from './scopes.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { TokenBook } from './token-book.ts';

/** What a caller may do. */
export interface Caller {
  readonly access: Access;
  readonly permissions: ReadonlySet<Permission>;
  /** Of the token that came, where it was made here. */
  readonly tokenId?: string;
  /** Whether that still holds. */
  isValid(): boolean;
}

/** Where nobody is asked who they are. */
export const anybody: Caller = {
  access: openAccess,
  permissions: new Set(['mcp', 'registry', 'metrics']),
  isValid: () => true,
};

export interface TokenGateOptions {
  readonly keys: SigningKeys;
  readonly book: TokenBook;
  readonly clock: Clock;
}

/** Verified tokens that are remembered. */
const remembered = 1000;
const howToGetOne =
  'Make one with "patchbay token create --name NAME", or in the window or the browser console, and send it as "Authorization: Bearer TOKEN".';

interface Verified {
  readonly caller: Caller;
  readonly tokenId: string | null;
}

export class TokenGate {
  private readonly options: TokenGateOptions;
  /** By the header that they came in. */
  private readonly verified = new Map<string, Verified>();
  /** What was used last stands at the end. */
  private newest: Verified | null = null;

  constructor(options: TokenGateOptions) {
    this.options = options;
  }

  /** The caller behind an Authorization header. Throws, or rejects with, UNAUTHORIZED. */
  check(authorization: string | undefined): Caller | Promise<Caller> {
    if (authorization === undefined) throw refused('This gateway needs a token.', 'missing');
    return this.known(authorization) ?? this.verify(tokenIn(authorization), authorization);
  }

  /** The same where it was verified before, and holds; else null. */
  known(authorization: string | undefined): Caller | null {
    // Found by its hash, whose seed nobody knows: how long that takes says nothing of what others sent.
    const verified = authorization === undefined ? undefined : this.verified.get(authorization);
    if (authorization === undefined || verified?.caller.isValid() !== true) return null;
    this.use(authorization, verified);
    return verified.caller;
  }

  private async verify(token: string, authorization: string): Promise<Caller> {
    this.verified.delete(authorization);
    const { keys, clock } = this.options;
    try {
      const claims = await verifyToken(token, keys.accepted(clock.now()), clock.now());
      const caller = this.callerOf(claims);
      // Revoked meanwhile, or not of those that were made here.
      if (!caller.isValid()) throw new TokenFault('The token was revoked, or is not known here.');
      this.use(authorization, { caller, tokenId: claims.id });
      return caller;
    } catch (error) {
      throw error instanceof TokenFault ? refused(error.message, 'invalid') : error;
    }
  }

  private use(authorization: string, verified: Verified): void {
    if (verified !== this.newest) {
      this.verified.delete(authorization);
      this.verified.set(authorization, verified);
      keepNewest(this.verified, remembered);
      this.newest = verified;
    }
    if (verified.tokenId !== null) this.options.book.noteUse(verified.tokenId);
  }

  private callerOf({ id, subject, scopes, expiresAt, keyId }: Claims): Caller {
    const { keys, book, clock } = this.options;
    const { permissions, servers, isReadOnly } = readScopes(scopes);
    const view =
      servers === null && !isReadOnly
        ? ''
        : JSON.stringify([isReadOnly, servers === null ? null : [...servers].toSorted()]);
    // A renewed token of somebody goes on with what the last one began, unless it may see something else.
    const owner = id === null ? ownerKey('subject', subject, view) : ownerOfToken(id);
    return {
      access: { owner, servers, isReadOnly, view },
      permissions,
      ...(id === null ? {} : { tokenId: id }),
      isValid: () => {
        const now = clock.now();
        const keyUntil = keys.acceptedUntil(keyId);
        return (
          now < expiresAt + clockSkewMs &&
          (keyUntil === null || now < keyUntil) &&
          (id === null || book.find(id) !== undefined)
        );
      },
    };
  }
}

/** Whose everything is that was begun with a token that was made here. */
export function ownerOfToken(id: string): string {
  return ownerKey('token', id);
}

function ownerKey(...parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22);
}

/** Throws UNAUTHORIZED where there is none. */
function tokenIn(authorization: string): string {
  const [, token] = /^Bearer +([^\s,]+) *$/i.exec(authorization) ?? [];
  if (token !== undefined) return token;
  throw refused('The Authorization header holds no bearer token.', 'missing');
}

function refused(message: string, reason: 'missing' | 'invalid'): AppError {
  return new AppError('UNAUTHORIZED', message, { expected: howToGetOne, details: { reason } });
}
