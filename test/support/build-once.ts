// Has out/ built before tests that run what was built, unless `npm test` has just done so.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isFresh } from '../../scripts/build/freshness.ts';
import { inProject, projectRoot } from '../../scripts/project.ts';

export async function setup(): Promise<void> {
  if (process.env['PATCHBAY_BUILT'] === '1' || isFresh(projectRoot)) return;
  await promisify(execFile)(process.execPath, [inProject('scripts', 'build.ts')]);
}
