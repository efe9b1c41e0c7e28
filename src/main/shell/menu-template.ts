// Makes Electron's menu template from the menu model. Nothing is decided here.
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuEntry, TrayAction } from './menu-entries.ts';

type Perform = (action: TrayAction) => void;

export function menuTemplate(entries: readonly MenuEntry[], perform: Perform): MenuItemConstructorOptions[] {
  return entries.map((entry) => itemOf(entry, perform));
}

function itemOf(entry: MenuEntry, perform: Perform): MenuItemConstructorOptions {
  if (entry.kind === 'separator') return { type: 'separator' };
  const label = literal(entry.label);
  switch (entry.kind) {
    case 'text':
      return { label, enabled: false };
    case 'command': {
      const { action } = entry;
      return action === null ? { label, enabled: false } : { label, click: () => perform(action) };
    }
    case 'switch':
      return { type: 'checkbox', label, checked: entry.on, click: () => perform(entry.action) };
    case 'submenu':
      return { type: 'submenu', label, submenu: menuTemplate(entry.entries, perform) };
    default:
      return entry satisfies never;
  }
}

/** A single & would be eaten as the mark of an access key. */
function literal(label: string): string {
  return label.replaceAll('&', '&&');
}
