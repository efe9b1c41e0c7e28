// The secrets that tokens are signed with: one of this installation, made at the first start, and those that it took the
// place of, for as long as they are still accepted. PATCHBAY_JWT_SECRET beats them all.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { parsedJson } from '../../../shared/parsed-json.ts';
import type { Clock, Logger } from '../ports.ts';
import { heldSecretSchema, type Vault } from '../secrets/secret-box.ts';
import { durableFile, type DurableFile } from '../store/durable-file.ts';
import { writeFailed } from '../store/write-failed.ts';
import { environmentKeys } from './environment-keys.ts';

export interface SigningKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

export interface SigningKeys {
  /** New tokens are signed with it. */
  readonly current: SigningKey;
  /** Those that count now, the current one first. `now`: epoch milliseconds. */
  accepted(now: number): readonly SigningKey[];
  /** Until when tokens of this key count, in epoch milliseconds: null for as long as they last, 0 for not at all. */
  acceptedUntil(keyId: string): number | null;
  /**
   * Another secret from now on; the old one is accepted for `graceMs`. Resolves when it would survive a power cut. Rejects
   * with BAD_REQUEST where the environment has the secret, STORE_WRITE_FAILED.
   */
  rotate(graceMs: number): Promise<void>;
}

export interface SigningKeysOptions {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly vault: Vault;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly logger: Logger;
}

const keySchema = z
  .strictObject({
    id: z.string(),
    /** Epoch milliseconds; null: it has not been rotated. */
    acceptedUntil: z.number().nullable(),
    secret: heldSecretSchema,
  })
  .readonly();
type HeldKey = z.output<typeof keySchema>;
const documentSchema = z.strictObject({ version: z.literal(1), keys: z.array(keySchema).max(100) });

const secretBytes = 32;

/** Reads signing-keys.json, or makes it. Rejects with SECRET_UNUSABLE, or the system's error. */
export async function openSigningKeys(options: SigningKeysOptions): Promise<SigningKeys> {
  const fixed = environmentKeys(options.env);
  if (fixed !== null) return fixed;
  const { dataDir, vault, platform, logger } = options;
  const file = durableFile(join(dataDir, 'signing-keys.json'), { platform });
  const held = await readKeys(file, options);
  const usable = new Map<string, Uint8Array>();
  for (const key of held) {
    const secret = await vault.reveal(key.secret);
    if (secret !== null) usable.set(key.id, Buffer.from(secret, 'base64url'));
  }
  const ring = new KeyRing(file, options, held, usable);
  if (held.length > usable.size) {
    logger.warn(
      `Tokens that the desktop app made do not count in this run: their secret is in the keychain, which cannot be opened here.`,
    );
  }
  await ring.begin();
  return ring;
}

class KeyRing implements SigningKeys {
  private readonly file: DurableFile;
  private readonly options: SigningKeysOptions;
  private held: readonly HeldKey[];
  private readonly usable: Map<string, Uint8Array>;

  constructor(
    file: DurableFile,
    options: SigningKeysOptions,
    held: readonly HeldKey[],
    usable: Map<string, Uint8Array>,
  ) {
    this.file = file;
    this.options = options;
    this.held = held;
    this.usable = usable;
  }

  get current(): SigningKey {
    const [key] = this.ownKind();
    if (key === undefined) throw new AppError('INTERNAL', 'There is no secret to sign tokens with.');
    return key;
  }

  accepted(now: number): readonly SigningKey[] {
    const retired = this.held.filter(({ acceptedUntil }) => acceptedUntil !== null && now < acceptedUntil);
    return [...this.inForce(), ...this.known(retired)];
  }

  acceptedUntil(keyId: string): number | null {
    const key = this.usable.has(keyId) ? this.held.find(({ id }) => id === keyId) : undefined;
    return key === undefined ? 0 : key.acceptedUntil;
  }

  /** Makes a secret, where there is none that can be used, or none that is kept as well as it could be. */
  async begin(): Promise<void> {
    if (this.ownKind().length === 0) await this.add(this.held);
  }

  async rotate(graceMs: number): Promise<void> {
    const now = this.options.clock.now();
    const kept = this.held
      .filter(({ acceptedUntil }) => acceptedUntil === null || now < acceptedUntil)
      .map((key) => ({ ...key, acceptedUntil: Math.min(key.acceptedUntil ?? Infinity, now + graceMs) }));
    await this.add(kept);
  }

  private async add(others: readonly HeldKey[]): Promise<void> {
    const id = randomBytes(6).toString('base64url');
    const secret = randomBytes(secretBytes);
    const held = await this.options.vault.hold(secret.toString('base64url'));
    const keys = [{ id, acceptedUntil: null, secret: held }, ...others];
    try {
      await this.file.write(`${JSON.stringify({ version: 1, keys }, null, 2)}\n`);
    } catch (error) {
      throw writeFailed(this.file.path, error);
    }
    this.usable.set(id, secret);
    this.held = keys;
  }

  /** A secret that lies in a file is not signed with where there is a keychain. */
  private ownKind(): readonly SigningKey[] {
    const isSealed = this.options.vault.kind === 'keychain';
    return this.known(
      this.held.filter(
        ({ acceptedUntil, secret }) => acceptedUntil === null && 'sealed' in secret === isSealed,
      ),
    );
  }

  private inForce(): readonly SigningKey[] {
    return this.known(this.held.filter(({ acceptedUntil }) => acceptedUntil === null));
  }

  private known(keys: readonly HeldKey[]): readonly SigningKey[] {
    return keys.flatMap(({ id }) => {
      const secret = this.usable.get(id);
      return secret === undefined ? [] : [{ id, secret }];
    });
  }
}

async function readKeys(
  file: DurableFile,
  { clock, logger }: SigningKeysOptions,
): Promise<readonly HeldKey[]> {
  const text = await file.read();
  if (text === null) return [];
  const result = documentSchema.safeParse(parsedJson(text));
  if (result.success) return result.data.keys;
  const aside = await file.setAside(`corrupt-${clock.now()}`);
  logger.error(`${file.path} made no sense and is ${aside} now: no token of before counts any more.`);
  return [];
}
