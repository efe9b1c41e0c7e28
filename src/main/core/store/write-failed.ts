// The one error for a file of the data folder that could not be written.
import { AppError } from '../../../shared/errors.ts';
import { describeFileTrouble } from '../system-error.ts';

/** STORE_WRITE_FAILED, naming the file and what is in the way. */
export function writeFailed(path: string, error: unknown): AppError {
  const { reason, advice } = describeFileTrouble(error);
  return new AppError('STORE_WRITE_FAILED', `${path} could not be written: ${reason}.`, {
    expected: advice,
    cause: error,
  });
}
