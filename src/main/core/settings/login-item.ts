// The start at login as a port: the shell knows how each system does it, and without a shell there is none.
import type { LaunchAtLogin } from '../../../shared/configuration.ts';
import { AppError } from '../../../shared/errors.ts';

export interface LoginItem {
  /** What the system says now; people switch it there as well. Rejects with the system's error. */
  read(): Promise<LaunchAtLogin>;
  /** Resolves when the system has it. Rejects with the system's error. */
  set(enabled: boolean): Promise<void>;
}

/** Why it cannot be switched, in words. */
export function loginItemUnavailable(reason: LaunchAtLogin['reason']): AppError {
  const expected = {
    headless: 'Use your system for it, such as systemctl --user or launchctl, with: patchbay serve.',
    'not-installed': 'Install Patchbay first; this one runs from its source.',
    unsupported: 'Use your system’s settings for it.',
  }[reason ?? 'unsupported'];
  return new AppError('LOGIN_ITEM_UNUSABLE', 'This Patchbay cannot be started at login by itself.', {
    expected,
    details: { reason: reason ?? 'unsupported' },
  });
}

/** What the system said no to. */
export function loginItemFailed(error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  const end = /[.!?]$/.test(reason) ? '' : '.';
  return new AppError('LOGIN_ITEM_UNUSABLE', `The start at login could not be switched: ${reason}${end}`, {
    expected: 'Switch it in your system’s settings.',
    cause: error,
  });
}
