// Tokens from the side of those who manage them: made, listed, revoked, their secret rotated. The token itself leaves this
// file once, as the answer to who made it.
import { randomBytes } from 'node:crypto';
import type { NewToken, SecretRotation, TokenStatus, TokenView } from '../../../shared/tokens.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock, Logger } from '../ports.ts';
import { noAudit, type Audit } from '../audit/audit.ts';
import { signToken } from './jwt.ts';
import { completeScopes } from './scopes.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { TokenBook, TokenRecord } from './token-book.ts';
import { ownerOfToken } from './token-gate.ts';

export interface TokensOptions {
  readonly keys: SigningKeys;
  readonly book: TokenBook;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Something stopped to count; `owner`: whose sessions end, null where that is for each to find out. */
  readonly onRefused: (owner: string | null) => void;
  readonly audit?: Audit;
}

export interface TokenRequest {
  readonly name: string;
  /** In milliseconds. */
  readonly lifeMs: number;
  readonly scopes: readonly string[];
}

export class Tokens {
  private readonly options: TokensOptions;
  private readonly audit: Audit;

  constructor(options: TokensOptions) {
    this.options = options;
    this.audit = options.audit ?? noAudit;
  }

  list(): readonly TokenView[] {
    return this.options.book.all().map((record) => this.view(record));
  }

  /** Rejects with BAD_REQUEST for scopes that mean nothing, LIMIT_REACHED, STORE_WRITE_FAILED. */
  async create({ name, lifeMs, scopes: wanted }: TokenRequest): Promise<NewToken> {
    const { keys, book, clock, logger } = this.options;
    if (lifeMs <= 0) throw new AppError('BAD_REQUEST', 'The token would have expired already.');
    const scopes = completeScopes(wanted);
    const id = randomBytes(9).toString('base64url');
    const issuedAt = clock.now();
    // Tokens count whole seconds.
    const expiresAt = Math.ceil((issuedAt + lifeMs) / 1000) * 1000;
    const { current } = keys;
    const token = await signToken({ id, name, scopes, issuedAt, expiresAt }, current);
    await book.add({ id, name, scopes, keyId: current.id, createdAt: issuedAt, expiresAt, lastUsedAt: null });
    logger.info(`Token ${id} was made, for ${scopes.join(' ')}.`);
    const details = { name, scopes: scopes.join(' '), expires: isoTime(expiresAt) };
    this.audit.record({ kind: 'token', action: 'created', subject: id, details });
    return { id, name, token, expiresAt, scopes };
  }

  /** It does not count from now on. Rejects with TOKEN_UNKNOWN, STORE_WRITE_FAILED. */
  async revoke(id: string): Promise<void> {
    const { book, logger, onRefused } = this.options;
    const removed = book.remove(id);
    onRefused(ownerOfToken(id));
    const { name } = await removed;
    logger.info(`Token ${id} was revoked.`);
    this.audit.record({ kind: 'token', action: 'revoked', subject: id, details: { name } });
  }

  /** Another secret; tokens of before count for `graceMs`. Rejects with BAD_REQUEST, STORE_WRITE_FAILED. */
  async rotate(graceMs: number): Promise<SecretRotation> {
    const { keys, clock, logger, onRefused } = this.options;
    const oldAcceptedUntil = clock.now() + graceMs;
    await keys.rotate(graceMs);
    onRefused(null);
    logger.info(`The secret of tokens was rotated; the old one counts until ${isoTime(oldAcceptedUntil)}.`);
    const details = { oldCountsUntil: isoTime(oldAcceptedUntil) };
    this.audit.record({ kind: 'token', action: 'secret rotated', details });
    return { oldAcceptedUntil };
  }

  private view({ keyId, ...record }: TokenRecord): TokenView {
    const until = this.options.keys.acceptedUntil(keyId);
    const expiresAt = until === null || until === 0 ? record.expiresAt : Math.min(record.expiresAt, until);
    return { ...record, expiresAt, status: this.statusOf(record.expiresAt, until) };
  }

  private statusOf(expiresAt: number, until: number | null): TokenStatus {
    const now = this.options.clock.now();
    if (expiresAt <= now) return 'expired';
    return until === null || now < until ? 'active' : 'outdated';
  }
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
