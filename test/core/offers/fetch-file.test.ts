// Fetching over real sockets: what comes is kept, and whoever is at fault where it does not come is named.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Agent, MockAgent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FindAddresses } from '../../../src/main/core/http-guards/guarded-connector.ts';
import { fetchFile, type FetchOptions } from '../../../src/main/core/offers/fetch-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function stage(answer: RequestListener) {
  const web = createServer(answer);
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
  const dispatcher = new Agent();
  onTestFinished(async () => {
    await dispatcher.destroy();
    web.closeAllConnections();
    web.close();
  });
  const address = `http://127.0.0.1:${(web.address() as AddressInfo).port}/x`;
  const folder = await tempFolder();
  const fetch = (file = join(folder, 'x'), options: Partial<FetchOptions> = {}) =>
    fetchFile(address, file, { dispatcher, maxBytes: 1000, ...options });
  return { folder, fetch, address };
}

describe('a fetched file', () => {
  it('is kept with its digest', async () => {
    const { fetch, folder } = await stage((_request, response) => response.end('hello'));
    const sha256 = createHash('sha256').update('hello').digest('hex');
    expect(await fetch()).toEqual({ sha256 });
    expect(await readFile(join(folder, 'x'), 'utf8')).toBe('hello');
  });

  it('is refused that is larger than is allowed', async () => {
    const { fetch } = await stage((_request, response) => response.end('x'.repeat(1001)));
    await expect(fetch()).rejects.toMatchObject({
      code: 'OFFER_UNUSABLE',
      message: expect.stringMatching(/larger than 1000/),
    });
  });

  it('is given up when nothing comes, before the answer as within it', async () => {
    const silent = await stage(() => undefined);
    const idle = { code: 'OFFER_UNUSABLE', message: expect.stringMatching(/sent nothing for 0.05 seconds/) };
    await expect(silent.fetch(undefined, { idleMs: 50 })).rejects.toMatchObject(idle);
    const stopping = await stage((_request, response) => response.write('hello'));
    await expect(stopping.fetch(undefined, { idleMs: 50 })).rejects.toMatchObject(idle);
  });

  it('that the disk does not take is no fault of the address', async () => {
    const { fetch, folder } = await stage((_request, response) => response.end('hello'));
    await writeFile(join(folder, 'plain'), '');
    await expect(fetch(join(folder, 'plain', 'x'))).rejects.toMatchObject({
      code: 'STORE_WRITE_FAILED',
      message: expect.stringMatching(/plain.x could not be written: a part of the path is a file\.$/),
    });
  });

  it.each([
    ['https://inner.example/y', 'is in a private network, and was named by example.com'],
    ['https://10.0.0.7/y', 'is in a private network'],
    ['https://[fd00::1]/y', 'is in a private network'],
    ['https://[::ffff:192.168.0.1]/y', 'is in a private network'],
    ['https://outer.example/y', 'fetched'],
    ['/z', 'fetched'],
  ])('elsewhere may not redirect into a private network: %s', async (location, reason) => {
    const network = new MockAgent();
    network.disableNetConnect();
    onTestFinished(() => network.close());
    const known: Record<string, string> = { 'inner.example': '192.168.1.1', 'outer.example': '203.0.113.9' };
    const find: FindAddresses = (host, _options, done) =>
      done(null, [{ address: known[host] ?? '203.0.113.8', family: 4 }]);
    const at = (origin: string, path: string) => network.get(origin).intercept({ path });
    at('https://example.com', '/x').reply(302, '', { headers: { location } });
    at('https://example.com', '/z').reply(200, 'hello');
    at('https://outer.example', '/y').reply(200, 'hello');
    const file = join(await tempFolder(), 'x');
    const outcome = await fetchFile('https://example.com/x', file, {
      dispatcher: network,
      maxBytes: 9,
      find,
    }).then(
      () => null,
      (error: unknown) => String(error),
    );
    expect(outcome ?? 'fetched').toContain(reason);
  });

  it('of a private network may lead to another one of it', async () => {
    const find: FindAddresses = (_host, _options, done) => done(null, [{ address: '10.1.1.1', family: 4 }]);
    const network = new MockAgent();
    network.disableNetConnect();
    onTestFinished(() => network.close());
    network.get('https://b.example').intercept({ path: '/' }).reply(200, 'hello');
    const file = join(await tempFolder(), 'x');
    const from = new URL('https://a.example');
    const options = { dispatcher: network, maxBytes: 9, find, from };
    expect(await fetchFile('https://b.example/', file, options)).toHaveProperty('sha256');
  });

  it('of this machine is not what an address elsewhere leads to', async () => {
    const { fetch } = await stage((_request, response) => response.end('hello'));
    await expect(fetch(undefined, { from: new URL('https://example.com/server.json') })).rejects.toThrow(
      'leads back to this machine',
    );
  });
});
