// The start at login as each system does it: Electron's login items on macOS and Windows, an autostart entry on Linux.
// Always without the window.
import type { App } from 'electron';
import type { LoginItem } from '../core/settings/login-item.ts';
import { autostartFile } from './autostart-file.ts';

export interface LoginItemParts {
  readonly app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  readonly execPath: string;
  /** Words that choose this installation, such as `--data-dir`. */
  readonly words: readonly string[];
}

/** From its source Patchbay is one of many programs of Electron's: nothing a system could start. */
export function electronLoginItem({
  app,
  platform,
  env,
  homeDir,
  execPath,
  words,
}: LoginItemParts): LoginItem {
  const args = ['--hidden', ...words];
  if (!app.isPackaged) return unavailable('not-installed');
  if (platform === 'linux') {
    // What an AppImage is mounted at changes with each start.
    const program = env['APPIMAGE'] ?? execPath;
    const file = autostartFile({ homeDir, env, command: [program, ...args] });
    return {
      read: async () => ({ state: (await file.isOn()) ? 'on' : 'off' }),
      set: (enabled) => file.set(enabled),
    };
  }
  if (platform !== 'darwin' && platform !== 'win32') return unavailable('unsupported');
  // macOS starts login items without words; it says so to whom it started (`startedAtLogin`).
  const item = platform === 'win32' ? { path: execPath, args } : {};
  return {
    read: () => {
      const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(item);
      // On Windows the Task Manager can hold back what is registered.
      const isOn = platform === 'win32' ? executableWillLaunchAtLogin : openAtLogin;
      return Promise.resolve({ state: isOn ? 'on' : 'off' });
    },
    set: (enabled) => {
      app.setLoginItemSettings({
        ...item,
        openAtLogin: enabled,
        ...(platform === 'win32' ? { enabled } : {}),
      });
      return Promise.resolve();
    },
  };
}

/** Whether the system, not a person, has started this program: then it stays in the background. */
export function startedAtLogin({ app, platform }: Pick<LoginItemParts, 'app' | 'platform'>): boolean {
  return platform === 'darwin' && app.isPackaged && app.getLoginItemSettings().wasOpenedAtLogin;
}

function unavailable(reason: 'not-installed' | 'unsupported'): LoginItem {
  return {
    read: () => Promise.resolve({ state: 'unavailable', reason }),
    set: () => Promise.reject(new Error('There is nothing to start.')),
  };
}
