// Whose program is at the other end of a connection, by the system's own tables and by made-up ones.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { PeerUsers } from '../../../src/main/core/registry/peer-users.ts';

const listening =
  '   0: 0100007F:0BBC 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1 x';
const ports = { local: 3004, remote: 50_000 };

/** A table with a client's end of the connection: of this user, and with this inode. */
function table(uid: number, inode = 12, address = '0100007F'): string {
  return `${listening}\n   1: ${address}:C350 0100007F:0BBC 01 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1 x`;
}

const users = (text: string, platform: NodeJS.Platform = 'linux'): PeerUsers =>
  new PeerUsers({ platform, uid: 1000, read: () => Promise.resolve(text) });

it.each([
  ['its own user', table(1000), 'ours'],
  ['the administrator', table(0), 'ours'],
  ['another user', table(1001), { uid: 1001 }],
  ['a connection without a process', table(0, 0), { uid: null }],
  ['a connection that is gone', listening, { uid: null }],
  [
    'two that look alike, one of another user',
    `${table(1000)}\n${table(1001, 13, '0200007F')}`,
    { uid: 1001 },
  ],
  ['a table without our own listener', table(1001).replace('0A', '01'), 'unknown'],
  ['no table', '', 'unknown'],
])('knows %s', async (_what, text, expected) => {
  expect(await users(text).peerOf(ports)).toEqual(expected);
});

it('knows nothing where the system does not tell', async () => {
  expect(await users(table(1001), 'darwin').peerOf(ports)).toBe('unknown');
  const unreadable = new PeerUsers({
    platform: 'linux',
    uid: 1000,
    read: () => Promise.reject(new Error('no')),
  });
  expect(await unreadable.peerOf(ports)).toBe('unknown');
});

it('reads once for all who wait, and anew for whoever comes during a read', async () => {
  let reads = 0;
  const read = (): Promise<string> => {
    reads += 1;
    return Promise.resolve(table(1000));
  };
  const shared = new PeerUsers({ platform: 'linux', uid: 1000, read });
  await Promise.all(Array.from({ length: 50 }, () => shared.peerOf(ports)));
  expect(reads).toBe(1);
  await shared.peerOf(ports);
  expect(reads).toBe(2);
});

it('finds a real connection of this process, or says that it cannot know', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: local } = server.address() as AddressInfo;
  const client = connect(local, '127.0.0.1');
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  await once(client, 'connect');
  const real = new PeerUsers({ platform: process.platform, uid: process.getuid?.() });
  const peer = await real.peerOf({ local, remote: client.localPort ?? 0 });
  expect(['ours', 'unknown']).toContain(peer);
});
