// The ways in which an offer cannot be had, in one place.
import { AppError } from '../../../shared/errors.ts';
import { visibleText } from '../consent/visible-text.ts';

/** `what` ends a sentence that begins with the source. */
export function unusableOffer(source: string, what: string, expected: string, cause?: unknown): AppError {
  // Both may hold a stranger's words.
  return new AppError('OFFER_UNUSABLE', visibleText(`${source} ${what}.`), {
    expected,
    ...(cause === undefined ? {} : { cause }),
  });
}
