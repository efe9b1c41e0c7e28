// Whether the program of an entry is there, looked for where a start would look. Never runs it.
import { stat } from 'node:fs/promises';
import type { CommandCheck } from '../../../shared/server-detail.ts';
import type { StdioServerConfig } from '../config/types.ts';
import { childEnvironment, readVariable, type Environment } from '../launcher/environment.ts';
import { findCommand, type CommandLookup } from '../launcher/find-command.ts';

export interface CommandPlaces {
  readonly platform: NodeJS.Platform;
  /** Our own environment. */
  readonly env: Environment;
  readonly searchPath: () => Promise<string>;
  /** Where commands run that name no folder. */
  readonly cwd: string;
  readonly probe?: CommandLookup['probe'];
}

/** Never rejects. */
export async function checkCommand(
  { command, cwd, env: own }: Pick<StdioServerConfig, 'command' | 'cwd' | 'env'>,
  places: CommandPlaces,
): Promise<CommandCheck> {
  const { platform } = places;
  const inherited = places.env;
  const env = childEnvironment({ platform, inherited, own, path: await places.searchPath() });
  const found = await findCommand(command, {
    platform,
    path: readVariable(env, 'PATH', platform) ?? '',
    pathExtensions: readVariable(env, 'PATHEXT', platform),
    cwd: cwd ?? places.cwd,
    ...(places.probe === undefined ? {} : { probe: places.probe }),
  });
  const isThere = cwd === undefined || (await isFolder(cwd));
  return { ...found, missingFolder: isThere ? null : cwd };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
