// `patchbay bundle`: writes the .mcpb that gives Claude Desktop the bridge. Needs no running Patchbay.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../shared/errors.ts';
import { makeOwnBundle } from '../../core/own-bundle/own-bundle.ts';
import { isUsualDataDir } from '../../core/start-options.ts';
import { describeFileTrouble, systemErrorCode } from '../../core/system-error.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';

interface BundleFlags extends CommonOptions {
  readonly force?: true;
}

const example = `patchbay bundle ~/Desktop/patchbay.mcpb

Open the file with Claude Desktop (Settings, Extensions). Nothing but Patchbay has to be installed.`;

export function registerBundle(program: Command, context: CommandContext): void {
  const { output, surroundings } = context;
  declare(program, 'bundle', 'write a bundle (.mcpb) that connects Claude Desktop', example)
    .argument('[file]', 'where to write it', 'patchbay.mcpb')
    .option('--force', 'replace what is there')
    .action(async (name: string, flags: BundleFlags) => {
      const file = path.resolve(surroundings.workingDir, name);
      const dataDir = context.dataDir(flags);
      const bytes = await makeOwnBundle({
        programDir: surroundings.programDir,
        version: surroundings.version,
        dataDir: isUsualDataDir(dataDir, surroundings) ? null : dataDir,
      });
      await writeFile(file, bytes, { flag: flags.force === true ? 'w' : 'wx' }).catch((error: unknown) => {
        throw notWritten(file, error);
      });
      if (flags.json === true) output.json({ file, bytes: bytes.length });
      else output.line(`${file}: open it with Claude Desktop.`);
    });
}

function notWritten(file: string, error: unknown): AppError {
  const code = systemErrorCode(error);
  if (code === 'EEXIST')
    return new AppError('BAD_REQUEST', `${file} is there already.`, {
      expected: 'Give another name, or --force to replace it.',
    });
  const { reason, advice } =
    code === 'ENOENT'
      ? { reason: 'its folder does not exist', advice: 'Give a file in a folder that is there.' }
      : describeFileTrouble(error);
  return new AppError('BAD_REQUEST', `${file} could not be written: ${reason}.`, {
    expected: advice,
    cause: error,
  });
}
