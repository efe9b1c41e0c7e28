// The program's own menu as macOS has it, as plain data. Electron's own labels are English everywhere, so each role gets
// its label.
import type { MenuItemConstructorOptions } from 'electron';
import type { ShellMessages } from './messages/messages.ts';

/** As macOS programs have it. */
export function applicationTemplate(words: ShellMessages['applicationMenu']): MenuItemConstructorOptions[] {
  const separator = { type: 'separator' } as const;
  return [
    {
      label: 'Patchbay',
      submenu: [
        { role: 'about', label: words.about },
        separator,
        { role: 'services', label: words.services },
        separator,
        { role: 'hide', label: words.hide },
        { role: 'hideOthers', label: words.hideOthers },
        { role: 'unhide', label: words.showAll },
        separator,
        { role: 'quit', label: words.quit },
      ],
    },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo },
        { role: 'redo', label: words.redo },
        separator,
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.window,
      role: 'windowMenu',
      submenu: [
        { role: 'minimize', label: words.minimize },
        { role: 'zoom', label: words.zoom },
        { role: 'close', label: words.close },
        separator,
        { role: 'front', label: words.front },
      ],
    },
  ];
}
