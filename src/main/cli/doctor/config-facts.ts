// What the doctor wants to know of config.json: its faults, and whether the commands in it can be found.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describeError, fromErrorView } from '../../../shared/errors.ts';
import type { AppState, ConfigFault } from '../../../shared/state.ts';
import { loadConfig } from '../../core/config/load-config.ts';
import type { LoadedConfig, StdioServerConfig } from '../../core/config/types.ts';
import { findCommand } from '../../core/launcher/find-command.ts';
import type { Surroundings } from '../../core/start-options.ts';
import { systemErrorCode } from '../../core/system-error.ts';
import type { CommandFact, ConfigFact } from './types.ts';

export interface ConfigQuestion {
  readonly file: string;
  readonly surroundings: Surroundings;
  /** The state of the Patchbay that runs, if one does: it may know variables that are not set here. */
  readonly running: AppState | null;
  /** The PATH that children get. */
  readonly searchPath: () => Promise<string>;
}

/** The facts, and the configuration itself where it is valid. */
export async function readConfigFact(
  question: ConfigQuestion,
): Promise<{ readonly fact: ConfigFact; readonly config: LoadedConfig | null }> {
  const { file, surroundings, running } = question;
  const { env, platform, homeDir } = surroundings;
  const text = await textOf(file);
  const nothing = { path: file, exists: text !== null, faults: [], unusable: [], commands: [] };
  if (text === null) return { fact: nothing, config: null };
  if (typeof text !== 'string') return { fact: { ...nothing, faults: [text] }, config: null };
  const context = { env, platform, homeDir, baseDir: path.dirname(file), now: Date.now() };
  const { config, faults } = loadConfig(text, context);
  if (config === null) return { fact: { ...nothing, faults }, config };
  const enabled = [...config.servers.values()].filter((server) => server.enabled);
  const usable = enabled.filter((server) => server.fault === null);
  const stdio = usable.filter((server) => server.kind === 'stdio');
  const commands = await Promise.all(stdio.map((server) => findServerCommand(server, question)));
  const unusable =
    running === null
      ? enabled.flatMap(({ name, fault }) =>
          fault === null ? [] : [{ server: name, message: describeError(fromErrorView(fault)) }],
        )
      : missingVariables(running);
  return { fact: { ...nothing, unusable, commands }, config };
}

function missingVariables({ servers }: AppState): ConfigFact['unusable'] {
  return servers.flatMap(({ name, enabled, problem }) =>
    enabled && problem?.code === 'CONFIG_VARIABLE_MISSING'
      ? [{ server: name, message: problem.message }]
      : [],
  );
}

async function findServerCommand(server: StdioServerConfig, question: ConfigQuestion): Promise<CommandFact> {
  const { env, platform, homeDir } = question.surroundings;
  const { status, file } = await findCommand(server.command, {
    platform,
    path: server.env['PATH'] ?? (await question.searchPath()),
    cwd: server.cwd ?? homeDir,
    pathExtensions: env['PATHEXT'],
  });
  return { server: server.name, command: server.command, status, file };
}

/** The file's text; null where there is none; a fault where it cannot be read. */
async function textOf(file: string): Promise<string | ConfigFault | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    const message = `It cannot be read: ${describeError(error)}.`;
    return { message, key: '', line: 1, column: 1, expected: 'a file that your user may read' };
  }
}
