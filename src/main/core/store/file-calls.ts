// The file system calls that durable files are made of. Tests hand in calls that fail on cue.
import * as files from 'node:fs/promises';

export type FileCalls = Pick<
  typeof files,
  'copyFile' | 'link' | 'open' | 'readdir' | 'readFile' | 'readlink' | 'realpath' | 'rename' | 'rm'
>;

/** This machine's. */
export const systemFiles: FileCalls = files;
