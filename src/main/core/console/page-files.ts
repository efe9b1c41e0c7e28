// The built page's files, read into memory once: a look-up by exact name, so no path can lead anywhere else.
// The files hold no secrets; anybody on this machine may have them.
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

export interface PageFile {
  readonly content: Buffer;
  readonly type: string;
  /** True for files whose name changes with their content. */
  readonly lasting: boolean;
}

/** By path below the folder, with `/` and without a leading one. Empty when there is no folder. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Reads all files of the folder and its subfolders; links are left out. */
export async function readPageFiles(pageDir: string): Promise<PageFiles> {
  const files = new Map<string, PageFile>();
  await collect(pageDir, '', files);
  return files;
}

async function collect(folder: string, prefix: string, files: Map<string, PageFile>): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) await collect(path, `${name}/`, files);
    if (!entry.isFile()) continue;
    const type = types[extname(entry.name).toLowerCase()] ?? 'application/octet-stream';
    files.set(name, { content: await readFile(path), type, lasting: prefix === 'assets/' });
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
