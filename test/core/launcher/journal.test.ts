// children.json: on disk at once, readable by its owner only.
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createChildJournal, readJournal } from '../../../src/main/core/launcher/journal.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const record = (name: string, pid: number) => ({
  name,
  command: 'npx',
  pid,
  startTime: `boot/${pid}`,
  launchId: `launch-${pid}`,
});

describe('the journal of children', () => {
  it('is on disk as soon as a child is noted, for its owner’s eyes only', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'children.json');
    const journal = createChildJournal(file, recordingLogger());
    journal.put({ ...record('files', 70), startTime: null });
    journal.put(record('files', 70));
    journal.put(record('git', 71));
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      version: 1,
      children: [record('files', 70), record('git', 71)],
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    journal.remove('launch-70');
    journal.remove('unknown');
    expect(readJournal(file, recordingLogger())).toEqual([record('git', 71)]);
    expect(await readdir(folder)).toEqual(['children.json']);
  });

  it('keeps what an earlier run could not settle', async () => {
    const file = join(await tempFolder(), 'children.json');
    createChildJournal(file, recordingLogger(), [record('old', 60)]).put(record('new', 61));
    expect(readJournal(file, recordingLogger()).map(({ name }) => name)).toEqual(['old', 'new']);
  });

  it('is empty where there is no file, and where the file is not understood says so', async () => {
    const folder = await tempFolder();
    const logger = recordingLogger();
    expect(readJournal(join(folder, 'none.json'), logger)).toEqual([]);
    expect(logger.lines).toEqual([]);
    for (const text of [
      '{"version":1,"chil',
      '{"version":2,"children":[]}',
      '{"version":1,"children":[{"pid":1}]}',
    ]) {
      await writeFile(join(folder, 'bad.json'), text);
      expect(readJournal(join(folder, 'bad.json'), logger)).toEqual([]);
    }
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
  });

  it('does not stop anything when it cannot be written', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'children.json');
    await mkdir(file);
    await chmod(folder, 0o700);
    const logger = recordingLogger();
    createChildJournal(file, logger).put(record('files', 70));
    expect(logger.lines).toHaveLength(1);
    expect(logger.lines[0]?.text).toContain('children.json could not be written');
    expect(await readdir(folder)).toEqual(['children.json']);
  });
});
