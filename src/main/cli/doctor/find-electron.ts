// Where the Electron runtime is, without loading its package: that would fetch it.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Surroundings } from '../../core/start-options.ts';

/** The runtime's program below `programDir`, or where ELECTRON_OVERRIDE_DIST_PATH says; null: it is not there. */
export function findElectron(
  programDir: string,
  { env, platform }: Pick<Surroundings, 'env' | 'platform'>,
): string | null {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  const packageDir = path.join(programDir, 'node_modules', 'electron');
  const file = override === '' ? unpacked(packageDir) : path.join(override, programName(platform));
  return file !== null && existsSync(file) ? file : null;
}

// path.txt is written by the package once the runtime is unpacked: the program's name below its folder.
function unpacked(packageDir: string): string | null {
  const note = path.join(packageDir, 'path.txt');
  return existsSync(note) ? path.join(packageDir, 'dist', readFileSync(note, 'utf8').trim()) : null;
}

function programName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}
