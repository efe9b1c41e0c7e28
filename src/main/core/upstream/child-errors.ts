// What clients are told when a child is not there, or no longer.
import { AppError } from '../../../shared/errors.ts';

/** Somebody stopped it. */
export function stoppedError(server: string): AppError {
  return new AppError('SERVER_EXITED', `"${server}" was stopped.`, { details: { server } });
}

/** It ended before it answered. `problem`: why; null: it was stopped. */
export function endedError(server: string, problem: AppError | null): AppError {
  const why = problem === null ? 'it was stopped' : problem.message;
  return new AppError('SERVER_EXITED', `"${server}" ended before it answered: ${why}`, {
    details: { server },
  });
}

/** Whoever waited for it to be ready gives up; it does not. */
export function stillStartingError(name: string, waitedMs: number): AppError {
  const seconds = waitedMs / 1000;
  return new AppError('SERVER_TIMEOUT', `"${name}" was not ready within ${seconds} s; it may still start.`, {
    details: { server: name, timeoutSeconds: seconds },
    expected: 'Try again, or raise gateway.requestTimeoutSeconds.',
  });
}
