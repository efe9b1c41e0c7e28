// Edits that Patchbay makes: in force at once, nothing lost, nothing told twice.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { exampleConfig } from '../../../src/main/core/config/example.ts';
import { until } from '../../support/until.ts';
import { configPlace, type ConfigPlace, modeOf, serverNames, withServers } from './config-place.ts';
import { loaded } from './context.ts';

let place: ConfigPlace;

beforeEach(async () => {
  place = await configPlace();
  return () => place.clear();
});

describe('an edit', () => {
  const text = '{\r\n  // mine\r\n  "mcpServers": {\r\n    "a": { "command": "x" },\r\n  },\r\n}\r\n';

  it('is in force when it resolves, with everything else as it was', async () => {
    await writeFile(place.file, text, { mode: 0o644 });
    const store = await place.open();
    await store.addServer('b', { url: 'https://example.com/mcp' });
    expect(store.current.servers.get('b')).toMatchObject({ kind: 'http', enabled: true });
    await store.setServerEnabled('b', false);
    expect(store.current.servers.get('b')).toMatchObject({ enabled: false });
    await store.removeServer('b');
    expect(serverNames(store)).toEqual(['a']);
    expect(await readFile(place.file, 'utf8')).toBe(text);
    expect(await modeOf(place.file)).toBe(0o600);
    expect(await readdir(place.folder)).toEqual(['config.json']);
  });

  it('is told once, and not again when the watch sees it', async () => {
    await writeFile(place.file, withServers('a'));
    const store = await place.open();
    const told: string[] = [];
    store.onChange(() => told.push(serverNames(store).join(' ')));
    await store.addServer('b', { command: 'x' });
    await store.setServerEnabled('b', true);
    await writeFile(place.file, withServers('c'));
    await until('the change from outside', () => serverNames(store).includes('c'));
    expect(told).toEqual(['a b', 'c']);
  });

  it('waits for the one before, so that none is lost', async () => {
    const store = await place.open();
    const wanted = Array.from({ length: 8 }, (_, index) => `s${index}`);
    await Promise.all(wanted.map((name) => store.addServer(name, { command: name })));
    expect(serverNames(store)).toEqual(wanted);
    expect([...loaded(await readFile(place.file, 'utf8')).servers.keys()]).toEqual(wanted);
  });

  it('begins from the file as it is, not as it was read', async () => {
    await writeFile(place.file, withServers('a'));
    const store = await place.open();
    await writeFile(place.file, withServers('a', 'b'));
    await store.addServer('c', { command: 'x' });
    expect(serverNames(store)).toEqual(['a', 'b', 'c']);
  });

  it('is refused while the file has faults', async () => {
    await writeFile(place.file, '{ "gateway": { "port": "x" } }');
    const store = await place.open();
    await expect(store.addServer('b', { command: 'x' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `${place.file} has faults and is not edited. Line 1, column 24: gateway.port must be a number, not a string.`,
      expected: 'Mend the file first.',
    });
    expect(await readFile(place.file, 'utf8')).toBe('{ "gateway": { "port": "x" } }');
  });

  it('is refused where its outcome would not be valid, and leaves the file alone', async () => {
    await writeFile(place.file, text);
    const store = await place.open();
    await expect(store.addServer('register', { command: 'x' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('The name "register" is reserved'),
    });
    await expect(store.addServer('__proto__', { command: 'x' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
    await expect(store.addServer('b', {})).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'mcpServers.b needs a "command" or a "url".',
    });
    await expect(store.addServer('a', { command: 'x' })).rejects.toMatchObject({ code: 'SERVER_EXISTS' });
    await expect(store.removeServer('b')).rejects.toMatchObject({ code: 'SERVER_UNKNOWN' });
    await expect(store.setServerEnabled('b', true)).rejects.toMatchObject({ code: 'SERVER_UNKNOWN' });
    expect(await readFile(place.file, 'utf8')).toBe(text);
    expect(store.faults).toEqual([]);
  });

  it('that cannot be written leaves the file and what is in force as they were', async () => {
    // No name beside it is short enough for a draft.
    const long = path.join(place.folder, `${'c'.repeat(245)}.json`);
    await writeFile(long, withServers('a'));
    const store = await place.open(long);
    await expect(store.addServer('b', { command: 'x' })).rejects.toMatchObject({
      code: 'CONFIG_WRITE_FAILED',
    });
    expect(await readFile(long, 'utf8')).toBe(withServers('a'));
    expect(serverNames(store)).toEqual(['a']);
  });

  it('is refused after the end', async () => {
    const store = await place.open();
    await store.close();
    await expect(store.addServer('b', { command: 'x' })).rejects.toMatchObject({ code: 'NOT_RUNNING' });
    expect(await readFile(place.file, 'utf8')).toBe(exampleConfig);
  });
});
