// Secrets that people gave names: in memory while Patchbay runs, in secrets.json (0600) between runs, each sealed by the
// keychain where there is one. Nothing here is ever logged.
import { join } from 'node:path';
import { z } from 'zod';
import type { SecretName } from '../../../shared/secrets.ts';
import { AppError } from '../../../shared/errors.ts';
import { parsedJson } from '../../../shared/parsed-json.ts';
import type { Clock, Logger } from '../ports.ts';
import { durableFile, type DurableFile } from '../store/durable-file.ts';
import { writeFailed } from '../store/write-failed.ts';
import { heldSecretSchema, type HeldSecret, type Vault } from './secret-box.ts';

export interface SecretStore {
  /** undefined where there is none of this name, or it cannot be opened in this run. */
  get(name: string): string | undefined;
  /** In the order of the alphabet. */
  names(): readonly SecretName[];
  /** Resolves when it would survive a power cut. Rejects with BAD_REQUEST for a name that is none, STORE_WRITE_FAILED. */
  set(name: string, secret: string): Promise<void>;
  /** The same; false when there was none of this name. */
  remove(name: string): Promise<boolean>;
}

export interface SecretStoreOptions {
  readonly dataDir: string;
  readonly vault: Vault;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Entry {
  readonly held: HeldSecret;
  readonly secret: string | null;
}

const documentSchema = z.strictObject({
  version: z.literal(1),
  secrets: z.record(z.string(), heldSecretSchema),
});
/** What names look like; the first is a letter, so that none means something to objects. */
const secretNamePattern = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/** Reads secrets.json; one that makes no sense is set aside. Rejects with the system's error. */
export async function openSecretStore(options: SecretStoreOptions): Promise<SecretStore> {
  const { dataDir, vault, platform } = options;
  const file = durableFile(join(dataDir, 'secrets.json'), { platform });
  const entries = new Map<string, Entry>();
  for (const [name, held] of Object.entries(await readDocument(file, options)))
    entries.set(name, { held, secret: await vault.reveal(held) });

  let last: Promise<unknown> = Promise.resolve();
  /** One after the other; in memory is only what is on disk. */
  const change = <Value>(edit: (next: Map<string, Entry>) => Promise<Value>): Promise<Value> => {
    const earlier = last;
    const result = (async (): Promise<Value> => {
      await earlier;
      const next = new Map(entries);
      const value = await edit(next);
      await write(file, next);
      entries.clear();
      for (const [name, entry] of next) entries.set(name, entry);
      return value;
    })();
    last = result.catch(() => undefined);
    return result;
  };

  return {
    get: (name) => entries.get(name)?.secret ?? undefined,
    names: () =>
      [...entries]
        .map(([name, { secret }]) => ({ name, isReadable: secret !== null }))
        .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    set: async (name, secret) => {
      requireName(name);
      await change(async (next) => void next.set(name, { held: await vault.hold(secret), secret }));
    },
    remove: (name) => change((next) => Promise.resolve(next.delete(name))),
  };
}

async function readDocument(
  file: DurableFile,
  { clock, logger }: SecretStoreOptions,
): Promise<Readonly<Record<string, HeldSecret>>> {
  const text = await file.read();
  if (text === null) return {};
  const result = documentSchema.safeParse(parsedJson(text));
  if (result.success) return result.data.secrets;
  const aside = await file.setAside(`corrupt-${clock.now()}`);
  logger.error(`${file.path} made no sense and is ${aside} now: the secrets in it have to be set again.`);
  return {};
}

async function write(file: DurableFile, entries: ReadonlyMap<string, Entry>): Promise<void> {
  const secrets = Object.fromEntries([...entries].map(([name, { held }]) => [name, held]));
  try {
    await file.write(`${JSON.stringify({ version: 1, secrets }, null, 2)}\n`);
  } catch (error) {
    throw writeFailed(file.path, error);
  }
}

function requireName(name: string): void {
  if (secretNamePattern.test(name)) return;
  throw new AppError('BAD_REQUEST', `${JSON.stringify(name.slice(0, 80))} is no name for a secret.`, {
    expected: 'Names have 1 to 64 of the characters A-Z a-z 0-9 . _ - and begin with a letter.',
  });
}
