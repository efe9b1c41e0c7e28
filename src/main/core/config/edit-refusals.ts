// Why an edit of config.json is not made, in words.
import { AppError, fromErrorView } from '../../../shared/errors.ts';
import type { ConfigFault } from '../../../shared/state.ts';
import { describeFileTrouble } from '../system-error.ts';
import type { LoadedConfig } from './types.ts';

/** The file as it stands cannot be edited key by key. */
export function hasFaults(path: string, faults: readonly ConfigFault[]): AppError {
  const [fault] = faults;
  const place = fault === undefined ? '' : ` Line ${fault.line}, column ${fault.column}: ${fault.message}`;
  return new AppError('CONFIG_INVALID', `${path} has faults and is not edited.${place}`, {
    expected: 'Mend the file first.',
    details: { faults },
  });
}

/** An edit whose outcome would not be valid, such as a name that is reserved. */
export function notValid([fault]: readonly ConfigFault[]): AppError {
  if (fault === undefined) return new AppError('CONFIG_INVALID', 'The change is not valid.');
  const { message, expected, key } = fault;
  return new AppError('CONFIG_INVALID', message, {
    expected: `Expected: ${expected}.`,
    details: { key, fault },
  });
}

/** A whole text that is not valid is not saved. */
export function textNotValid(faults: readonly ConfigFault[]): AppError {
  const [fault] = faults;
  const place = fault === undefined ? '' : ` Line ${fault.line}, column ${fault.column}: ${fault.message}`;
  return new AppError('CONFIG_INVALID', `The text is not valid and was not saved.${place}`, {
    expected: fault === undefined ? 'Mend it first.' : `Expected: ${fault.expected}.`,
    details: { faults },
  });
}

/** Somebody else wrote the file. */
export function changedMeanwhile(path: string): AppError {
  return new AppError('CONFIG_CHANGED', `${path} has been changed since it was read here.`, {
    expected: 'Look at what it holds now, then save again; nothing was written.',
    details: { path },
  });
}

/** The file holds something that is no text, such as UTF-16. */
export function notText(path: string, { message, expected }: ConfigFault): AppError {
  return new AppError('CONFIG_INVALID', `${path} is not overwritten. ${message}`, {
    expected: `Expected: ${expected}.`,
  });
}

/** The system refused. */
export function notWritten(path: string, error: unknown): AppError {
  const { reason, advice } = describeFileTrouble(error);
  return new AppError('CONFIG_WRITE_FAILED', `${path} could not be written: ${reason}.`, {
    expected: advice,
    cause: error,
  });
}

/** A name that was taken up by hand is shown as that server's fault; one that is only now added is not added. */
export function refuseImitation(before: LoadedConfig, after: LoadedConfig | null): void {
  for (const [name, { fault }] of after?.servers ?? [])
    if (fault?.code === 'NAME_IMITATES' && !before.servers.has(name)) throw fromErrorView(fault);
}
