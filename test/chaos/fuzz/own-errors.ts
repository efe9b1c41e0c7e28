// What the gateway has logged as an error: what others do wrong is none.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function errorsInLog(dataDir: string): Promise<readonly string[]> {
  const folder = join(dataDir, 'logs');
  const files = (await readdir(folder)).filter((file) => file.startsWith('patchbay'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.flatMap((text) => text.split('\n').filter((line) => /^\S+ error /.test(line)));
}
