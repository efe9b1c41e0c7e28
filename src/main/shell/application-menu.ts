// The menu of the program itself. macOS needs one, or copy and paste have no keys; elsewhere the page has all.
import { Menu } from 'electron';

export function applicationMenu(platform: NodeJS.Platform): Menu | null {
  if (platform !== 'darwin') return null;
  return Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]);
}
