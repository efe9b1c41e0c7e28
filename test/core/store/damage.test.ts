// A registry file that is damaged, gone, old or too new.
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDocument } from '../../../src/main/core/store/document.ts';
import { openStore, type Store } from '../../../src/main/core/store/store.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { failingCall, systemError } from '../../support/faulty-files.ts';
import { recordingLogger, type RecordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let dataDir: string;
let logger: RecordingLogger;
beforeEach(async () => {
  dataDir = await tempFolder();
  logger = recordingLogger();
});

const pathOf = (name: string): string => join(dataDir, name);
const open = (): Promise<Store> => openStore({ dataDir, clock: fakeClock(0), logger, platform: 'linux' });
const aside = 'registry.json.corrupt-1970-01-01T00-00-00-000Z';

/** Leaves a registry with sessions [1, 2] and a .bak with [1]. */
async function twoStates(): Promise<void> {
  const store = await open();
  await store.update((document) => ({ ...document, sessions: [1] }));
  await store.update((document) => ({ ...document, sessions: [1, 2] }));
  await store.close();
}

describe('opening the store', () => {
  it.each([
    ['an empty file', ''],
    ['blanks', ' \n'],
    ['half a file', '{"version": 1, "servers": {'],
    ['zeros, as after a power cut', '\0\0\0\0\0\0'],
    ['something else than an object', '[1, 2]'],
    ['no version', '{"servers": {}}'],
    ['a version that never was', '{"version": 0, "servers": {}, "registrations": [], "sessions": []}'],
    ['a wrong shape', '{"version": 2, "servers": [], "registrations": [], "clients": [], "sessions": []}'],
  ])('sets aside %s, says so, and goes back to the state before', async (_what, text) => {
    await twoStates();
    await files.writeFile(pathOf('registry.json'), text);
    const store = await open();
    expect(store.get().sessions).toEqual([1]);
    expect(await files.readFile(pathOf(aside), 'utf8')).toBe(text);
    expect(logger.lines.map(({ level }) => level)).toEqual(['error', 'warn']);
    expect(logger.lines[0]?.text).toContain(`It is kept as ${pathOf(aside)}.`);

    await store.update((document) => ({ ...document, sessions: [3] }));
    expect((await open()).get().sessions).toEqual([3]);
  });

  it('begins empty when there is no earlier state', async () => {
    await files.writeFile(pathOf('registry.json'), 'x');
    expect((await open()).get()).toEqual(emptyDocument());
    expect(logger.lines.at(-1)?.text).toContain('begins empty');
  });

  it('sets both aside when both are damaged', async () => {
    await twoStates();
    await files.writeFile(pathOf('registry.json'), 'x');
    await files.writeFile(pathOf('registry.json.bak'), 'y');
    expect((await open()).get()).toEqual(emptyDocument());
    const bakAside = aside.replace('.json', '.json.bak');
    expect((await files.readdir(dataDir)).toSorted()).toEqual([aside, bakAside].toSorted());
  });

  it('goes back to the state before when the file is gone', async () => {
    await twoStates();
    await files.rm(pathOf('registry.json'));
    expect((await open()).get().sessions).toEqual([1]);
    expect(logger.lines[0]).toMatchObject({
      level: 'warn',
      text: expect.stringContaining('is missing') as string,
    });
  });

  it('sets a folder aside that stands in its place', async () => {
    await files.mkdir(pathOf('registry.json'));
    expect((await open()).get()).toEqual(emptyDocument());
    expect((await files.stat(pathOf(aside))).isDirectory()).toBe(true);
  });

  it.each(['registry.json', 'registry.json.bak'])(
    'refuses a newer version in %s, touching nothing',
    async (name) => {
      await twoStates();
      if (name !== 'registry.json') await files.writeFile(pathOf('registry.json'), 'x');
      await files.writeFile(pathOf(name), '{"version": 3}');
      const before = await files.readdir(dataDir);
      await expect(open()).rejects.toMatchObject({
        code: 'STORE_TOO_NEW',
        message: expect.stringContaining(pathOf(name)) as string,
      });
      expect(await files.readdir(dataDir)).toEqual(before);
      expect(await files.readFile(pathOf(name), 'utf8')).toBe('{"version": 3}');
    },
  );

  it('moves nothing when the failure is not the file’s', async () => {
    await twoStates();
    const calls = {
      ...files,
      readFile: failingCall(files.readFile, systemError('EMFILE')) as typeof files.readFile,
    };
    const opening = openStore({ dataDir, clock: fakeClock(), logger, platform: 'linux', files: calls });
    await expect(opening).rejects.toMatchObject({ code: 'DATA_DIR_UNUSABLE' });
    expect((await files.readdir(dataDir)).toSorted()).toEqual(['registry.json', 'registry.json.bak']);
  });

  it('keeps keys that it does not know', async () => {
    const document = { ...emptyDocument(), more: { b: 2 } };
    await files.writeFile(pathOf('registry.json'), JSON.stringify(document));
    const store = await open();
    await store.update((document) => ({ ...document, sessions: [1] }));
    expect((await open()).get()).toEqual({ ...document, sessions: [1] });
  });

  it('brings a file of the first version forward, with all that it knew', async () => {
    const server = { fingerprint: 'f', catalogue: null, era: null, restarts: [] };
    const old = { version: 1, servers: { a: server }, registrations: [], sessions: [1], more: { b: 2 } };
    await files.writeFile(pathOf('registry.json'), JSON.stringify(old));
    expect((await open()).get()).toEqual({ ...old, version: 2, clients: [] });
    expect(logger.lines).toEqual([]);
  });
});
