// lowdb's adapter for registry.json: durable writes, and a way back from a damaged file: it is set aside under another
// name and reported, and the previous state, or none, takes its place. Nothing is ever deleted.
import type { Adapter } from 'lowdb';
import { AppError } from '../../../shared/errors.ts';
import type { Clock, Logger } from '../ports.ts';
import { describeFileTrouble, systemErrorCode } from '../system-error.ts';
import type { DurableFile } from './durable-file.ts';

export interface RegistryAdapterOptions<Document> {
  readonly file: DurableFile;
  /** The `.bak` that `file` keeps. */
  readonly previous: DurableFile;
  /** Throws AppError for what must stay as it is, any other error for a damaged file. */
  readonly parse: (text: string, file: string) => Document;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Found<Document> {
  readonly document: Document | null;
  /** What is wrong with the file, as the end of a sentence; null when nothing is, or there is no file. */
  readonly fault: string | null;
}

/** Faults of the file itself. Any other failure of reading says nothing about the file, so nothing is moved. */
const damage = new Set(['EACCES', 'EPERM', 'EISDIR', 'ELOOP']);

/** `read` gives null for a fresh start. Rejects with AppError, then having changed nothing. */
export function registryAdapter<Document>(options: RegistryAdapterOptions<Document>): Adapter<Document> {
  const { file, previous, clock, logger } = options;

  const load = async (from: DurableFile): Promise<Found<Document>> => {
    try {
      const text = await from.read();
      return { document: text === null ? null : options.parse(text, from.path), fault: null };
    } catch (error) {
      if (error instanceof AppError) throw error;
      const code = systemErrorCode(error);
      const { reason, advice } = describeFileTrouble(error);
      if (code !== undefined && !damage.has(code)) {
        throw new AppError('DATA_DIR_UNUSABLE', `${from.path} could not be read: ${reason}.`, {
          expected: advice,
          cause: error,
        });
      }
      return { document: null, fault: code === undefined ? reason : `cannot be read: ${reason}` };
    }
  };

  const setAside = async (damaged: DurableFile, fault: string): Promise<void> => {
    const time = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
    try {
      const aside = await damaged.setAside(`corrupt-${time}`);
      logger.error(`${damaged.path} ${fault}. It is kept as ${aside}.`);
    } catch (error) {
      const { reason, advice } = describeFileTrouble(error);
      const message = `${damaged.path} ${fault}, and cannot be moved away: ${reason}.`;
      throw new AppError('DATA_DIR_UNUSABLE', message, { expected: advice, cause: error });
    }
  };

  return {
    read: async () => {
      const newest = await load(file);
      if (newest.document !== null) return newest.document;
      // Before anything is moved: a newer Patchbay's .bak must stop us while all is as it was.
      const last = await load(previous);
      if (newest.fault !== null) await setAside(file, newest.fault);
      if (last.fault !== null) await setAside(previous, last.fault);
      if (last.document !== null) {
        const lost = newest.fault === null ? `${file.path} is missing. ` : '';
        logger.warn(`${lost}Went back to ${previous.path}, the state before the last change.`);
      } else if (newest.fault !== null || last.fault !== null) {
        logger.warn('There is no earlier state to go back to: the registry begins empty.');
      }
      return last.document;
    },
    write: (document) => file.write(`${JSON.stringify(document, null, 2)}\n`),
  };
}
