// Where the Electron program is. The package brings it only when asked, from outside of the package registry.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface RuntimeSurroundings {
  readonly root: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The program's path, or null when there is none. `ELECTRON_OVERRIDE_DIST_PATH` names a folder that holds one. */
export function findElectron({ root, platform, env }: RuntimeSurroundings): string | null {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const program =
    override === undefined || override === ''
      ? downloaded(path.join(root, 'node_modules', 'electron'))
      : path.join(override, programName(platform));
  return program !== null && existsSync(program) ? program : null;
}

function downloaded(packageDir: string): string | null {
  const note = path.join(packageDir, 'path.txt');
  return existsSync(note) ? path.join(packageDir, 'dist', readFileSync(note, 'utf8').trim()) : null;
}

function programName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}
