// A whole text in the place of config.json: only over what was read, only if it is valid, and never half.
import { lstat, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { configPlace, modeOf, serverNames, withServers, type ConfigPlace } from './config-place.ts';

let place: ConfigPlace;

beforeEach(async () => {
  place = await configPlace();
  return () => place.clear();
});

describe('saving a text', () => {
  it('replaces what was read, for this user alone, and is in force when it resolves', async () => {
    await writeFile(place.file, withServers('a'), { mode: 0o644 });
    const store = await place.open();
    const { text, digest, faults } = await store.read();
    expect([text, faults]).toEqual([withServers('a'), []]);
    await store.save('// kept\n' + withServers('b'), digest);
    expect(serverNames(store)).toEqual(['b']);
    expect(await readFile(place.file, 'utf8')).toBe('// kept\n' + withServers('b'));
    expect(await modeOf(place.file)).toBe(0o600);
    expect((await store.read()).digest).not.toBe(digest);
  });

  it('is refused where the file has been changed since, also before anybody noticed', async () => {
    await writeFile(place.file, withServers('a'));
    const store = await place.open();
    const { digest } = await store.read();
    await writeFile(place.file, withServers('theirs'));
    await expect(store.save(withServers('mine'), digest)).rejects.toMatchObject({
      code: 'CONFIG_CHANGED',
      message: `${place.file} has been changed since it was read here.`,
      expected: 'Look at what it holds now, then save again; nothing was written.',
    });
    expect(await readFile(place.file, 'utf8')).toBe(withServers('theirs'));
    expect(serverNames(store)).toEqual(['theirs']);
    await store.save(withServers('mine'), (await store.read()).digest);
    expect(serverNames(store)).toEqual(['mine']);
  });

  it('is refused with every fault where it is not valid', async () => {
    await writeFile(place.file, withServers('a'));
    const store = await place.open();
    const { digest } = await store.read();
    await expect(store.save('{\n  "gateway": { "port": "x", "prot": 1 } }', digest)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message:
        'The text is not valid and was not saved. Line 2, column 24: gateway.port must be a number, not a string.',
      details: { faults: [{ key: 'gateway.port' }, { key: 'gateway.prot' }] },
    });
    expect(await readFile(place.file, 'utf8')).toBe(withServers('a'));
  });

  it('mends a file that has faults', async () => {
    await writeFile(place.file, '{ "gateway": ');
    const store = await place.open();
    const { text, digest, faults } = await store.read();
    expect([text, faults.length]).toEqual(['{ "gateway": ', 1]);
    await store.save(withServers('a'), digest);
    expect([serverNames(store), store.faults]).toEqual([['a'], []]);
  });

  it('writes through a link, and leaves the link', async () => {
    const real = path.join(place.folder, 'dotfiles.json');
    await writeFile(real, withServers('a'));
    await symlink(real, place.file);
    const store = await place.open();
    await store.save(withServers('b'), (await store.read()).digest);
    expect((await lstat(place.file)).isSymbolicLink()).toBe(true);
    expect(await readFile(real, 'utf8')).toBe(withServers('b'));
  });

  it('keeps a byte order mark and line ends, which editors do not show', async () => {
    await writeFile(place.file, '\u{feff}{\r\n  // one\r\n  "pinTools": true\r\n}\r\n');
    const store = await place.open();
    const { text, digest } = await store.read();
    expect(text?.startsWith('{\r\n')).toBe(true);
    await store.save('{\n  // one\n  "pinTools": false\n}\n', digest);
    expect(await readFile(place.file, 'utf8')).toBe('\u{feff}{\r\n  // one\r\n  "pinTools": false\r\n}\r\n');
  });

  it('makes the file where there is none any more, and refuses what is no text', async () => {
    await writeFile(place.file, withServers('a'));
    const store = await place.open();
    await rm(place.file);
    const { text, digest } = await store.read();
    expect([text, digest]).toEqual(['', 'missing']);
    await store.save(withServers('b'), digest);
    expect(serverNames(store)).toEqual(['b']);
    await writeFile(place.file, Buffer.from('\u{feff}{}', 'utf16le'));
    const unreadable = await store.read();
    expect(unreadable.text).toBeNull();
    await expect(store.save('{}', unreadable.digest)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `${place.file} is not overwritten. The file is saved as UTF-16.`,
    });
  });

  it('checks a text without touching anything', async () => {
    await writeFile(place.file, withServers('a'));
    const store = await place.open();
    expect(store.check('{ "pinTools": 1 }').faults).toMatchObject([{ key: 'pinTools', line: 1, column: 15 }]);
    expect(store.check(withServers('b')).config?.servers.size).toBe(1);
    expect(serverNames(store)).toEqual(['a']);
  });
});
