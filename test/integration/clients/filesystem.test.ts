// The official clients against the official filesystem server, on a route of its own.
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { filesystemServer } from '../../support/test-servers.ts';

let folder = '';
const patchbay = sharedPatchbay(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'patchbay-files-')));
  await writeFile(join(folder, 'note.txt'), 'Zażółć gęślą jaźń 🙂\n'.repeat(1000));
  return { mcpServers: { files: filesystemServer(folder) } };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(sdkVersions)('an official client, %s, of the filesystem server', (version) => {
  const connect = () => connectSdk(version, patchbay().endpoint('files'));

  it('connects, lists and pings', async () => {
    const client = await connect();
    expect(client.serverName()).toBe('secure-filesystem-server');
    expect((await client.listTools()).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['read_text_file', 'write_file', 'list_directory', 'directory_tree']),
    );
    await client.ping();
  });

  it('reads and writes files, with structured content', async () => {
    const client = await connect();
    const read = await client.callTool('read_text_file', { path: join(folder, 'note.txt') });
    expect(read.text).toBe('Zażółć gęślą jaźń 🙂\n'.repeat(1000));
    expect(read.structured).toEqual({ content: read.text });
    const path = join(folder, `written-${version}.txt`);
    await client.callTool('write_file', { path, content: 'geschrieben: Größe' });
    expect(await readFile(path, 'utf8')).toBe('geschrieben: Größe');
    expect((await client.callTool('list_directory', { path: folder })).text).toContain(
      `written-${version}.txt`,
    );
  });

  it('is told by the server what is not allowed', async () => {
    const client = await connect();
    const refused = await client.callTool('read_text_file', { path: '/etc/passwd' });
    expect(refused).toMatchObject({
      isError: true,
      text: expect.stringContaining('Access denied') as unknown,
    });
  });

  it('has many calls in flight at once', async () => {
    const client = await connect();
    const paths = Array.from({ length: 20 }, (_, index) => join(folder, `${version}-${index}.txt`));
    await Promise.all(paths.map((path) => client.callTool('write_file', { path, content: path })));
    const texts = await Promise.all(
      paths.map(async (path) => (await client.callTool('read_text_file', { path })).text),
    );
    expect(texts).toEqual(paths);
  });
});
