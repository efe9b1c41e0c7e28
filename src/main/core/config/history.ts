// config-history.json: what config.json held before, byte for byte, whoever wrote it. As private as the file itself, and
// bounded in number and size. Knows nothing of how a version comes back.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { ConfigVersion } from '../../../shared/configuration.ts';
import { AppError } from '../../../shared/errors.ts';
import { OneByOne } from '../one-by-one.ts';
import type { Clock, Logger } from '../ports.ts';
import { durableFile } from '../store/durable-file.ts';
import { describeFileTrouble } from '../system-error.ts';
import { changedKeys, readableText } from './hand-edits.ts';

/** How a content came to be in the file. */
export interface ContentOrigin {
  readonly by: ConfigVersion['by'];
  readonly hasFaults: boolean;
}

export interface ConfigHistory {
  /** The file holds this now. Never throws and never waits; what was noted last and is noted again is one version. */
  note(text: string, origin: ContentOrigin): void;
  /** Newest first. */
  list(): Promise<readonly ConfigVersion[]>;
  /** The whole text as it was. Rejects with CONFIG_VERSION_UNKNOWN. */
  read(id: string): Promise<string>;
  /** Resolves when everything noted is on disk. */
  close(): Promise<void>;
}

export interface ConfigHistoryOptions {
  readonly dataDir: string;
  /** Of the configuration file: others have versions of their own. */
  readonly configPath: string;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Default: 20 of this file. */
  readonly maxVersions?: number;
  /** Default: 8 MB of all texts together; the newest stays whatever its size. */
  readonly maxBytes?: number;
}

const versionSchema = z.object({
  id: z.string(),
  path: z.string(),
  savedAt: z.number(),
  by: z.enum(['patchbay', 'outside']),
  hasFaults: z.boolean(),
  text: z.string(),
});
const documentSchema = z.object({ version: z.literal(1), versions: z.array(versionSchema) });
type Version = Readonly<z.output<typeof versionSchema>>;

/** Nothing is touched before the first call. A file that makes no sense is set aside. */
export function openConfigHistory(options: ConfigHistoryOptions): ConfigHistory {
  const { dataDir, configPath, platform, clock, logger } = options;
  const { maxVersions = 20, maxBytes = 8 * 1024 * 1024 } = options;
  const file = durableFile(join(dataDir, 'config-history.json'), { platform });
  let versions: readonly Version[] | null = null;
  const steps = new OneByOne();

  const load = async (): Promise<readonly Version[]> => {
    if (versions !== null) return versions;
    const text = await file.read();
    const result = text === null ? null : documentSchema.safeParse(readableText(text));
    if (result?.success === false) {
      const aside = await file.setAside(`corrupt-${clock.now()}`);
      logger.warn(`${file.path} made no sense and is ${aside} now: earlier versions begin anew.`);
    }
    versions = result?.success === true ? result.data.versions : [];
    return versions;
  };
  const ofThisFile = (all: readonly Version[]): readonly Version[] =>
    all.filter(({ path }) => path === configPath);

  const add = async (text: string, { by, hasFaults }: ContentOrigin): Promise<void> => {
    const all = await load();
    const newest = ofThisFile(all).at(-1);
    if (newest?.text === text) return;
    // Editors save what is half written; only the last of such a row is worth a place.
    const isDraft = by === 'outside' && newest?.by === 'outside' && newest.hasFaults;
    const kept = isDraft ? all.filter((version) => version !== newest) : all;
    const id = randomBytes(9).toString('base64url');
    const added = { id, path: configPath, savedAt: clock.now(), by, hasFaults, text };
    const next = bounded([...kept, added], { configPath, maxVersions, maxBytes });
    await file.write(`${JSON.stringify({ version: 1, versions: next })}\n`);
    versions = next;
  };

  return {
    note: (text, origin) => {
      steps
        .run(() => add(text, origin))
        .catch((error: unknown) => {
          const { reason, advice } = describeFileTrouble(error);
          logger.warn(`The version of ${configPath} could not be kept in ${file.path}: ${reason}. ${advice}`);
        });
    },
    list: () => steps.run(async () => views(ofThisFile(await load()))),
    read: async (id) => {
      const found = await steps.run(async () =>
        ofThisFile(await load()).find((version) => version.id === id),
      );
      if (found !== undefined) return found.text;
      throw new AppError(
        'CONFIG_VERSION_UNKNOWN',
        'There is no such version of the configuration any more.',
        {
          expected: `Only the last ${maxVersions} are kept; list them again.`,
        },
      );
    },
    close: () => steps.done(),
  };
}

interface Bounds {
  readonly configPath: string;
  readonly maxVersions: number;
  readonly maxBytes: number;
}

/** The newest of them, oldest first as before. */
function bounded(versions: readonly Version[], { configPath, maxVersions, maxBytes }: Bounds): Version[] {
  let bytes = 0;
  let own = 0;
  const kept: Version[] = [];
  for (const version of versions.toReversed()) {
    bytes += Buffer.byteLength(version.text);
    if (version.path === configPath) own += 1;
    if (kept.length > 0 && bytes > maxBytes) break;
    if (version.path !== configPath || own <= maxVersions) kept.push(version);
  }
  return kept.toReversed();
}

function views(versions: readonly Version[]): readonly ConfigVersion[] {
  return versions
    .map(({ id, savedAt, by, hasFaults, text }, index) => {
      const before = versions[index - 1];
      const [old, own] = [before === undefined ? undefined : readableText(before.text), readableText(text)];
      return {
        id,
        savedAt,
        by,
        bytes: Buffer.byteLength(text),
        hasFaults,
        keys: old === undefined || own === undefined ? [] : changedKeys(old, own),
        isCurrent: index === versions.length - 1,
      };
    })
    .toReversed();
}
