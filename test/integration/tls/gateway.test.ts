// The gateway by TLS, over real sockets: who gets in, who does not, and what it calls itself.
import { writeFile } from 'node:fs/promises';
import { connect as connectPlain } from 'node:net';
import { expect, it } from 'vitest';
import { makeAuthority } from '../../support/certificates.ts';
import { askHttps } from '../../support/https-client.ts';
import { ownLines } from '../../support/own-lines.ts';
import { startPatchbay } from '../../support/patchbay.ts';
import { tlsPlace } from '../../support/tls-place.ts';

it('answers by https, and says so wherever it tells its address', async () => {
  const place = await tlsPlace();
  const patchbay = await startPatchbay({ gateway: { tls: place.tls } });
  const trust = { ca: place.authority.cert };
  expect(patchbay.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const health = await askHttps(`${patchbay.url}/health`, trust);
  expect(health).toMatchObject({ status: 200, subject: 'first', protocol: 'TLSv1.3' });
  const registered = await askHttps(`${patchbay.url}/register`, trust, { body: '{}' });
  expect(JSON.parse(registered.body)).toMatchObject({
    endpoints: { mcp: `${patchbay.url}/mcp/`, health: `${patchbay.url}/health` },
  });
  const { gateway, servers } = patchbay.core.state.get();
  expect(gateway).toMatchObject({
    tls: { mode: 'tls', certFile: place.certFile, names: ['127.0.0.1', '0:0:0:0:0:0:0:1', 'localhost'] },
    problem: null,
  });
  expect(servers[0]?.url).toBe(`${patchbay.url}/mcp/patchbay`);
});

it('speaks TLS 1.2, and nothing older', async () => {
  const place = await tlsPlace();
  const { url } = await startPatchbay({ gateway: { tls: place.tls } });
  const trust = { ca: place.authority.cert };
  const two = await askHttps(`${url}/health`, trust, { maxVersion: 'TLSv1.2' });
  expect(two.protocol).toBe('TLSv1.2');
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await expect(askHttps(`${url}/health`, trust, old)).rejects.toThrow('alert protocol version');
});

it('is not taken for somebody else by a client that checks', async () => {
  const place = await tlsPlace();
  const stranger = await makeAuthority('somebody else');
  const { url } = await startPatchbay({ gateway: { tls: place.tls } });
  await expect(askHttps(`${url}/health`, { ca: stranger.cert })).rejects.toMatchObject({
    code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  });
});

it('tells a client that comes by plain http to come by https', async () => {
  const place = await tlsPlace();
  const patchbay = await startPatchbay({ gateway: { tls: place.tls } });
  const response = await fetch(`${patchbay.url.replace('https', 'http')}/register`, {
    method: 'POST',
    body: JSON.stringify({ server_id: 'a', server_url: 'http://127.0.0.1:9' }),
  });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('write https:// instead of http://');
  expect(patchbay.core.state.get().registrations.servers).toEqual([]);
  expect(ownLines(patchbay.core)).toContainEqual(
    expect.stringMatching(/Refused a client at 127\.0\.0\.1:\d+: it came by http/),
  );
});

it('stops at once while somebody holds a connection without ever shaking hands', async () => {
  const place = await tlsPlace();
  const patchbay = await startPatchbay({ gateway: { tls: place.tls } });
  const idle = connectPlain(Number(new URL(patchbay.url).port), '127.0.0.1');
  const closed = new Promise((resolve) => idle.once('close', () => resolve('closed')));
  idle.on('error', () => undefined);
  await new Promise((resolve) => idle.once('connect', resolve));
  await askHttps(`${patchbay.url}/health`, { ca: place.authority.cert });
  await patchbay.stop();
  expect(await closed).toBe('closed');
});

it('lets its own page’s origin pass, by https alone', async () => {
  const place = await tlsPlace();
  const { url } = await startPatchbay({ gateway: { tls: place.tls } });
  const trust = { ca: place.authority.cert };
  const statusFor = async (origin: string): Promise<number> =>
    (await askHttps(`${url}/health`, trust, { headers: { origin } })).status;
  expect(await statusFor(url)).toBe(200);
  expect(await statusFor(url.replace('https', 'http'))).toBe(403);
  expect(await statusFor('https://evil.example')).toBe(403);
  const foreign = await askHttps(`${url}/health`, trust, {
    headers: { host: 'evil.example' },
    servername: 'localhost',
  });
  expect(foreign.status).toBe(403);
  expect(foreign.body).toContain(`Call it as https://127.0.0.1:`);
});

it('names itself by a name that its certificate is good for', async () => {
  const place = await tlsPlace();
  const { cert, key } = await place.authority.issue({
    subject: 'gateway',
    names: ['box.example'],
    usage: 'server',
  });
  await Promise.all([writeFile(place.certFile, cert), writeFile(place.keyFile, key)]);
  const known = await startPatchbay({ gateway: { tls: place.tls, allowedHosts: ['box.example'] } });
  expect(known.url).toMatch(/^https:\/\/box\.example:\d+$/);
  const unknown = await startPatchbay({ gateway: { tls: place.tls } });
  expect(unknown.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(ownLines(unknown.core)).toContainEqual(expect.stringContaining('is not good for 127.0.0.1'));
});
