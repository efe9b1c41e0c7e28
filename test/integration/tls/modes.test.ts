// Between plain HTTP, TLS and mTLS by an edit of config.json, and the starts that are refused.
import { lookup } from 'node:dns/promises';
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { inFiles } from '../../support/certificates.ts';
import { askHttps, trustingFetch } from '../../support/https-client.ts';
import { ownLines } from '../../support/own-lines.ts';
import { openPatchbay, startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { freePort, takenPort } from '../../support/ports.ts';
import { readRunFile } from '../../../src/main/core/data-folder/run-file.ts';
import { connectSdk } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { tlsPlace, type TlsPlace } from '../../support/tls-place.ts';
import { until } from '../../support/until.ts';

const gatewayOf = ({ core }: RunningPatchbay) => core.state.get().gateway;

const untilUrl = (patchbay: RunningPatchbay, wanted: string): Promise<unknown> =>
  until(wanted, () => gatewayOf(patchbay).url === wanted);

it('switches on one port, keeps sessions, and says where it is', async () => {
  const place = await tlsPlace();
  const port = await freePort();
  const mcpServers = { box: mockServer() };
  const patchbay = await startPatchbay({ gateway: { port }, mcpServers });
  const [plain, secure] = [`http://127.0.0.1:${port}`, `https://127.0.0.1:${port}`];
  const trust = { ca: place.authority.cert };
  const withClient = { ...trust, client: await place.client('laptop') };
  const client = await connectSdk('v1', new URL(`${plain}/mcp/box`));
  const session = {
    headers: {
      'Mcp-Session-Id': client.sessionId() ?? '',
      Accept: 'application/json, text/event-stream',
      'Content-Type': 'application/json',
    },
  };
  const call = (text: string): string =>
    JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'echo', arguments: { text } },
    });

  await patchbay.configure({ gateway: { port, tls: place.tls }, mcpServers });
  await untilUrl(patchbay, secure);
  await until('run.json', async () => (await readRunFile(patchbay.dataDir))?.url === secure);
  const answer = await askHttps(`${secure}/mcp/box`, trust, { ...session, body: call('the same session') });
  expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('the same session') });

  await patchbay.configure({ gateway: { port, tls: place.mtls }, mcpServers });
  await until('mtls', () => gatewayOf(patchbay).tls?.mode === 'mtls');
  await expect(askHttps(`${secure}/health`, trust)).rejects.toThrow('hang up');
  const known = await askHttps(`${secure}/mcp/box`, withClient, { ...session, body: call('still the same') });
  expect(known).toMatchObject({ status: 200, body: expect.stringContaining('still the same') });

  await patchbay.configure({ gateway: { port }, mcpServers });
  await untilUrl(patchbay, plain);
  expect((await client.callTool('echo', { text: 'back again' })).text).toBe('back again');
  expect(gatewayOf(patchbay)).toMatchObject({ tls: null, problem: null });
});

it('keeps any free port that it was given', async () => {
  const place = await tlsPlace();
  const patchbay = await startPatchbay({});
  await patchbay.configure({ gateway: { tls: place.tls } });
  await until('https', () => gatewayOf(patchbay).tls !== null);
  expect(gatewayOf(patchbay).url).toBe(patchbay.url.replace('http', 'https'));
});

it('ends the connections of the mode before', async () => {
  const place = await tlsPlace();
  const patchbay = await startPatchbay({ gateway: { tls: place.tls }, mcpServers: { box: mockServer() } });
  const fetch = trustingFetch({ ca: place.authority.cert });
  const stream = await fetch(`${patchbay.url}/sse`);
  const text = stream.text().then(
    () => 'ended',
    () => 'ended',
  );
  await patchbay.configure({ gateway: { tls: place.mtls }, mcpServers: { box: mockServer() } });
  expect(await text).toBe('ended');
});

it('stays as it is when the new certificates cannot be used, and follows when they can', async () => {
  const place = await tlsPlace();
  const later = {
    mode: 'tls',
    cert_file: `${place.folder}/later.crt`,
    key_file: `${place.folder}/later.key`,
  } as const;
  const patchbay = await startPatchbay({});
  await patchbay.configure({ gateway: { tls: later } });
  const problem = await until('the problem', () => gatewayOf(patchbay).problem);
  expect(problem).toMatchObject({ code: 'TLS_UNUSABLE', message: expect.stringContaining(later.cert_file) });
  expect((await fetch(`${patchbay.url}/health`)).status).toBe(200);
  await inFiles(await place.issue('later'), place.folder, 'later');
  await untilUrl(patchbay, patchbay.url.replace('http', 'https'));
  expect(gatewayOf(patchbay).problem).toBeNull();

  // And the same from TLS to other files.
  const never = { ...later, cert_file: `${place.folder}/never.crt` };
  await patchbay.configure({ gateway: { tls: never } });
  await until('the problem', () => gatewayOf(patchbay).problem);
  const trust = { ca: place.authority.cert };
  const { url } = gatewayOf(patchbay);
  expect((await askHttps(`${url}/health`, trust)).subject).toBe('later');
  await patchbay.configure({ gateway: { tls: place.tls } });
  await until('the other files', async () => (await askHttps(`${url}/health`, trust)).subject === 'first');
  expect(gatewayOf(patchbay).problem).toBeNull();
});

