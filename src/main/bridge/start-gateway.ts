// Starts the gateway for whoever needs it, as a program of its own that outlives the client: the app where this runs from
// an installed one, otherwise the command line's `serve`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface StartGatewayOptions {
  readonly execPath: string;
  /** The command line's file, which has `serve`; null in an installed app, which starts itself. */
  readonly cliFile: string | null;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether there is a program to start: this file alone, copied into another program's folder, has none. */
export function canStartGateway({
  cliFile,
  isElectron,
}: {
  cliFile: string | null;
  isElectron: boolean;
}): boolean {
  return cliFile !== null || isElectron;
}

/** Resolves when the program runs, which is before the gateway listens. Rejects with the system's error. */
export async function startGateway({ execPath, cliFile, dataDir, env }: StartGatewayOptions): Promise<void> {
  // Set where Electron runs this file as Node; the app itself must not be run so.
  const { ELECTRON_RUN_AS_NODE: _asNode, ...clean } = env;
  const words = cliFile === null ? ['--hidden'] : [cliFile, 'serve'];
  const child = spawn(execPath, words, {
    env: { ...clean, PATCHBAY_DATA_DIR: dataDir },
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
  });
  await once(child, 'spawn');
  child.unref();
}
