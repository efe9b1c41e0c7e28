// What must last over restarts: durable when said so, right after any failure.
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { toErrorView } from '../../../src/shared/errors.ts';
import { emptyDocument, type StoreDocument } from '../../../src/main/core/store/document.ts';
import { openStore, type Change, type Store } from '../../../src/main/core/store/store.ts';
import type { FileCalls } from '../../../src/main/core/store/file-calls.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordedFiles, systemError } from '../../support/faulty-files.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await tempFolder();
});

const pathOf = (name = 'registry.json'): string => join(dataDir, name);
const logger = recordingLogger();
const open = (calls?: FileCalls): Promise<Store> =>
  openStore({
    dataDir,
    clock: fakeClock(),
    logger,
    platform: 'linux',
    ...(calls === undefined ? {} : { files: calls }),
  });
const session =
  (value: unknown): Change =>
  (document) => ({ ...document, sessions: [...document.sessions, value] });
const onDisk = (): StoreDocument => JSON.parse(readFileSync(pathOf(), 'utf8')) as StoreDocument;

describe('a store', () => {
  it('begins empty and writes nothing before the first change', async () => {
    const store = await open();
    expect(store.get()).toEqual(emptyDocument());
    expect(await files.readdir(dataDir)).toEqual([]);
  });

  it('shows a change at once and has it on disk when the promise says so', async () => {
    const store = await open();
    const before = store.get();
    const done = store.update(session(1));
    expect(store.get().sessions).toEqual([1]);
    expect(before.sessions).toEqual([]);
    await done;
    expect(onDisk().sessions).toEqual([1]);
    expect((await open()).get().sessions).toEqual([1]);
  });

  it('shares one write among changes of the same turn, and one among those made during it', async () => {
    const { calls, steps } = recordedFiles(dataDir);
    const store = await open(calls);
    const first = [1, 2, 3].map((value) => store.update(session(value)));
    await Promise.resolve();
    const second = [4, 5, 6].map((value) => store.update(session(value)));
    await Promise.all(first);
    expect(onDisk().sessions).toEqual([1, 2, 3]);
    await Promise.all(second);
    expect(onDisk().sessions).toEqual([1, 2, 3, 4, 5, 6]);
    expect(steps.filter((step) => step.startsWith('rename'))).toHaveLength(3);
  });

  it('rejects with what a change throws, and goes on', async () => {
    const store = await open();
    const fault = new Error('no');
    await expect(
      store.update(() => {
        throw fault;
      }),
    ).rejects.toBe(fault);
    await store.update(session(1));
    expect(onDisk().sessions).toEqual([1]);
  });

  it('writes what is still pending when it is closed, and takes nothing afterwards', async () => {
    const store = await open();
    const done = store.update(session(1));
    await store.close();
    expect(onDisk().sessions).toEqual([1]);
    await done;
    await expect(store.update(session(2))).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('undoes what could not be written, keeps what came later, and works again when the disk does', async () => {
    const { calls, failNext } = recordedFiles(dataDir);
    const store = await open(calls);
    await store.update(session('kept'));
    failNext('open draft', systemError('ENOSPC'));
    const lost = store.update(session('lost'));
    await Promise.resolve();
    const later = store.update(session('later'));
    expect(store.get().sessions).toEqual(['kept', 'lost', 'later']);
    await expect(lost).rejects.toMatchObject({
      code: 'STORE_WRITE_FAILED',
      message: `${pathOf()} could not be written: the disk is full.`,
      expected: 'Free some space, then try again.',
    });
    await later;
    expect(store.get().sessions).toEqual(['kept', 'later']);
    expect(onDisk().sessions).toEqual(['kept', 'later']);
  });

  it('rejects a later change that makes no sense without the lost one', async () => {
    const { calls, failNext } = recordedFiles(dataDir);
    const store = await open(calls);
    failNext('open draft', systemError('EROFS'));
    const lost = store.update(session('base'));
    await Promise.resolve();
    const dependent = store.update((document) => {
      if (!document.sessions.includes('base')) throw new Error('no base');
      return session('dependent')(document);
    });
    await expect(lost).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' });
    await expect(dependent).rejects.toThrow('no base');
    expect(store.get()).toEqual(emptyDocument());
  });

  it('never says so too early and never loses a change, however changes and failures interleave', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.constant('update' as const) },
      { weight: 2, arbitrary: fc.constant('turn' as const) },
      { weight: 2, arbitrary: fc.constant('wait' as const) },
      { weight: 1, arbitrary: fc.constantFrom('open draft', 'sync draft', 'rename draft to registry.json') },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (script) => {
        await files.rm(pathOf(), { force: true });
        await files.rm(pathOf('registry.json.bak'), { force: true });
        const { calls, failNext } = recordedFiles(dataDir);
        const store = await open(calls);
        const results: Promise<void>[] = [];
        const acknowledged: number[] = [];
        const tooEarly: number[] = [];
        const faults: unknown[] = [];
        const update = async (number: number): Promise<void> => {
          try {
            await store.update(session(number));
            acknowledged.push(number);
            if (!onDisk().sessions.includes(number)) tooEarly.push(number);
          } catch (error) {
            faults.push(toErrorView(error).code);
          }
        };
        for (const [number, what] of script.entries()) {
          if (what === 'update') {
            results.push(update(number));
          } else if (what === 'turn') await Promise.resolve();
          else if (what === 'wait') await Promise.race([...results.slice(-1), new Promise(setImmediate)]);
          else failNext(what, systemError('EIO'));
        }
        await Promise.all(results);
        await store.close();
        expect(tooEarly).toEqual([]);
        expect(new Set(faults)).toEqual(new Set(faults.length === 0 ? [] : ['STORE_WRITE_FAILED']));
        expect(acknowledged.length + faults.length).toBe(results.length);
        expect(store.get().sessions).toEqual(acknowledged.toSorted((one, other) => one - other));
        expect((await open()).get().sessions).toEqual(store.get().sessions);
      }),
      { numRuns: 60 },
    );
  });
});
