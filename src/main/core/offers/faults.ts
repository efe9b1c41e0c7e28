// The ways in which an offer cannot be had, in one place.
import { AppError } from '../../../shared/errors.ts';
import { visibleText } from '../consent/visible-text.ts';

const longest = 500;

/** `what` ends a sentence that begins with the source. */
export function unusableOffer(source: string, what: string, expected: string, cause?: unknown): AppError {
  // Both may hold a stranger's words, however many.
  const fault = what.length > longest ? `${what.slice(0, longest)}…` : what;
  return new AppError('OFFER_UNUSABLE', visibleText(`${source} ${fault}.`), {
    expected,
    ...(cause === undefined ? {} : { cause }),
  });
}
