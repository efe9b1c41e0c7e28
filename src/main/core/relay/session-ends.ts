// Why a session, or what is in flight on it, ends.
import { AppError } from '../../../shared/errors.ts';

/** To whoever still waits. */
export function ended(): AppError {
  return new AppError('SESSION_UNKNOWN', 'The session was ended before the answer came.');
}

export function removed(server: string): AppError {
  return new AppError('SERVER_UNKNOWN', `The server "${server}" was removed.`, { details: { server } });
}

/** Why nothing is answered any more when Patchbay ends. */
export function stopping(): AppError {
  return new AppError('GATEWAY_STOPPING', 'Patchbay is stopping.', {
    expected: 'Try again when it runs again.',
    details: { retryable: true },
  });
}
