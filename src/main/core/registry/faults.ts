// The errors of registrations. What is wrong with a field becomes one that names the field, the fault and what is
// accepted.
import { AppError } from '../../../shared/errors.ts';

const longestShown = 80;

/** REGISTRATION_INVALID for `field`; `fault` ends the sentence that the field begins, `expected` is what is accepted. */
export function fieldFault(field: string, fault: string, expected: string): AppError {
  return new AppError('REGISTRATION_INVALID', `"${field}" ${fault}.`, {
    expected: `Accepted: ${expected}.`,
    details: { field },
  });
}

/** A value as a message shows it: JSON, cut when long. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** NOT_REGISTERED; `what` is the key, id or URL that was looked for. */
export function notRegistered(what: string): AppError {
  return new AppError('NOT_REGISTERED', `${shown(what)} is not registered.`, {
    expected: 'Register it with its id and URL.',
  });
}

/** A gateway that is its own server would call itself for ever. */
export function ownUrlFault(): AppError {
  return fieldFault('server_url', 'is this gateway itself', 'the URL of another server');
}
