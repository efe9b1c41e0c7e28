// Where a command would be found, before it is started: so that a failure can be told in words.
// The lookup itself is repeated by the operating system (and cross-spawn on Windows); this one only explains.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';

export interface CommandLookup {
  readonly platform: NodeJS.Platform;
  /** The PATH variable. */
  readonly path: string;
  /** The folder that relative names start from. */
  readonly cwd: string;
  /** Windows: the PATHEXT variable. */
  readonly pathExtensions?: string | undefined;
  readonly probe?: (file: string) => Promise<FileProbe>;
}

export type FileProbe = 'executable' | 'not-executable' | 'missing';

export interface CommandPlace {
  readonly status: FileProbe;
  /** The file, where there is one. */
  readonly file: string | null;
  /** How many folders were searched; 0 when the command is a path itself. */
  readonly searched: number;
}

const usualExtensions = '.COM;.EXE;.BAT;.CMD';

/** Looks a command up as a spawn in `cwd` with this PATH would. */
export async function findCommand(command: string, lookup: CommandLookup): Promise<CommandPlace> {
  const isWindows = lookup.platform === 'win32';
  const paths = isWindows ? win32 : posix;
  const probe = lookup.probe ?? probeFile;
  const isPath = command.includes('/') || (isWindows && command.includes('\\'));
  const folders = isPath
    ? [lookup.cwd]
    : lookup.path.split(paths.delimiter).filter((folder) => folder !== '');
  // Windows looks into the current folder first.
  if (isWindows && !isPath) folders.unshift(lookup.cwd);
  const names = isWindows ? windowsNames(command, lookup.pathExtensions ?? usualExtensions) : [command];
  let refused: string | null = null;
  for (const folder of folders) {
    for (const name of names) {
      const file = paths.resolve(lookup.cwd, folder.replaceAll('"', isWindows ? '' : '"'), name);
      const status = await probe(file);
      if (status === 'executable') return { status, file, searched: isPath ? 0 : folders.length };
      if (status === 'not-executable') refused ??= file;
    }
  }
  const status = refused === null ? 'missing' : 'not-executable';
  return { status, file: refused, searched: isPath ? 0 : folders.length };
}

/** The name as it is when it has an extension already, then with each of PATHEXT. */
function windowsNames(command: string, pathExtensions: string): string[] {
  const extended = pathExtensions
    .split(';')
    .filter((extension) => extension !== '')
    .map((extension) => `${command}${extension.toLowerCase()}`);
  return win32.extname(command) === '' ? extended : [command, ...extended];
}

async function probeFile(file: string): Promise<FileProbe> {
  try {
    if (!(await stat(file)).isFile()) return 'missing';
    await access(file, constants.X_OK);
    return 'executable';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES'
      ? 'not-executable'
      : 'missing';
  }
}
