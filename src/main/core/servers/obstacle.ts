// Why a server cannot be used as it is configured.
import { AppError, fromErrorView } from '../../../shared/errors.ts';
import type { ServerDescription } from './server-runtime-options.ts';

/** null when it can. */
export function obstacleOf({ name, enabled, config }: ServerDescription): AppError | null {
  if (!enabled) {
    return new AppError('SERVER_DISABLED', `"${name}" is disabled.`, {
      expected: `Enable it with: patchbay enable ${name}`,
      details: { server: name },
    });
  }
  const fault = config?.fault ?? null;
  return fault === null ? null : fromErrorView(fault);
}
