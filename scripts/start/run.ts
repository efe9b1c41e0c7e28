// Runs a program in the foreground as if it were this one: its streams, its signals, its exit status.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

const passedOn = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
/** A terminal sends these to the child, too; a second one would mean "at once". */
const fromTerminal: ReadonlySet<NodeJS.Signals> = new Set(['SIGHUP', 'SIGINT']);

const parentLookMs = 500;

/**
 * Resolves with the exit status as a shell counts it: 128 + n after signal n. Rejects when it cannot be run.
 * Under npm it ends with its parent, too: that is a shell which dies of a signal without passing it on.
 */
export async function runInForeground(
  program: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(program, words, { stdio: 'inherit', env });
  const pass = (signal: NodeJS.Signals): void => {
    if (!process.stdin.isTTY || !fromTerminal.has(signal)) child.kill(signal);
  };
  for (const signal of passedOn) process.on(signal, pass);
  const stopLooking = env['npm_lifecycle_event'] === undefined ? () => {} : onOrphaned(() => pass('SIGTERM'));
  try {
    const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return signal === null ? (status ?? 1) : 128 + constants.signals[signal];
  } finally {
    for (const signal of passedOn) process.off(signal, pass);
    stopLooking();
  }
}

/** Calls back once when the parent process is gone. */
function onOrphaned(callback: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, parentLookMs);
  return () => clearInterval(timer);
}

/** Runs a program without a trace on the screen. False when it fails or takes longer than `timeoutMs`. */
export async function runQuietly(
  program: string,
  words: readonly string[],
  timeoutMs: number,
): Promise<boolean> {
  const child = spawn(program, words, { stdio: 'ignore', timeout: timeoutMs, killSignal: 'SIGKILL' });
  try {
    const [status] = (await once(child, 'close')) as [number | null];
    return status === 0;
  } catch {
    return false;
  }
}
