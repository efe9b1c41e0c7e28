// A process that dies between two steps: from a given one on, no call that changes a file does anything but fail, so what is
// on disk stays as that step found it. At the system's border, as all parts of the program share it.
import { promises } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { systemError } from './faulty-files.ts';

const changing = [
  'appendFile',
  'chmod',
  'copyFile',
  'link',
  'mkdir',
  'rename',
  'rm',
  'unlink',
  'writeFile',
] as const;
const ofHandles = ['sync', 'writeFile', 'write', 'datasync', 'appendFile', 'chmod'] as const;

export interface Crash {
  /** Steps that were taken, also those that failed. */
  readonly steps: number;
  readonly hasCrashed: boolean;
}

/** Does `work`, dying at the step of this number, from 1; the last thing written is written by half. */
export async function crashingAt(step: number, work: () => Promise<unknown>): Promise<Crash> {
  const calls = promises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const before = Object.fromEntries([...changing, 'open'].map((name) => [name, calls[name]]));
  let steps = 0;
  const isDead = (): boolean => ++steps >= step;
  const died = (): Promise<never> => Promise.reject(systemError('EIO'));
  for (const name of changing) {
    const call = before[name];
    calls[name] = (...args) => (isDead() || call === undefined ? died() : call(...args));
  }
  const open = before['open'];
  calls['open'] = async (...args) => {
    const flags = args[1] ?? 'r';
    if (open === undefined || (flags !== 'r' && isDead())) return died();
    const handle = (await open(...args)) as FileHandle;
    const own = handle as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    for (const name of ofHandles) {
      const call = own[name]?.bind(handle);
      own[name] = async (...given) => {
        if (call === undefined) return died();
        if (!isDead()) return call(...given);
        const [text] = given;
        if (steps === step && typeof text === 'string') await call(text.slice(0, text.length / 2));
        return died();
      };
    }
    return handle;
  };
  syncBuiltinESMExports();
  try {
    await work();
  } catch {
    // As nobody hears of it who could do anything any more.
  } finally {
    Object.assign(calls, before);
    syncBuiltinESMExports();
  }
  return { steps, hasCrashed: steps >= step };
}
