// The data folder while a Patchbay runs on it: locked, private, with the secrets of this installation, and run.json while
// the gateway listens. What other files hold is their owners' business.
import { join } from 'node:path';
import { createProcessTable } from '../launcher/process-table/index.ts';
import { systemHost } from '../launcher/system-host.ts';
import type { StartTimeOf } from '../process-identity.ts';
import { ensureConsoleToken } from './console-token.ts';
import { removeGatewayCertificateNow, writeGatewayCertificate } from './gateway-certificate.ts';
import { lockFolder } from './lock.ts';
import { preparePrivateFolder, unusableFolder, type PrivateFolderOptions } from './private-folder.ts';
import { removeRunFile, removeRunFileNow, writeRunFile, type RunFile } from './run-file.ts';
import { ensureSecret } from './secret-file.ts';

export interface DataFolderOptions extends PrivateFolderOptions {
  /** Default: this machine's process table. */
  readonly startTimeOf?: StartTimeOf;
}

export interface DataFolder {
  readonly path: string;
  /** The default place of the configuration. */
  readonly configFile: string;
  readonly childrenFile: string;
  readonly consoleToken: string;
  /** The same over all runs on this folder: signs what clients bring back. 32 bytes. */
  readonly installKey: Buffer;
  /** What people should know about the folder: rights that were too wide, a token that was replaced. */
  readonly warnings: readonly string[];
  /**
   * Writes run.json, and before it the gateway's own certificate, PEM, where it speaks TLS: from now on other programs find
   * us. Rejects with DATA_DIR_UNUSABLE.
   */
  announce(run: RunFile, certificate?: string | null): Promise<void>;
  /** Removes both. */
  withdraw(): Promise<void>;
  /** The same at once, for the last moment of this process; nothing after `close`. Throws the system's error. */
  withdrawNow(): void;
  /** Removes run.json and lets the folder go. Safe to call twice. */
  close(): Promise<void>;
}

/** Rejects with DATA_DIR_UNUSABLE, or with DATA_DIR_IN_USE naming the pid and address of who uses it; then nothing is held. */
export async function openDataFolder(options: DataFolderOptions): Promise<DataFolder> {
  const { dataDir, platform } = options;
  const startTimeOf: StartTimeOf =
    options.startTimeOf ?? ((pid) => createProcessTable(systemHost()).startTime(pid));
  const warnings = [...(await preparePrivateFolder(options))];
  const usable = <Value>(step: Promise<Value>): Promise<Value> =>
    step.catch((error: unknown) => {
      throw unusableFolder(dataDir, error);
    });
  const lock = await usable(lockFolder({ dataDir, platform, startTimeOf }));
  try {
    // Of a run that was killed.
    const withdraw = async (): Promise<void> => {
      await removeRunFile(dataDir, platform);
      await writeGatewayCertificate(dataDir, null, platform);
    };
    await usable(withdraw());
    const token = await usable(ensureConsoleToken(dataDir, platform));
    if (token.wasReplaced)
      warnings.push(`${join(dataDir, 'console-token')} was not a token and is made anew.`);
    const keyFile = join(dataDir, 'install-key');
    const key = await usable(ensureSecret(keyFile, platform));
    if (key.wasReplaced) warnings.push(`${keyFile} was not a key and is made anew.`);
    let isOpen = true;
    return {
      path: dataDir,
      configFile: join(dataDir, 'config.json'),
      childrenFile: join(dataDir, 'children.json'),
      consoleToken: token.secret,
      installKey: Buffer.from(key.secret, 'base64url'),
      warnings,
      announce: (run, certificate = null) =>
        usable(
          writeGatewayCertificate(dataDir, certificate, platform).then(() =>
            writeRunFile(dataDir, run, platform),
          ),
        ),
      withdraw: () => usable(withdraw()),
      withdrawNow: () => {
        // The folder may have another user by then.
        if (!isOpen) return;
        removeRunFileNow(dataDir);
        removeGatewayCertificateNow(dataDir);
      },
      close: async () => {
        // The folder may have another user by the second call.
        if (!isOpen) return;
        isOpen = false;
        try {
          await usable(withdraw());
        } finally {
          await lock.release();
        }
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
