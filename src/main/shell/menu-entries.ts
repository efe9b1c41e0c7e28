// What a menu is made of, and what a click in it asks for. Plain data, no Electron.
import { shortened } from './label.ts';

/** What a click on an entry asks for. */
export type TrayAction =
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'copy-snippet'; readonly client: string }
  | { readonly kind: 'start' | 'stop' | 'restart'; readonly server: string }
  | { readonly kind: 'set-enabled'; readonly server: string; readonly enabled: boolean }
  | { readonly kind: 'approve' | 'unregister'; readonly key: string }
  | { readonly kind: 'pause' | 'resume' }
  | { readonly kind: 'open-log'; readonly source: string }
  /** At a place of the page; null: where it was. */
  | { readonly kind: 'open-window'; readonly route: string | null }
  | { readonly kind: 'restart-to-update' }
  | { readonly kind: 'quit' };

export type MenuEntry =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  /** `action: null`: shown, but of no use at the moment. */
  | { readonly kind: 'command'; readonly label: string; readonly action: TrayAction | null }
  | { readonly kind: 'switch'; readonly label: string; readonly on: boolean; readonly action: TrayAction }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly MenuEntry[] };

const labelLength = 80;

export const separator: MenuEntry = { kind: 'separator' };

export function text(label: string): MenuEntry {
  return { kind: 'text', label: shortened(label, labelLength) };
}

export function command(label: string, action: TrayAction | null): MenuEntry {
  return { kind: 'command', label: shortened(label, labelLength), action };
}

export function submenu(label: string, entries: readonly MenuEntry[]): MenuEntry {
  return { kind: 'submenu', label: shortened(label, labelLength), entries };
}
