// The peers are a package of their own, installed when they are measured for the first time.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../peers');

/** Where their packages are. Throws Error when they cannot be installed. */
export async function peersFolder(): Promise<string> {
  const modules = join(folder, 'node_modules');
  if (existsSync(join(modules, '.package-lock.json'))) return modules;
  console.error('Installing what Patchbay is measured beside.');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
  return Promise.resolve(modules);
}
