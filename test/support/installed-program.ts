// Programs that tests run and that are not among the packages of this repository, because they have install scripts or
// bring many packages: each has a folder in test/programs with a lock file of its own, is installed when it is needed
// first, and none of its scripts is run.
import spawn from 'cross-spawn';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const programs = join(import.meta.dirname, '..', 'programs');
const installing = new Map<string, Promise<void>>();

/** The path of a file of the program, which is installed by then. Rejects with what npm said where it cannot be. */
export async function installedProgram(name: string, file: string): Promise<string> {
  const folder = join(programs, name);
  const installed = installing.get(name) ?? install(folder);
  installing.set(name, installed);
  await installed;
  return join(folder, 'node_modules', file);
}

async function install(folder: string): Promise<void> {
  const wanted = await readFile(join(folder, 'package-lock.json'), 'utf8');
  // `npm ci` empties the folder first, so that this is there only when everything is.
  const marker = join(folder, 'node_modules', '.installed');
  if ((await readFile(marker, 'utf8').catch(() => null)) === wanted) return;
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const child = spawn('npm', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += String(text)));
  const [status]: readonly unknown[] = await once(child, 'close');
  if (status !== 0) throw new Error(`npm ci in ${folder} ended with ${String(status)}:\n${said}`);
  await writeFile(marker, wanted);
}
