// Versions of config.json: every content it had, whoever wrote it, bounded, and for this user alone.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openConfigHistory, type ConfigHistoryOptions } from '../../../src/main/core/config/history.ts';
import { createConfigStore } from '../../../src/main/core/config/store.ts';
import { systemClock } from '../../../src/main/core/ports.ts';
import { until } from '../../support/until.ts';
import { modeOf, withServers } from './config-place.ts';

let folder: string;
const logged: string[] = [];
const log = (text: string): void => void logged.push(text);
const logger = { error: log, warn: log, info: log, debug: log };
const ours = { by: 'patchbay', hasFaults: false } as const;
const theirs = { by: 'outside', hasFaults: false } as const;

const optionsAt = (more: Partial<ConfigHistoryOptions> = {}): ConfigHistoryOptions => ({
  dataDir: folder,
  configPath: path.join(folder, 'config.json'),
  platform: process.platform,
  clock: { ...systemClock(), now: () => 1000 },
  logger,
  ...more,
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-history-'));
  logged.length = 0;
  return () => rm(folder, { recursive: true, force: true });
});

describe('versions', () => {
  it('are listed newest first, with what each changed, and read as they were', async () => {
    const history = openConfigHistory(optionsAt());
    history.note('{ "pinTools": true }', ours);
    history.note('\u{feff}// note\r\n{ "pinTools": false, "gateway": { "port": 1 } }', theirs);
    history.note('// note\n{ "pinTools": false, "gateway": { "port": 1 } }', theirs);
    const versions = await history.list();
    expect(versions.map(({ by, keys, isCurrent, savedAt }) => [by, keys, isCurrent, savedAt])).toEqual([
      ['outside', [], true, 1000],
      ['outside', ['pinTools', 'gateway'], false, 1000],
      ['patchbay', [], false, 1000],
    ]);
    expect(await history.read(versions[1]?.id ?? '')).toBe(
      '\u{feff}// note\r\n{ "pinTools": false, "gateway": { "port": 1 } }',
    );
    await expect(history.read('none')).rejects.toMatchObject({ code: 'CONFIG_VERSION_UNKNOWN' });
  });

  it('are there after a restart, in a file for this user alone', async () => {
    const history = openConfigHistory(optionsAt());
    history.note('{}', ours);
    await history.close();
    expect(await modeOf(path.join(folder, 'config-history.json'))).toBe(0o600);
    const [version] = await openConfigHistory(optionsAt()).list();
    expect(version).toMatchObject({ bytes: 2, isCurrent: true });
  });

  it('are one where the same content is noted twice', async () => {
    const history = openConfigHistory(optionsAt());
    for (const text of ['a', 'a', 'b', 'a']) history.note(text, ours);
    expect(await history.list()).toHaveLength(3);
  });

  it('of a half written file give way to the next one from outside, but not to ours', async () => {
    const history = openConfigHistory(optionsAt());
    const broken = { by: 'outside', hasFaults: true } as const;
    for (const text of ['{', '{ "a', '{ "a"']) history.note(text, broken);
    history.note('{}', ours);
    const versions = await history.list();
    expect(versions.map(({ hasFaults, bytes }) => [hasFaults, bytes])).toEqual([
      [false, 2],
      [true, 5],
    ]);
  });

  it('are bounded in number and in bytes, and the newest is always there', async () => {
    const history = openConfigHistory(optionsAt({ maxBytes: 100 }));
    for (let index = 0; index < 30; index += 1) history.note(String(index), ours);
    const listed = await history.list();
    expect(listed).toHaveLength(20);
    expect(await history.read(listed[0]?.id ?? '')).toBe('29');
    history.note('x'.repeat(95), ours);
    expect((await history.list()).map(({ bytes }) => bytes)).toEqual([95, 2, 2]);
    history.note('y'.repeat(500), ours);
    expect((await history.list()).map(({ bytes }) => bytes)).toEqual([500]);
  });

  it('belong to one file', async () => {
    const history = openConfigHistory(optionsAt());
    history.note('here', ours);
    await history.close();
    const elsewhere = openConfigHistory(optionsAt({ configPath: '/elsewhere.json' }));
    elsewhere.note('there', ours);
    expect(await elsewhere.list()).toHaveLength(1);
    await elsewhere.close();
    expect(await openConfigHistory(optionsAt()).list()).toHaveLength(1);
  });

  it('begin anew where their file makes no sense, which is kept and told', async () => {
    await writeFile(path.join(folder, 'config-history.json'), '[1]');
    const history = openConfigHistory(optionsAt());
    expect(await history.list()).toEqual([]);
    expect(await readdir(folder)).toEqual(['config-history.json.corrupt-1000']);
    expect(logged.join()).toContain('made no sense');
  });

  it('that cannot be written are told, and harm nothing', async () => {
    const history = openConfigHistory(optionsAt({ dataDir: path.join(folder, 'none') }));
    history.note('a', ours);
    await history.close();
    expect(logged.join()).toMatch(/could not be kept .* Expected|could not be kept/);
  });
});

describe('the store', () => {
  it('keeps what it finds, what it writes, and what others write', async () => {
    const file = path.join(folder, 'config.json');
    await writeFile(file, withServers('found'));
    const history = openConfigHistory(optionsAt());
    const store = await createConfigStore({
      path: file,
      env: {},
      clock: systemClock(),
      logger,
      platform: process.platform,
      history,
    });
    await store.addServer('ours', { url: 'http://localhost/mcp' });
    await writeFile(file, withServers('theirs'));
    await until('the edit from outside', () => store.current.servers.has('theirs'));
    const { text } = await store.read();
    await store.close();
    const versions = await history.list();
    expect(versions.map(({ by }) => by)).toEqual(['outside', 'patchbay', 'outside']);
    expect(await history.read(versions[0]?.id ?? '')).toBe(text);
    expect(await history.read(versions[2]?.id ?? '')).toBe(withServers('found'));
    await history.close();
    expect(await readFile(file, 'utf8')).toBe(withServers('theirs'));
  });
});
