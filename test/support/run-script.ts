// A script of the repository run to its end as a process of its own, as `npm run` does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { compileCache } from './compile-cache.ts';

export interface ScriptEnd {
  readonly status: number | null;
  /** What it printed, errors included. */
  readonly output: string;
}

/** Runs a file below the project's folder; ended with the test at the latest. Call from within a test. */
export async function runScript(file: string, ...words: readonly string[]): Promise<ScriptEnd> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../..', file), ...words], {
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill());
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(child, 'close');
  return { status: child.exitCode, output };
}
