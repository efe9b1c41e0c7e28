// The file system's calls, written down or failing on cue.
import * as files from 'node:fs/promises';
import { relative } from 'node:path';
import type { FileCalls } from '../../src/main/core/store/file-calls.ts';

/** An error as the operating system gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: on cue`), { code });
}

/** `call`, but failing the first so many times. */
export function failingCall<Args extends unknown[], Value>(
  call: (...args: Args) => Promise<Value>,
  error: Error,
  times = Number.POSITIVE_INFINITY,
): (...args: Args) => Promise<Value> {
  let left = times;
  return (...args) => (left-- > 0 ? Promise.reject(error) : call(...args));
}

export interface RecordedFiles {
  readonly calls: FileCalls;
  /** "open draft", "sync draft", "rename draft to a", "open .": paths as seen from the folder. */
  readonly steps: string[];
  /** The next step of these words fails. */
  readonly failNext: (step: string, error: Error) => void;
}

/** The machine's calls for `folder`, the ones that matter for durability written down. */
export function recordedFiles(folder: string): RecordedFiles {
  const steps: string[] = [];
  let failure: { readonly step: string; readonly error: Error } | null = null;

  const take = (step: string): void => {
    steps.push(step);
    if (failure?.step !== step) return;
    const { error } = failure;
    failure = null;
    throw error;
  };
  const nameOf = (path: unknown): string =>
    String(path).endsWith('.tmp') ? 'draft' : relative(folder, String(path)) || '.';

  const open: typeof files.open = async (path, ...rest) => {
    take(`open ${nameOf(path)}`);
    const handle = await files.open(path, ...rest);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      take(`sync ${nameOf(path)}`);
      await sync();
    };
    return handle;
  };
  const rename: typeof files.rename = async (from, to) => {
    take(`rename ${nameOf(from)} to ${nameOf(to)}`);
    await files.rename(from, to);
  };
  return {
    calls: { ...files, open, rename },
    steps,
    failNext: (step, error) => {
      failure = { step, error };
    },
  };
}
