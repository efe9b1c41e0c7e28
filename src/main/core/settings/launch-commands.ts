// The part of the contract that is about the start at login.
import type { Commands } from '../../../shared/contract.ts';
import type { LaunchAtLogin } from '../../../shared/configuration.ts';
import type { Audit } from '../audit/audit.ts';
import { loginItemFailed, loginItemUnavailable, type LoginItem } from './login-item.ts';

export interface LaunchCommandsOptions {
  readonly audit: Audit;
  /** null: this Patchbay has no window, and nothing that a system could start at login. */
  readonly loginItem: LoginItem | null;
}

export function launchCommands({
  audit,
  loginItem,
}: LaunchCommandsOptions): Pick<Commands, 'readLaunchAtLogin' | 'setLaunchAtLogin'> {
  const read = async (): Promise<LaunchAtLogin> => {
    if (loginItem === null) return { state: 'unavailable', reason: 'headless' };
    try {
      return await loginItem.read();
    } catch (error) {
      throw loginItemFailed(error);
    }
  };
  return {
    readLaunchAtLogin: read,
    setLaunchAtLogin: async ({ enabled }) => {
      const before = await read();
      if (loginItem === null || before.state === 'unavailable') throw loginItemUnavailable(before.reason);
      try {
        await loginItem.set(enabled);
      } catch (error) {
        throw loginItemFailed(error);
      }
      audit.record({ kind: 'configuration', action: enabled ? 'launch at login on' : 'launch at login off' });
      return read();
    },
  };
}
