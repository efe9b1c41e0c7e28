// From the text of registry.json to a document of today's version: migrations in order, then the schema.
// Older versions are brought forward one step at a time; newer ones are refused, never guessed at.
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { documentSchema, type StoreDocument } from './document.ts';

/** Brings a document to the next version, `version` included. What it throws makes the file count as damaged. */
export type Migration = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;

export interface DocumentFormat<Document> {
  readonly version: number;
  readonly schema: z.ZodType<Document>;
  /** By the version that a migration starts from; one for each version before today's. */
  readonly migrations: Readonly<Record<number, Migration>>;
}

/** Today's. A new version adds its migration here. */
export const currentFormat: DocumentFormat<StoreDocument> = {
  version: 2,
  schema: documentSchema,
  migrations: {
    // The first version had a place for registrations, but nothing to put there.
    1: (document) => ({ ...document, version: 2, registrations: [], clients: [] }),
  },
};

/**
 * Reads a document; `file` is named in errors. Throws STORE_TOO_NEW for a newer version, and a plain Error saying what
 * is wrong for anything that is no document.
 */
export function parseDocument<Document>(
  text: string,
  file: string,
  format: DocumentFormat<Document>,
): Document {
  if (text.trim() === '') throw new Error('is empty');
  let document = parseJson(text);
  for (let version = versionOf(document); version !== format.version; version = versionOf(document)) {
    if (version > format.version) throw tooNew(file, version, format.version);
    const migrate = format.migrations[version];
    if (migrate === undefined) throw new Error(`has version ${version}, which never was`);
    document = migrate(document);
    if (versionOf(document) !== version + 1)
      throw new Error(`could not be brought on from version ${version}`);
  }
  const result = format.schema.safeParse(document);
  if (!result.success) throw new Error(`has the wrong shape: ${z.prettifyError(result.error)}`);
  return result.data;
}

function parseJson(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (!isRecord(value)) throw new Error('is not a JSON object');
  return value;
}

function versionOf(document: Readonly<Record<string, unknown>>): number {
  const { version } = document;
  if (typeof version !== 'number' || !Number.isInteger(version)) throw new Error('has no version');
  return version;
}

function tooNew(file: string, version: number, known: number): AppError {
  return new AppError(
    'STORE_TOO_NEW',
    `${file} has version ${version}; this Patchbay knows ${known} at most.`,
    {
      expected: 'Install the newer Patchbay again, or move the file away to begin with an empty one.',
      details: { file, version, known },
    },
  );
}
