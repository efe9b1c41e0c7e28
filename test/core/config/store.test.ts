// config.json on disk: the first start, files that can and cannot be read, what is logged.
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { exampleConfig } from '../../../src/main/core/config/example.ts';
import { until } from '../../support/until.ts';
import { configPlace, type ConfigPlace, modeOf, serverNames, withServers } from './config-place.ts';
import { faultsOf, loaded } from './context.ts';

let place: ConfigPlace;

beforeEach(async () => {
  place = await configPlace();
  return () => place.clear();
});

describe('a first start', () => {
  it('writes the example, for this user alone, and is without servers and faults', async () => {
    const store = await place.open();
    expect(await readFile(place.file, 'utf8')).toBe(exampleConfig);
    expect(await modeOf(place.file)).toBe(0o600);
    expect(store.path).toBe(place.file);
    expect(store.faults).toEqual([]);
    expect(serverNames(store)).toEqual([]);
    expect(store.current.settings.gateway.port).toBe(3004);
  });

  it('writes an example that is also valid with every slash taken away', () => {
    const active = exampleConfig.replaceAll(/^( +)\/\/ (?=["}\] ])/gm, '$1');
    expect(faultsOf(active)).toEqual([]);
    const { servers, settings } = loaded(active);
    expect([...servers.keys()]).toEqual(['files', 'remote']);
    expect(servers.get('files')?.fault).toBeNull();
    expect(settings.logging.level).toBe('debug');
  });

  it('says so where the folder is not there, and goes on once there is a file', async () => {
    const missing = path.join(place.folder, 'none', 'config.json');
    const store = await place.open(missing);
    const told: string[] = [];
    store.onChange(() => told.push(serverNames(store).join(' ')));
    expect(store.faults).toMatchObject([
      { key: '', line: 1, message: expect.stringContaining('its folder does not exist either') },
    ]);
    expect(store.current.settings.gateway.port).toBe(3004);
    await mkdir(path.dirname(missing));
    await writeFile(missing, withServers('a'));
    await until('the file', () => store.faults.length === 0);
    expect(told).toEqual(['a']);
  });
});

describe('a file that is there', () => {
  it('is read and not touched', async () => {
    await writeFile(place.file, '{ "gateway": { "port": 3100, }, } // mine', { mode: 0o640 });
    const before = await stat(place.file);
    const store = await place.open();
    expect(store.current.settings.gateway.port).toBe(3100);
    expect(await stat(place.file)).toMatchObject({
      mtimeMs: before.mtimeMs,
      ino: before.ino,
      mode: before.mode,
    });
  });

  it.each([
    ['broken', '{ "gateway": '],
    ['not valid', '{ "gateway": { "port": "x" } }'],
    ['empty', ''],
    ['UTF-16', Buffer.from('\u{feff}{}', 'utf16le')],
    ['not UTF-8', Buffer.from([0x7b, 0x0a, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d])],
  ])('and %s leaves the defaults in force, with faults, until it is mended', async (_what, content) => {
    await writeFile(place.file, content);
    const store = await place.open();
    expect(store.faults.length).toBeGreaterThan(0);
    expect(serverNames(store)).toEqual([]);
    expect(store.current.settings.gateway.port).toBe(3004);
    await writeFile(place.file, withServers('a'));
    await until('the mended file', () => serverNames(store).includes('a'));
    expect(store.faults).toEqual([]);
  });

  it('but not as UTF-8 has the place of the first wrong character', async () => {
    await writeFile(place.file, Buffer.from([0x7b, 0x0a, 0x20, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d]));
    expect((await place.open()).faults).toMatchObject([
      { message: 'Some characters are not UTF-8.', line: 2, column: 3 },
    ]);
  });

  it('but is a folder, or a circle of links, is a fault', async () => {
    await mkdir(path.join(place.folder, 'folder'));
    await symlink('circle', path.join(place.folder, 'circle'));
    expect((await place.open(path.join(place.folder, 'folder'))).faults).toMatchObject([
      { message: `${place.folder}/folder is not a file.` },
    ]);
    expect((await place.open(path.join(place.folder, 'circle'))).faults).toMatchObject([
      { message: expect.stringContaining('cannot be read: its symbolic links lead in a circle.') },
    ]);
  });
});

describe('the log', () => {
  it('names what is missing and holds no values', async () => {
    const server = { command: 'x', env: { KEY: '${API_KEY}', OTHER: '${NOT_SET}' } };
    await writeFile(
      place.file,
      JSON.stringify({ mcpServers: { a: server, b: { ...server, disabled: true } } }),
    );
    await place.open();
    expect(place.logged).toEqual([
      `Read ${place.file}: 2 servers.`,
      'Server "a" needs the variable NOT_SET (in env.OTHER), which is not set. Set it before Patchbay starts, or write a default, as in ${NAME:-default}.',
    ]);
  });
});
