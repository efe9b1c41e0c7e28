// How the operating system's errors are told apart, and said to people.

/** The system's name of an error, such as ENOENT; undefined for what is no system error. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

export interface FileTrouble {
  /** Ends a sentence: "… could not be written: the disk is full". */
  readonly reason: string;
  /** A sentence that says what to do. */
  readonly advice: string;
}

const disk: FileTrouble = { reason: 'the disk is full', advice: 'Free some space, then try again.' };
const rights: FileTrouble = {
  reason: 'permission denied',
  advice: 'Make it belong to you, with the right to read and write it.',
};
const troubles: Readonly<Record<string, FileTrouble>> = {
  ENOSPC: disk,
  EDQUOT: disk,
  EACCES: rights,
  EPERM: rights,
  EROFS: { reason: 'the file system is read-only', advice: 'Choose a place that can be written to.' },
  ENOTDIR: { reason: 'a part of the path is a file', advice: 'Choose a path that leads through folders.' },
  EISDIR: { reason: 'a folder is in its place', advice: 'Move that folder away.' },
  ELOOP: { reason: 'its symbolic links lead in a circle', advice: 'Mend or remove the link.' },
  EMFILE: { reason: 'too many files are open', advice: 'Raise the limit of open files, then try again.' },
};

/** What is wrong with a file or folder, in words. */
export function describeFileTrouble(error: unknown): FileTrouble {
  const known = troubles[systemErrorCode(error) ?? ''];
  if (known !== undefined) return known;
  const reason = error instanceof Error ? error.message : String(error);
  return { reason, advice: 'See whether the disk is in order.' };
}
