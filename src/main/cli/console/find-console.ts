// Where the console of a data folder is: run.json tells the address, console-token the secret.
import { readConsoleToken } from '../../core/data-folder/console-token.ts';
import { loadRunFile } from '../../core/data-folder/run-file.ts';
import { isAlive } from '../../core/process-identity.ts';
import type { ConsoleAddress } from './http.ts';
import { leftOver, notRunning, withoutConsole, withoutToken } from './not-running.ts';

/** Rejects with NOT_RUNNING saying how to start it, or with UNAUTHORIZED where the secret cannot be read. */
export async function findConsole(dataDir: string): Promise<ConsoleAddress> {
  const run = await loadRunFile(dataDir);
  if (run === null) throw notRunning(dataDir);
  // The secret goes to nobody who merely took over the address of a Patchbay that is gone.
  if (!isAlive(run.pid)) throw leftOver(dataDir, run.pid);
  if (run.consoleUrl === null) throw withoutConsole(dataDir, run.pid);
  const token = await readConsoleToken(dataDir);
  if (token === null) throw withoutToken(dataDir);
  return { url: run.consoleUrl, token };
}
