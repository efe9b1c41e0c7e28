// How a person gets to see what went wrong when no window is there to show it.
import { app, dialog, Notification } from 'electron';
import { describeError } from '../../shared/errors.ts';

/** The program cannot start: says why, on stderr and in a dialog. Resolves when the dialog is closed. */
export async function sayCannotStart(error: unknown): Promise<void> {
  const words = describeError(error);
  process.stderr.write(`${words}\n`);
  // Before `ready` Linux has no dialogs.
  await app.whenReady();
  dialog.showErrorBox('Patchbay cannot start', words);
}

/** The program has made a mistake and has ended all it ran: says so, on stderr and in a dialog. The text is without secrets. */
export function sayMistake(mistake: string): void {
  process.stderr.write(`${mistake}\n`);
  const [summary] = mistake.split('\n');
  dialog.showErrorBox('Patchbay had to end', `A mistake of Patchbay itself: ${summary}`);
}

/** Something that was asked for in the tray did not work. */
export function notifyFailure(error: unknown): void {
  const body = describeError(error);
  if (Notification.isSupported()) new Notification({ title: 'Patchbay', body }).show();
  else dialog.showErrorBox('Patchbay', body);
}
