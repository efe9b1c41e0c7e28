// Whether this installation has a release feed that it may update itself from. Loads nothing.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'electron';

export interface Installation {
  readonly app: Pick<App, 'isPackaged'>;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where electron-builder puts `app-update.yml` when `publish` is set. */
  readonly resourceDir: string;
}

/** On Linux an AppImage alone: what else is installed there is the package manager's. */
export function hasReleaseFeed({ app, platform, env, resourceDir }: Installation): boolean {
  if (!app.isPackaged) return false;
  if (platform === 'linux' && (env['APPIMAGE'] ?? '') === '') return false;
  return existsSync(path.join(resourceDir, 'app-update.yml'));
}
