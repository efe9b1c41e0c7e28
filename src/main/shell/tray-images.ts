// Which file shows which tray icon on which system. The files are in build/tray, beside the program when packaged.
import path from 'node:path';
import type { TrayIcon } from './tray-face.ts';

/**
 * The image's path. macOS takes template images and colours them itself, Windows takes .ico by the taskbar's
 * theme, Linux one that stands out on light and dark panels.
 */
export function trayImage(
  directory: string,
  icon: TrayIcon,
  surroundings: { readonly platform: NodeJS.Platform; readonly darkTaskbar: boolean },
): string {
  const { platform, darkTaskbar } = surroundings;
  if (platform === 'darwin') return path.join(directory, `${icon}Template.png`);
  if (platform === 'win32') return path.join(directory, `${icon}-${darkTaskbar ? 'dark' : 'light'}.ico`);
  return path.join(directory, `${icon}.png`);
}
