// The example configuration, written at the very first start; where that cannot be, why there is no file.
import type { ConfigFault } from '../../../shared/state.ts';
import type { Logger } from '../ports.ts';
import type { DurableFile } from '../store/durable-file.ts';
import { describeFileTrouble, systemErrorCode } from '../system-error.ts';
import { exampleConfig } from './example.ts';
import { absentFault, type FileContent } from './read-config-file.ts';

export interface FirstFile {
  readonly content: FileContent;
  /** null: it was written. */
  readonly absence: ConfigFault | null;
}

/** Never rejects. */
export async function writeFirst(file: DurableFile, logger: Logger): Promise<FirstFile> {
  try {
    await file.write(exampleConfig);
    logger.info(`Wrote an example configuration to ${file.path}.`);
    return { content: { kind: 'text', text: exampleConfig }, absence: null };
  } catch (error) {
    const isFolderMissing = systemErrorCode(error) === 'ENOENT';
    const reason = isFolderMissing ? 'its folder does not exist either' : describeFileTrouble(error).reason;
    return { content: { kind: 'missing' }, absence: absentFault(file.path, reason) };
  }
}
