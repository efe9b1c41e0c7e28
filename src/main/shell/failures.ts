// How a person gets to see what went wrong when no window is there to show it.
import { app, dialog, Notification } from 'electron';
import type { ShellMessages } from './messages/messages.ts';
import type { NoticeBoard } from './attention-notices.ts';
import { describeError, toErrorView } from '../../shared/errors.ts';

/** The program cannot start: says why, on stderr and in a dialog. Resolves when the dialog is closed. */
export async function sayCannotStart(error: unknown, words: () => ShellMessages): Promise<void> {
  process.stderr.write(`${describeError(error)}\n`);
  // Before `ready` Linux has no dialogs, and the system's languages are not known.
  await app.whenReady();
  dialog.showErrorBox(words().dialogs.cannotStart, inWords(error, words()));
}

/** The program has made a mistake and has ended all it ran: says so, on stderr and in a dialog. The text is without secrets. */
export function sayMistake(mistake: string, { dialogs }: ShellMessages): void {
  process.stderr.write(`${mistake}\n`);
  const [summary = ''] = mistake.split('\n');
  dialog.showErrorBox(dialogs.hadToEnd, dialogs.mistake(summary));
}

/** Something that was asked for in the tray did not work. */
export function notifyFailure(error: unknown, words: ShellMessages, board: NoticeBoard, route: string): void {
  const body = inWords(error, words);
  if (Notification.isSupported()) board.show({ title: 'Patchbay', body, route });
  else dialog.showErrorBox('Patchbay', body);
}

function inWords(error: unknown, { server }: ShellMessages): string {
  const { message, expected } = server.problem(toErrorView(error));
  return expected === undefined ? message : `${message} ${expected}`;
}
