// The ways in which an offer cannot be had, in one place.
import { AppError } from '../../../shared/errors.ts';

/** `what` ends a sentence that begins with the source. */
export function unusableOffer(source: string, what: string, expected: string, cause?: unknown): AppError {
  return new AppError('OFFER_UNUSABLE', `${source} ${what}.`, {
    expected,
    ...(cause === undefined ? {} : { cause }),
  });
}
