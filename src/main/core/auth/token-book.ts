// The tokens that were made here, in tokens.json: by id, with name, scopes, expiry and last use, never the tokens themselves.
// What is not in it does not count, so a token is revoked by taking it out.
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { parsedJson } from '../../../shared/parsed-json.ts';
import type { Clock, Logger } from '../ports.ts';
import { durableFile, type DurableFile } from '../store/durable-file.ts';
import { writeFailed } from '../store/write-failed.ts';

const recordSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()).readonly(),
  /** Of the key that it was signed with. */
  keyId: z.string(),
  /** Epoch milliseconds, all three. */
  createdAt: z.number(),
  expiresAt: z.number(),
  lastUsedAt: z.number().nullable(),
});
const documentSchema = z.strictObject({ version: z.literal(1), tokens: z.array(recordSchema) });

export type TokenRecord = Readonly<z.output<typeof recordSchema>>;

export interface TokenBookOptions {
  readonly dataDir: string;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly logger: Logger;
}

const maxTokens = 1000;
/** Last uses are written so often at most, in milliseconds, */
const flushMs = 60_000;
/** noted so often at most, in milliseconds, */
const useStepMs = 1000;
/** and expired tokens are listed for so long. */
const keepExpiredMs = 30 * 86_400_000;

/** Reads tokens.json; one that makes no sense is set aside, and none of its tokens counts. Rejects with the system's error. */
export async function openTokenBook(options: TokenBookOptions): Promise<TokenBook> {
  const { dataDir, platform, clock, logger } = options;
  const file = durableFile(join(dataDir, 'tokens.json'), { platform });
  const text = await file.read();
  const result = text === null ? null : documentSchema.safeParse(parsedJson(text));
  if (result !== null && !result.success) {
    const aside = await file.setAside(`corrupt-${clock.now()}`);
    logger.error(`${file.path} made no sense and is ${aside} now: no token in it counts any more.`);
  }
  return new TokenBook(file, options, result?.data?.tokens ?? []);
}

export class TokenBook {
  private readonly file: DurableFile;
  private readonly options: TokenBookOptions;
  private readonly records: Map<string, TokenRecord>;
  private readonly stopFlushing: () => void;
  private hasUses = false;

  constructor(file: DurableFile, options: TokenBookOptions, records: readonly TokenRecord[]) {
    this.file = file;
    this.options = options;
    this.records = new Map(records.map((record) => [record.id, record]));
    this.stopFlushing = options.clock.every(flushMs, () => void this.flush());
  }

  /** The newest first. */
  all(): readonly TokenRecord[] {
    return [...this.records.values()].toSorted((one, other) => other.createdAt - one.createdAt);
  }

  find(id: string): TokenRecord | undefined {
    return this.records.get(id);
  }

  /** Resolves when it would survive a power cut. Rejects with LIMIT_REACHED, STORE_WRITE_FAILED. */
  async add(record: TokenRecord): Promise<void> {
    const now = this.options.clock.now();
    for (const { id, expiresAt } of this.records.values())
      if (expiresAt + keepExpiredMs < now) this.records.delete(id);
    if (this.records.size >= maxTokens) {
      throw new AppError('LIMIT_REACHED', `There are ${maxTokens} tokens already.`, {
        expected: 'Revoke those that are not needed any more: patchbay token revoke ID.',
      });
    }
    this.records.set(record.id, record);
    try {
      await this.write();
    } catch (error) {
      this.records.delete(record.id);
      throw error;
    }
  }

  /**
   * It does not count from this moment on; resolves when it would stay so over a power cut. Rejects with TOKEN_UNKNOWN, or
   * with STORE_WRITE_FAILED when it may count again after a restart.
   */
  async remove(id: string): Promise<TokenRecord> {
    const record = this.records.get(id);
    if (record === undefined) {
      throw new AppError('TOKEN_UNKNOWN', `There is no token ${JSON.stringify(id.slice(0, 80))}.`, {
        expected: '"patchbay token list" shows all.',
      });
    }
    this.records.delete(id);
    await this.write();
    return record;
  }

  /** On disk a little later. */
  noteUse(id: string): void {
    const record = this.records.get(id);
    const now = this.options.clock.now();
    if (record === undefined || now - (record.lastUsedAt ?? 0) < useStepMs) return;
    this.records.set(id, { ...record, lastUsedAt: now });
    this.hasUses = true;
  }

  async close(): Promise<void> {
    this.stopFlushing();
    await this.flush();
  }

  private async flush(): Promise<void> {
    if (!this.hasUses) return;
    await this.write().catch((error: unknown) => {
      this.hasUses = true;
      this.options.logger.warn(error instanceof Error ? error.message : String(error));
    });
  }

  private async write(): Promise<void> {
    this.hasUses = false;
    const tokens = [...this.records.values()];
    try {
      await this.file.write(`${JSON.stringify({ version: 1, tokens }, null, 2)}\n`);
    } catch (error) {
      throw writeFailed(this.file.path, error);
    }
  }
}
