// Connecting clients in a home folder and undoing it, also after a crash, and over files that nobody should touch.
import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { connectionBook } from '../../../src/main/core/clients/connection-book.ts';
import { Connections, type FoundClient } from '../../../src/main/core/clients/connections.ts';
import { clientKinds } from '../../../src/main/core/clients/kinds.ts';
import type { ClientSurroundings, EntryFacts } from '../../../src/main/core/clients/types.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const facts: EntryFacts = {
  url: 'http://127.0.0.1:3004/mcp',
  token: 't.o.k',
  bridge: { command: 'node', args: ['bridge.js'] },
};
let home: string;
let dataDir: string;
beforeEach(async () => {
  home = await tempFolder();
  dataDir = await tempFolder();
});

function connectionsOf(platform: NodeJS.Platform = 'linux'): Connections {
  const surroundings: ClientSurroundings = { platform, homeDir: home, env: {}, list: () => [] };
  return new Connections({ surroundings, book: connectionBook(dataDir, 'linux', fakeClock()), now: () => 1 });
}

async function clientWith(text: string | null, id = 'cursor'): Promise<FoundClient> {
  const client = connectionsOf().find(id);
  await mkdir(dirname(client.path), { recursive: true });
  if (text !== null) await writeFile(client.path, text);
  return connectionsOf().find(id);
}

async function connect(client: FoundClient): Promise<void> {
  const connections = connectionsOf();
  await connections.connect(await connections.planConnect(client, facts), 'token-1');
}

/** Resolves with the token that its entry held; null where there was nothing to undo. */
async function disconnect(client: FoundClient): Promise<string | null> {
  const connections = connectionsOf();
  const change = await connections.planDisconnect(client);
  if (change === null) return null;
  const [token = null] = await connections.tokensOf(client);
  await connections.disconnect(change);
  expect(await connections.tokensOf(client)).toEqual([]);
  return token;
}

describe('a client', () => {
  it.each(['{"mcpServers": {"a": {"command": "x"}}}', '// only this\n{\n}', '\uFEFF{ "x": 1 }\r\n', null])(
    'is connected, and disconnected byte for byte: %j',
    async (text) => {
      const client = await clientWith(text);
      expect(client.isInstalled).toBe(true);
      await connect(client);
      expect(await connectionsOf().isConnected(client)).toBe(true);
      expect(await readFile(client.path, 'utf8')).toContain('Bearer t.o.k');
      await connect(client);
      expect(await disconnect(client)).toBe('token-1');
      expect(await readFile(client.path, 'utf8').catch(() => null)).toBe(text);
      expect(await disconnect(client)).toBeNull();
    },
  );

  it('that was changed since loses our entry and nothing else', async () => {
    const client = await clientWith('{"mcpServers": {}}');
    await connect(client);
    const text = (await readFile(client.path, 'utf8')).replace('{"mcpServers"', '{"new": true, "mcpServers"');
    await writeFile(client.path, text);
    await disconnect(client);
    expect(await readFile(client.path, 'utf8')).toBe('{"new": true, "mcpServers": {}}');
  });

  it('whose file changed after the change was shown is not touched', async () => {
    const client = await clientWith('{}');
    const connections = connectionsOf();
    const change = await connections.planConnect(client, facts);
    await writeFile(client.path, '{"mine": 1}');
    await expect(connections.connect(change, null)).rejects.toMatchObject({
      code: 'CLIENT_FILE_CHANGED',
    });
    expect(await readFile(client.path, 'utf8')).toBe('{"mine": 1}');
  });

  it('keeps the mode of its file; a new one is private', async () => {
    const client = await clientWith('{}');
    await chmod(client.path, 0o644);
    await connect(client);
    expect((await stat(client.path)).mode & 0o777).toBe(0o644);
    await disconnect(client);
    await rm(client.path);
    await connect(client);
    expect((await stat(client.path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'connections.json'))).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['a link', async (path: string) => symlink(join(home, 'elsewhere'), path), 'is a link to another file'],
    ['a folder', async (path: string) => mkdir(path), 'is no file'],
    ['read-only', async (path: string) => writeFile(path, '{}', { mode: 0o400 }), 'is read-only'],
    ['not UTF-8', async (path: string) => writeFile(path, Buffer.from([0x7b, 0xff, 0x7d])), 'is not UTF-8'],
    ['malformed', async (path: string) => writeFile(path, '{"a":'), 'The file is no JSON object.'],
  ])('whose file is %s is left alone', async (_what, make, reason) => {
    const client = await clientWith(null);
    await make(client.path);
    await expect(connectionsOf().planConnect(client, facts)).rejects.toThrow(reason);
  });

  it('is whole after a crash between noting and writing', async () => {
    const client = await clientWith('{ "a": 1 }');
    const connections = connectionsOf();
    const { text } = await connections.planConnect(client, facts);
    await connectionBook(dataDir, 'linux', fakeClock()).put({
      client: 'cursor',
      path: client.path,
      name: 'patchbay',
      before: '{ "a": 1 }',
      after: text ?? '',
      tokenId: 'lost',
      at: 0,
    });
    expect(await disconnect(client)).toBeNull();
    await connect(client);
    await disconnect(client);
    expect(await readFile(client.path, 'utf8')).toBe('{ "a": 1 }');
  });
});

it('knows where each client keeps its servers, on the three systems', () => {
  const placesOn = (platform: NodeJS.Platform, homeDir: string, env = {}) =>
    Object.fromEntries(
      clientKinds.map(({ id, places }) => [
        id,
        places({ platform, homeDir, env, list: () => ['Claude_abc', 'Other'] }).map(({ file }) => file),
      ]),
    );
  expect({
    linux: placesOn('linux', '/home/ada'),
    darwin: placesOn('darwin', '/Users/ada'),
    win32: placesOn('win32', String.raw`C:\Users\ada`),
  }).toMatchSnapshot();
});

it('says which clients there are when asked for another', () => {
  expect(() => connectionsOf().find('emacs')).toThrow('There is no client "emacs".');
});
