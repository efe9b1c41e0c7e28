// Why a registered server cannot be called, for those who call it.
import { AppError, describeView, toErrorView, type ErrorView } from '../../../../shared/errors.ts';
import type { RegisteredServer } from '../../registry/types.ts';

/** Pending, or offline. */
export function notCallable(server: RegisteredServer): AppError {
  const { key } = server.record;
  if (server.state !== 'pending') return offline(server);
  return new AppError('SERVER_DISABLED', `"${key}" is registered, but waits for approval.`, {
    expected: `Approve it with: patchbay approve ${key}`,
    details: { server: key },
  });
}

/** What stands behind its URL has not been found (yet). */
export function notYetKnown({ record }: RegisteredServer, problem: ErrorView | undefined): AppError {
  const what = `"${record.key}" is registered, but it is not known yet what stands behind ${record.url}.`;
  return new AppError('SERVER_FAILED', problem === undefined ? what : `${what} ${describeView(problem)}`, {
    expected: 'Try again in a moment.',
    details: { server: record.key, retryable: true },
  });
}

export function offlineFault(server: RegisteredServer): ErrorView {
  return toErrorView(offline(server));
}

function offline({ record, problem }: RegisteredServer): AppError {
  const reason = problem === null ? '' : ` ${problem}`;
  return new AppError('SERVER_OFFLINE', `"${record.key}" is offline.${reason}`, {
    expected: 'Start it; it comes back by itself.',
    details: { server: record.key },
  });
}
