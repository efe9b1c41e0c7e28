// What the words and variables that Patchbay was started with mean to the core, for both ways of starting it.
// Order of precedence: flag, environment, config.json, default; this file knows the first two.
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { LogLevel } from '../../shared/state.ts';
import type { BridgeStart } from './clients/types.ts';
import type { CoreOptions } from './types.ts';

/** The flags of `patchbay serve`, as they were written. */
export interface StartFlags {
  readonly config?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly consolePort?: string | undefined;
  /** False for `--no-console`. */
  readonly console?: boolean | undefined;
  readonly auth?: string | undefined;
  readonly logLevel?: string | undefined;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  /** Where relative paths in flags and variables start. */
  readonly workingDir: string;
}

const defaultConsolePort = 3005;
const logLevels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];
const authModes = ['token', 'none'] as const;

/** The core's options. Throws BAD_REQUEST naming the flag or variable that is not usable. */
export function coreOptions(
  flags: StartFlags,
  surroundings: Surroundings,
  program: {
    readonly version: string;
    readonly pageDir: string;
    /** Where this installation is. Default: wherever `patchbay` on the PATH leads. */
    readonly programDir?: string;
    readonly logToConsole?: boolean;
  },
): CoreOptions {
  const { env, workingDir } = surroundings;
  const configPath = given(flags.config) ?? given(env['PATCHBAY_CONFIG']);
  const dataDir = dataDirOf(flags, surroundings);
  const consolePort = portOf(flags.consolePort, '--console-port') ?? defaultConsolePort;
  return {
    dataDir,
    configPath: configPath === undefined ? undefined : path.resolve(workingDir, configPath),
    overrides: {
      host: given(flags.host) ?? given(env['PATCHBAY_HOST']),
      port: portOf(flags.port, '--port') ?? portOf(env['PATCHBAY_PORT'], 'PATCHBAY_PORT'),
      authMode: oneOf(authModes, flags.auth, '--auth'),
      logLevel:
        oneOf(logLevels, flags.logLevel, '--log-level') ??
        oneOf(logLevels, env['PATCHBAY_LOG_LEVEL'], 'PATCHBAY_LOG_LEVEL'),
    },
    console: flags.console === false ? null : { port: consolePort, pageDir: program.pageDir },
    env,
    version: program.version,
    ...(program.programDir === undefined
      ? {}
      : { bridge: bridgeStart(program.programDir, dataDir, surroundings) }),
    logToConsole: program.logToConsole ?? false,
  };
}

/** The data folder: flag, variable, or the system's usual place. Absolute. */
export function dataDirOf(flags: Pick<StartFlags, 'dataDir'>, surroundings: Surroundings): string {
  const wanted = given(flags.dataDir) ?? given(surroundings.env['PATCHBAY_DATA_DIR']);
  return wanted === undefined ? defaultDataDir(surroundings) : path.resolve(surroundings.workingDir, wanted);
}

/** How other programs are to start the bridge of this very installation. */
export function bridgeStart(
  programDir: string,
  dataDir: string,
  surroundings: Surroundings,
  runtime: Pick<NodeJS.Process, 'execPath' | 'versions'> = process,
): BridgeStart {
  const isUsual = isUsualDataDir(dataDir, surroundings);
  return {
    command: runtime.execPath,
    args: [path.join(programDir, 'out', 'main', 'bridge.js'), ...(isUsual ? [] : ['--data-dir', dataDir])],
    // The app's own runtime is Node only when it is told to be.
    ...(runtime.versions['electron'] === undefined ? {} : { env: { ELECTRON_RUN_AS_NODE: '1' } }),
  };
}

/** Whether a program that is told of no folder would come to this one. */
export function isUsualDataDir(dataDir: string, surroundings: Surroundings): boolean {
  return dataDir === defaultDataDir(surroundings);
}

function defaultDataDir({ env, platform, homeDir }: Surroundings): string {
  if (platform === 'darwin') return path.join(homeDir, 'Library', 'Application Support', 'Patchbay');
  if (platform === 'win32') {
    return path.join(given(env['APPDATA']) ?? path.join(homeDir, 'AppData', 'Roaming'), 'Patchbay');
  }
  const configHome = given(env['XDG_CONFIG_HOME']);
  // The XDG specification has relative values ignored.
  return configHome !== undefined && path.isAbsolute(configHome)
    ? path.join(configHome, 'patchbay')
    : path.join(homeDir, '.config', 'patchbay');
}

/** An empty value is as good as none. */
function given(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

function portOf(written: string | undefined, from: string): number | undefined {
  const text = given(written);
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new AppError('BAD_REQUEST', `${from} is "${text}", which is not a port.`, {
    expected: 'Give a whole number from 0 to 65535; 0 takes any free port.',
  });
}

function oneOf<const Word extends string>(
  words: readonly Word[],
  written: string | undefined,
  from: string,
): Word | undefined {
  const text = given(written);
  if (text === undefined) return undefined;
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  throw new AppError('BAD_REQUEST', `${from} is "${text}".`, {
    expected: `Give one of: ${words.join(', ')}.`,
  });
}
