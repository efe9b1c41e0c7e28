// The journal of sessions: what was saved is there in the next run, whatever happened to the file meanwhile.
import { appendFile, chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SessionRecord } from '../../../src/main/core/relay/session-record.ts';
import { systemFiles, type FileCalls } from '../../../src/main/core/store/file-calls.ts';
import { openSessionBook, type SessionBook } from '../../../src/main/core/store/session-book.ts';
import { fillingDisk, lockingFolder } from '../../support/bad-disks.ts';
import { fakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { systemError } from '../../support/faulty-files.ts';
import { recordingLogger, type RecordingLogger } from '../../support/recorders.ts';
import { newRecord } from '../../support/session-memory.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

type Options = Parameters<typeof openSessionBook>[0];

let dataDir: string;
let clock: FakeClock;
let logger: RecordingLogger;
beforeEach(async () => {
  dataDir = await tempFolder();
  clock = fakeClock(0);
  logger = recordingLogger();
});

async function open(options: Partial<Options> = {}): Promise<SessionBook> {
  const limits = () => ({ maxResting: 1000, keepMs: 3_600_000 });
  const book = await openSessionBook({
    dataDir,
    clock,
    logger,
    platform: process.platform,
    limits,
    ...options,
  });
  onTestFinished(() => book.close());
  return book;
}

const path = (name = 'sessions.journal'): string => join(dataDir, name);
const text = (): Promise<string> => readFile(path(), 'utf8');
const lineCount = async (): Promise<number> => (await text()).split('\n').length - 1;
const rested = (id: string, restingSince: number): SessionRecord => ({
  ...newRecord(id, 'box'),
  restingSince,
});
const full: SessionRecord = {
  ...newRecord('full', null),
  client: {
    protocolVersion: '2025-11-25',
    capabilities: { roots: { listChanged: true }, odd: [1, null] },
    clientInfo: { name: 'ünlikely "client"\n', version: '' },
  },
  lists: ['tools', 'prompts'],
  wishes: [
    { method: 'logging/setLevel', params: { level: 'debug' } },
    { method: 'resources/subscribe', params: { uri: 'mock://1' } },
  ],
  hasListened: true,
  restingSince: 0,
  streams: {
    life: 'abc',
    opened: 3,
    standalone: { id: 's-abc', sequence: 7, delivered: 5, events: ['{"jsonrpc":"2.0"}', '"\u2028"'] },
    answers: [{ id: 'p3-abc', sequence: 1, delivered: 0, events: ['{}'] }],
  },
};

describe('a session that was saved', () => {
  it('is there in the next run as it was, once saving has ended, without any closing', async () => {
    const book = await open();
    await book.save(full);
    expect((await open()).find('full')).toEqual(full);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
  });

  it('counts as resting since the start if it was in use when the last run ended', async () => {
    await (await open()).save(newRecord('used', 'box'));
    clock.advance(5000);
    expect((await open()).find('used')).toEqual(rested('used', 5000));
  });

  it('is gone when it was forgotten, and must not come back when its client ended it', async () => {
    const book = await open();
    for (const id of ['forgotten', 'ended', 'on removed']) await book.save(newRecord(id, id));
    book.forget('forgotten');
    await book.noteEnded('ended');
    book.forgetTargets(['on removed']);
    await book.close();
    const next = await open();
    for (const id of ['forgotten', 'ended', 'on removed']) expect(next.find(id)).toBeUndefined();
    expect(['forgotten', 'ended'].map((id) => next.wasEnded(id))).toEqual([false, true]);
    // Also in the run after one that only read it.
    await next.close();
    expect((await open()).wasEnded('ended')).toBe(true);
  });

  it('costs a line for each change, and nothing else is ever written', async () => {
    const book = await open();
    await book.save(newRecord('one', 'box'));
    const before = await lineCount();
    await book.save({ ...newRecord('one', 'box'), lists: ['tools'] });
    book.find('one');
    book.sweep();
    book.forget('another');
    await book.close();
    expect((await lineCount()) - before).toBe(1);
  });
});

describe('the journal', () => {
  it('is written anew when most of it is no longer true', async () => {
    const book = await open();
    for (let round = 0; round < 3000; round++) void book.save(newRecord('one', 'x'.repeat(200)));
    await book.save(newRecord('two', 'box'));
    // Of the first 3000 there is one left; what came after that is appended again.
    expect(await lineCount()).toBeLessThan(10);
    await book.close();
    const next = await open();
    expect([next.find('one')?.target?.length, next.find('two')?.target]).toEqual([200, 'box']);
  });

  it('is bounded in number, the longest resting going first, and by age', async () => {
    const book = await open({ limits: () => ({ maxResting: 2, keepMs: 1000 }) });
    await book.save(newRecord('in use', 'box'));
    for (const id of ['first', 'second', 'third']) await book.save(rested(id, clock.now()));
    const known = (): string[] => ['in use', 'first', 'second', 'third'].filter((id) => book.find(id));
    expect(known()).toEqual(['in use', 'second', 'third']);
    clock.advance(1000);
    book.sweep();
    expect(known()).toEqual(['in use']);
  });

  it('takes no session that is too large, nor more undelivered events than there is room for', async () => {
    const book = await open();
    await book.save({ ...newRecord('large', 'box'), lists: ['x'.repeat(300_000)] });
    expect(book.find('large')).toBeUndefined();
    const events = ['x'.repeat(1024 * 1024)];
    const standalone = { id: 's', sequence: 1, delivered: 0, events };
    const streams = { life: 'a', opened: 0, standalone, answers: [] };
    for (let index = 0; index < 40; index++)
      void book.save({ ...newRecord(`s${index}`, 'box'), restingSince: 0, streams });
    await book.close();
    const next = await open();
    const withEvents = Array.from({ length: 40 }, (_, index) => next.find(`s${index}`)?.streams ?? null);
    expect(withEvents.filter((found) => found !== null)).toHaveLength(31);
    expect(next.find('s39')).toBeDefined();
  });
});

describe('a journal that is damaged', () => {
  const aside = 'sessions.journal.corrupt-1970-01-01T00-00-00-000Z';

  it.each([
    ['ends in half a line', 'the last line was written in part', '{"session":{"id":"half"'],
    ['has a line of nonsense', 'line 4 cannot be read', 'nonsense\n'],
    ['has lines of another shape', 'line 4 cannot be read, and so are 1 others', '{"session":{}}\n[]\n'],
    ['has zeros at its end', 'the last line was written in part', '\0\0\0'],
  ])('counts as far as it can be read, and is kept and told of, if it %s', async (_what, fault, more) => {
    const book = await open();
    for (const id of ['one', 'two']) await book.save(newRecord(id, 'box'));
    await book.close();
    await appendFile(path(), more);
    const before = await text();
    const next = await open();
    expect(['one', 'two'].map((id) => next.find(id)?.id)).toEqual(['one', 'two']);
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn']);
    expect(logger.lines[0]?.text).toContain(`is damaged: ${fault}. A copy of it is kept as ${path(aside)};`);
    expect(await readFile(path(aside), 'utf8')).toBe(before);
    expect((await stat(path(aside))).mode & 0o777).toBe(0o600);
    // It is mended, so it is told once.
    await next.save(newRecord('three', 'box'));
    await open();
    expect(logger.lines).toHaveLength(1);
  });

  it.each([
    ['empty', ''],
    ['something else', 'x'],
    ['of a newer version', '{"journal":"sessions","version":2}\n{"session":{}}\n'],
    ['all zeros', '\0'.repeat(4096)],
  ])('is replaced, and kept aside, where it is %s', async (_what, content) => {
    await writeFile(path(), content);
    const book = await open();
    expect(logger.lines[0]?.text).toContain('is not a journal of sessions that this Patchbay can read');
    await book.save(newRecord('one', 'box'));
    expect((await open()).find('one')?.id).toBe('one');
    expect(await readFile(path(aside), 'utf8')).toBe(content);
  });

  it('does not stop a start when there is a folder in its place', async () => {
    await mkdir(path());
    const book = await open();
    await book.save(newRecord('one', 'box'));
    expect(book.find('one')?.id).toBe('one');
    expect(logger.lines.map(({ level }) => level)).toEqual(['error', 'error']);
    expect(logger.lines[1]?.text).toContain('Sessions go on, but would not outlast a restart.');
  });
});

describe('a disk that cannot be written to', () => {
  it.each([
    ['full', fillingDisk, 'the disk is full'],
    ['read-only', lockingFolder, 'the file system is read-only'],
  ])('costs nothing but what would be kept on it, and is told once: %s', async (_what, make, reason) => {
    const disk = await make();
    dataDir = disk.dataDir;
    const book = await open(disk.files === undefined ? {} : { files: disk.files });
    await book.save(newRecord('before', 'box'));
    await disk.break();
    for (let index = 0; index < 30; index++)
      await book.save({ ...newRecord(`meanwhile-${index}`, 'box'), lists: ['x'.repeat(4000)] });
    expect(logger.lines.map(({ level }) => level)).toEqual(['error']);
    expect(logger.lines[0]?.text).toContain(reason);
    expect(book.find('meanwhile-29')?.id).toBe('meanwhile-29');
    for (let index = 0; index < 29; index++) book.forget(`meanwhile-${index}`);
    await disk.mend();
    clock.advance(5000);
    await until('that it works again', () => logger.lines.length === 2);
    expect(logger.lines[1]).toMatchObject({ level: 'info' });
    const next = await open();
    expect(['before', 'meanwhile-29'].map((id) => next.find(id)?.id)).toEqual(['before', 'meanwhile-29']);
    expect(logger.lines).toHaveLength(2);
    expect(await readdir(dataDir)).not.toContainEqual(expect.stringContaining('corrupt'));
  });

  it('is tried again also when the timer for that comes a little early', async () => {
    let isFull = true;
    const files: FileCalls = {
      ...systemFiles,
      open: (...args) =>
        isFull && String(args[0]).endsWith('.tmp')
          ? Promise.reject(systemError('ENOSPC'))
          : systemFiles.open(...args),
    };
    const early = { ...clock, after: (ms: number, callback: () => void) => clock.after(ms - 1, callback) };
    const book = await open({ files, clock: early });
    await book.save(newRecord('one', 'box'));
    isFull = false;
    clock.advance(4999);
    await until('that it works again', () => logger.lines.length === 2);
    expect(await text()).toContain('one');
  });
});

it('closes a journal that others could read', async () => {
  await (await open()).save(newRecord('one', 'box'));
  await chmod(path(), 0o644);
  const next = await open();
  await next.save(newRecord('two', 'box'));
  expect((await stat(path())).mode & 0o777).toBe(0o600);
});
