// The operating system's calls as the launcher uses them. Thin: what to call when is decided elsewhere.
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import spawn from 'cross-spawn';
import type { ProcessHost } from './ports.ts';

const runFile = promisify(execFile);

/** This machine. */
export function systemHost(): ProcessHost {
  return {
    platform: process.platform,
    // cross-spawn: on Windows npx and its kin are .cmd files, which only a shell with quoted arguments runs.
    spawn: (command, args, options) =>
      spawn(command, [...args], { ...options, stdio: ['pipe', 'pipe', 'pipe'], shell: false }),
    signal: (pid, signal) => {
      try {
        process.kill(pid, signal);
        return 'sent';
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return 'gone';
        return 'denied';
      }
    },
    run: async (file, args, timeoutMs) => (await runFile(file, [...args], optionsOf(timeoutMs))).stdout,
    runNow: (file, args, timeoutMs) =>
      execFileSync(file, [...args], {
        ...optionsOf(timeoutMs),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
  };
}

function optionsOf(timeout: number) {
  // Times as text must not depend on the language or on a journey between two runs.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  return { timeout, env, windowsHide: true, maxBuffer: 16_777_216 };
}