it('stays at its old address, in its old mode, when the new port belongs to somebody else', async () => {
  const place = await tlsPlace();
  const patchbay = await startPatchbay({ gateway: { tls: place.tls } });
  await patchbay.configure({ gateway: { port: await takenPort() } });
  const problem = await until('the problem', () => gatewayOf(patchbay).problem);
  expect(problem.code).toBe('PORT_TAKEN');
  expect((await askHttps(`${patchbay.url}/health`, { ca: place.authority.cert })).status).toBe(200);
  await patchbay.configure({ gateway: { tls: place.tls } });
  await until('no problem', () => gatewayOf(patchbay).problem === null);
  expect(ownLines(patchbay.core)).toContainEqual(expect.stringContaining('The gateway stays as it is.'));
});

it.each<[string, (place: TlsPlace) => Promise<unknown>, RegExp]>([
  ['without its certificate', ({ certFile }) => rm(certFile), /gateway\.crt does not exist\./],
  [
    'with half a key',
    ({ keyFile }) => truncate(keyFile, 100),
    /gateway\.key is cut off: the key in it has no end\./,
  ],
  [
    'with an expired certificate',
    async (place) => inFiles(await place.issue('old', -1), place.folder, 'gateway'),
    /gateway\.crt has expired, on \d{4}-/,
  ],
  [
    'with the key of another one',
    async ({ keyFile, issue }) => writeFile(keyFile, (await issue('x')).key),
    /gateway\.key does not belong to the certificate in .*gateway\.crt\./,
  ],
  ['with no authorities', ({ caFile }) => writeFile(caFile, 'none'), /ca\.crt holds no certificate\./],
  [
    'with a folder of authorities',
    async ({ caFile }) => {
      await rm(caFile);
      await mkdir(caFile);
    },
    /ca\.crt is not a file\./,
  ],
])('does not start %s, and never by plain HTTP instead', async (_what, spoil, said) => {
  const place = await tlsPlace();
  await spoil(place);
  await expect(openPatchbay({ gateway: { tls: place.mtls } }, {})).rejects.toMatchObject({
    code: 'TLS_UNUSABLE',
    message: expect.stringMatching(said),
    expected: expect.any(String),
  });
});

it('speaks TLS at every address of localhost, with new certificates too', async () => {
  const place = await tlsPlace();
  const patchbay = await startPatchbay({ gateway: { host: 'localhost', tls: place.tls } });
  const { port } = new URL(patchbay.url);
  expect(patchbay.url).toBe(`https://localhost:${port}`);
  const addresses = (await lookup('localhost', { all: true })).map(({ address }) => address);
  const subjects = (): Promise<readonly string[]> =>
    Promise.all(
      addresses.map(async (host) => {
        const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}/health`;
        return (await askHttps(url, { ca: place.authority.cert })).subject;
      }),
    );
  expect(new Set(await subjects())).toEqual(new Set(['first']));
  await inFiles(await place.issue('second'), place.folder, 'gateway');
  await until('the second one everywhere', async () =>
    (await subjects()).every((subject) => subject === 'second'),
  );
  await patchbay.stop();
  await expect(subjects()).rejects.toThrow('ECONNREFUSED');
});

it('takes its old place again when it let the port go in vain', async () => {
  const place = await tlsPlace();
  const port = await freePort();
  // On this address the port belongs to somebody else, or there is no such address at all.
  const other = createServer().listen(port, '127.0.0.2');
  other.on('error', () => undefined);
  onTestFinished(() => void other.close());
  const mcpServers = { box: mockServer() };
  const patchbay = await startPatchbay({ gateway: { port, tls: place.tls }, mcpServers });
  const fetch = trustingFetch({ ca: place.authority.cert });
  const client = await connectSdk('v1', patchbay.endpoint('box'), { fetch });
  expect((await client.callTool('echo', { text: 'before' })).text).toBe('before');
  await patchbay.configure({ gateway: { host: '127.0.0.2', port, tls: place.tls }, mcpServers });
  await until('the problem', () => gatewayOf(patchbay).problem?.code === 'PORT_TAKEN');
  expect(gatewayOf(patchbay).url).toBe(patchbay.url);
  expect((await client.callTool('echo', { text: 'after' })).text).toBe('after');
  expect((await readRunFile(patchbay.dataDir))?.url).toBe(patchbay.url);
});
