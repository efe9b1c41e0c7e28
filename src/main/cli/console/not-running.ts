// The ways in which there is nobody to talk to, in words that say what to do. One place for all of them.
import { AppError } from '../../../shared/errors.ts';

/** `details.reason` of the NOT_RUNNING errors made here. */
export type NotRunningReason = 'no-run-file' | 'left-over' | 'no-console' | 'no-answer';

const start = 'Start it with "patchbay serve" or the app.';

/** No run.json. */
export function notRunning(dataDir: string): AppError {
  return new AppError('NOT_RUNNING', `Patchbay does not run on ${dataDir}.`, {
    expected: `${start} Another data folder is given with --data-dir.`,
    details: { reason: 'no-run-file' satisfies NotRunningReason, dataDir },
  });
}

/** A run.json whose process is gone. */
export function leftOver(dataDir: string, pid: number): AppError {
  const message = `Patchbay does not run on ${dataDir}: its run.json is left over from process ${pid}, which has ended.`;
  return new AppError('NOT_RUNNING', message, {
    expected: start,
    details: { reason: 'left-over' satisfies NotRunningReason, dataDir, pid },
  });
}

/** It runs, with --no-console. */
export function withoutConsole(dataDir: string, pid: number): AppError {
  const message = `Patchbay (process ${pid}) runs on ${dataDir} without its console, so no command reaches it.`;
  return new AppError('NOT_RUNNING', message, {
    expected: 'Start it without --no-console.',
    details: { reason: 'no-console' satisfies NotRunningReason, dataDir, pid },
  });
}

/** run.json is there, but nobody answers at its address. */
export function unreachable(url: string, cause: unknown): AppError {
  return new AppError('NOT_RUNNING', `Patchbay does not answer at ${url}.`, {
    expected: `It may be starting or have just ended; "patchbay doctor" tells more. ${start}`,
    details: { reason: 'no-answer' satisfies NotRunningReason, url },
    cause,
  });
}

/** The console is there, but not the secret to call it. */
export function withoutToken(dataDir: string): AppError {
  return new AppError('UNAUTHORIZED', `The file console-token in ${dataDir} is missing, or cannot be read.`, {
    expected: 'Run the command as the user that Patchbay runs as, or restart Patchbay, which writes it anew.',
    details: { dataDir },
  });
}
