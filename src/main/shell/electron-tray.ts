// The tray icon itself. What it shows is told to it; what is clicked is passed on.
import { Menu, nativeTheme, Tray } from 'electron';
import { menuTemplate } from './menu-template.ts';
import type { TrayAction } from './menu-entries.ts';
import type { TrayIcon } from './tray-face.ts';
import { trayImage } from './tray-images.ts';
import type { TrayView } from './tray-painter.ts';

export interface ElectronTrayOptions {
  readonly imageDir: string;
  readonly platform: NodeJS.Platform;
  readonly perform: (action: TrayAction) => void;
}

export interface ElectronTray extends TrayView {
  destroy(): void;
}

export function createElectronTray({ imageDir, platform, perform }: ElectronTrayOptions): ElectronTray {
  let shown: TrayIcon = 'off';
  const image = (): string =>
    trayImage(imageDir, shown, {
      platform,
      darkTaskbar: nativeTheme.shouldUseDarkColorsForSystemIntegratedUI,
    });
  const tray = new Tray(image());
  const onTheme = (): void => tray.setImage(image());
  nativeTheme.on('updated', onTheme);
  // A left click opens the menu on macOS by itself; elsewhere people expect the window from it.
  if (platform !== 'darwin') tray.on('click', () => perform({ kind: 'open-window', route: null }));
  return {
    setIcon: (icon) => {
      shown = icon;
      tray.setImage(image());
    },
    setToolTip: (text) => tray.setToolTip(text),
    setMenu: (entries) => tray.setContextMenu(Menu.buildFromTemplate(menuTemplate(entries, perform))),
    destroy: () => {
      nativeTheme.off('updated', onTheme);
      tray.destroy();
    },
  };
}
