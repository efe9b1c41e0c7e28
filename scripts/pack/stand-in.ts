// A runtime in Electron's place where there is none to be had: a program that is none, with the mark by which fuses are
// found. What is packed with it cannot be started; its archive, its resources and its fuses are as they will be.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The mark, then version 1 and nine fuses, a character each. */
const fuseWire = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09${'1'.repeat(9)}`;

/** For Linux, whose layout is the plainest. `folder` is made. */
export function makeStandIn(folder: string): void {
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  const program = path.join(folder, 'electron');
  writeFileSync(program, fuseWire + '\0'.repeat(100), 'latin1');
  chmodSync(program, 0o755);
  for (const name of ['LICENSE', 'version']) writeFileSync(path.join(folder, name), '');
}
