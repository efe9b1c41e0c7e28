// `npm run pack`: the app unpacked, as installers will hold it, in release/. Needs no network: where the Electron runtime is
// not there, a stand-in takes its place, and that is said. Extra words go to electron-builder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findElectron } from '../src/main/cli/doctor/find-electron.ts';
import { makeStandIn } from './pack/stand-in.ts';
import { inProject, projectRoot } from './project.ts';
import { runInForeground } from './start/run.ts';

const { env, platform, execPath } = process;
const words = ['--dir', ...process.argv.slice(2)];
const scratch = mkdtempSync(path.join(tmpdir(), 'patchbay-runtime-'));
try {
  if (findElectron(projectRoot, { env, platform }) === null) {
    makeStandIn(scratch);
    words.push('--linux', '--x64', `-c.electronDist=${scratch}`);
    console.log(
      'There is no Electron runtime here: packing for Linux with a stand-in, which cannot be started.',
    );
  } else {
    // Otherwise electron-builder would fetch it once more.
    const override = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
    const own = inProject('node_modules', 'electron', 'dist');
    words.push(`-c.electronDist=${override === '' ? own : override}`);
  }
  const builder = inProject('node_modules', 'electron-builder', 'cli.js');
  process.exitCode = await runInForeground(execPath, [builder, ...words], env);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
