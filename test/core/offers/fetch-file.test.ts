// Fetching over real sockets: what comes is kept, and whoever is at fault where it does not come is named.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
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

  it('of this machine is not what an address elsewhere leads to', async () => {
    const { fetch } = await stage((_request, response) => response.end('hello'));
    await expect(fetch(undefined, { from: new URL('https://example.com/server.json') })).rejects.toThrow(
      'leads back to this machine',
    );
  });
});
