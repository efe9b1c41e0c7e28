// Names that lead to forbidden addresses by the time they are called, and addresses that are written down.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Connections } from '../../../../src/main/core/upstream/http/connections.ts';

async function listen(): Promise<number> {
  const server = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Connections under a name server that answers as `addresses` says at that moment. */
function connectionsWith(addresses: () => readonly string[]): Connections {
  const connections = new Connections(
    () => null,
    (_host, _options, callback) =>
      callback(
        null,
        addresses().map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
  );
  onTestFinished(() => connections.close());
  return connections;
}

const remote = (connections: Connections) => connections.to({ caFile: null });

describe.each([
  ['a server of the configuration', remote],
  ['a registered server', (connections: Connections) => connections.registered],
])('the name of %s', (_what, dispatcherOf) => {
  it('is called while it stands for an address that may be called, and no longer', async () => {
    const port = await listen();
    let addresses = ['127.0.0.1'];
    const dispatcher = dispatcherOf(connectionsWith(() => addresses));
    const url = `http://rebound.example:${port}/`;
    const answer = await request(url, { dispatcher, headers: { connection: 'close' } });
    expect(await answer.body.text()).toBe('hello');
    addresses = ['169.254.169.254'];
    await expect(request(url, { dispatcher })).rejects.toThrow(/169\.254\.169\.254 .*never called/);
  });

  it.each(['169.254.1.2', 'fe80::1', 'fd00:ec2::254', '::ffff:169.254.169.254', '100.100.100.200'])(
    'is not called when %s is among its addresses',
    async (address) => {
      const port = await listen();
      const dispatcher = dispatcherOf(connectionsWith(() => ['127.0.0.1', address]));
      const calling = request(`http://mixed.example:${port}/`, { dispatcher });
      await expect(calling).rejects.toMatchObject({ code: 'EFORBIDDENADDRESS' });
    },
  );

  it.each([
    'http://169.254.169.254/',
    'http://[fe80::1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'https://2852039166/',
  ])('may be none of the forbidden addresses: %s', async (url) => {
    const dispatcher = dispatcherOf(connectionsWith(() => []));
    await expect(request(url, { dispatcher })).rejects.toMatchObject({ code: 'EFORBIDDENADDRESS' });
  });
});
