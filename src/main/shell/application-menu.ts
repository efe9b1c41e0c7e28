// The menu of the program itself. macOS needs one, or copy and paste have no keys; elsewhere the page has all.
import { Menu } from 'electron';
import { applicationTemplate } from './application-template.ts';
import type { ShellMessages } from './messages/messages.ts';

export function applicationMenu(platform: NodeJS.Platform, words: ShellMessages): Menu | null {
  return platform === 'darwin' ? Menu.buildFromTemplate(applicationTemplate(words.applicationMenu)) : null;
}
