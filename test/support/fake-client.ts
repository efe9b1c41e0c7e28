// A client's own command as a real program on a PATH of its own: it prints what it was told to, and notes how it was run.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from './temp-folder.ts';

export interface FakeClient {
  /** The folder that it is in, as a PATH. */
  readonly path: string;
  /** The words and variables of its last run; null: it has not been run. */
  lastRun(): Promise<{ readonly words: readonly string[]; readonly env: Record<string, string> } | null>;
}

/** `script` is JavaScript that runs after the note was made; it may change `run` and call `noteRun` again. Call from within a test. */
export async function fakeClient(command: string, script: string): Promise<FakeClient> {
  const folder = await tempFolder();
  const path = join(folder, 'bin');
  const note = join(folder, 'run.json');
  await mkdir(path);
  const file = join(path, command);
  const lines = [
    `#!${process.execPath}`,
    `const run = { words: process.argv.slice(2), env: process.env };`,
    // Whoever waits for the note reads it whole.
    `const noteRun = () => {`,
    `  require('node:fs').writeFileSync(${JSON.stringify(`${note}.new`)}, JSON.stringify(run));`,
    `  require('node:fs').renameSync(${JSON.stringify(`${note}.new`)}, ${JSON.stringify(note)});`,
    `};`,
    `noteRun();`,
    script,
  ];
  await writeFile(file, lines.join('\n'));
  await chmod(file, 0o755);
  return {
    path,
    lastRun: () =>
      readFile(note, 'utf8').then(
        (text) => JSON.parse(text),
        () => null,
      ),
  };
}
