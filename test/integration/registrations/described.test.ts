// What a running gateway takes and answers on the routes that are not MCP is what `/openapi.json` says.
import { expect, it } from 'vitest';
import { Described, operationsOf, type OpenApi } from '../../support/described.ts';
import { askHttps } from '../../support/https-client.ts';
import { sharedPatchbay, startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { rpc, send, type Headers, type Json, type RawAnswer } from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';
import { tlsPlace } from '../../support/tls-place.ts';
import { bearer } from '../../support/token-holders.ts';
import { until } from '../../support/until.ts';

type Method = 'GET' | 'POST' | 'OPTIONS';

/** What stands behind the announced URLs: nothing does, and nobody needs it. */
const server = { server_id: 'notes', server_url: 'http://127.0.0.1:9' };
const foreign = { origin: 'https://evil.example' };

const patchbay = sharedPatchbay(() => ({
  mcpServers: { box: mockServer(), broken: { command: 'no-such-program-at-all' } },
}));

async function descriptionOf({ url }: RunningPatchbay): Promise<OpenApi> {
  return (await send('GET', `${url}/openapi.json`)).json() as OpenApi;
}

/** Sends to `path`, and sees that the answer was announced for `template`. */
function asking(url: string, described: Described) {
  return async (
    request: string,
    { path, body, headers = {} }: { path?: string; body?: Json | string; headers?: Headers } = {},
  ): Promise<RawAnswer> => {
    const [method, template = ''] = request.split(' ');
    const answer = await send(method as Method, `${url}${path ?? template}`, { body, headers });
    described.requireAnnounced(request, answer);
    return answer;
  };
}

it('each request is answered as it is described, when it goes well and when it does not', async () => {
  const document = await descriptionOf(patchbay());
  const described = new Described(document);
  const ask = asking(patchbay().url, described);
  const expectStatus = async (status: number, ...asked: Parameters<typeof ask>): Promise<RawAnswer> => {
    const answer = await ask(...asked);
    expect([...asked, answer.status, answer.text]).toEqual([...asked, status, answer.text]);
    const [request, { body } = {}] = asked;
    const isTaken = status >= 300 || typeof body !== 'object' || described.takes(request, body);
    expect([request, body, isTaken]).toEqual([request, body, true]);
    return answer;
  };

  for (const path of ['/register', '/api/register', '/mcp/register', '/proxy/register']) {
    const id = `notes${path.replaceAll('/', '-')}`;
    const body = { ...server, server_id: id, server_url: `http://127.0.0.1:9${path}` };
    await expectStatus(200, `POST ${path}`, { body });
    await expectStatus(400, `POST ${path}`, { body });
    await expectStatus(200, `POST ${path}`, { body, headers: { prefer: 'return=existing' } });
    await expectStatus(200, `POST ${path}`, { body: { client_info: { name: 'c', version: '1' } } });
    await expectStatus(200, `POST ${path}`, { body: '' });
  }
  const whole = { server_name: 'Notes', description: 'n', capabilities: ['health'], metadata: { a: [1] } };
  await expectStatus(200, 'POST /register', { body: { ...server, ...whole, uuid: 'one' } });
  await expectStatus(200, 'POST /register', { body: { ...server, uuid: 'two' } });
  await expectStatus(200, 'POST /register', { body: { name: 'older', url: 'http://127.0.0.1:9/older' } });
  const far = { server_id: 'far', server_url: 'http://192.0.2.1:9', description: null };
  const pending = await expectStatus(200, 'POST /register', { body: far });
  expect(pending.json()).toMatchObject({ status: 'pending' });

  for (const path of ['/proxy/heartbeat', '/heartbeat']) {
    await expectStatus(200, `POST ${path}`, { body: { ...server, timestamp: 1.5 } });
    await expectStatus(200, `POST ${path}`, { body: far });
    await expectStatus(400, `POST ${path}`, { body: {} });
    await expectStatus(404, `POST ${path}`, { body: { server_id: 'nobody' } });
  }
  await expectStatus(200, 'GET /registrations');
  const at = (url: string) => ({ path: `/registrations?server_url=${encodeURIComponent(url)}` });
  await expectStatus(200, 'GET /registrations', at(server.server_url));
  await expectStatus(404, 'GET /registrations', at('http://127.0.0.1:9/nobody'));
  await expectStatus(400, 'GET /registrations', at('ftp://127.0.0.1'));
  await expectStatus(200, 'GET /registrations/{key}', { path: '/registrations/notes_1' });
  await expectStatus(404, 'GET /registrations/{key}', { path: '/registrations/nobody_1' });
  await expectStatus(400, 'GET /registrations/{key}', { path: `/registrations/${'x'.repeat(200)}` });
  await expectStatus(400, 'GET /registrations/{key}', { path: '/registrations/%zz' });
  for (const path of ['/list', '/servers', '/proxy/list']) await expectStatus(200, `GET ${path}`);

  for (const path of ['/unregister', '/proxy/unregister']) {
    const client = await expectStatus(200, 'POST /register', { body: {} });
    const gone = { session_id: String(client.headers['x-session-id']) };
    await expectStatus(200, `POST ${path}`, { body: gone });
    await expectStatus(404, `POST ${path}`, { body: gone });
    await expectStatus(200, `POST ${path}`, { body: { server_id: 'notes', copy_number: 1 } });
    await expectStatus(400, `POST ${path}`, { body: { server_id: 'notes', copy_number: 0 } });
  }

  for (const path of ['/cmd', '/api/jsonrpc']) {
    const command = (method: string, params?: unknown) => ({ body: rpc(1, method, params) });
    for (const name of ['health', 'help', 'list_servers', 'proxy_registration']) {
      const answer = await expectStatus(200, `POST ${path}`, command(name));
      const own = document.components.schemas[
        `${name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Answer`
      ] as Json;
      expect([name, described.faults(own, answer.json())]).toEqual([name, []]);
    }
    await expectStatus(200, `POST ${path}`, command('help', { cmdname: 'health' }));
    await expectStatus(200, `POST ${path}`, command('proxy_registration', { action: 'unregister' }));
    const failing = { body: rpc('a', 'proxy_registration', { action: 'register' }) };
    expect((await expectStatus(200, `POST ${path}`, failing)).json()).toHaveProperty('error');
    await expectStatus(204, `POST ${path}`, { body: { jsonrpc: '2.0', method: 'health' } });
    const batch = [rpc(1, 'health'), rpc(2, 'help')] as unknown as Json;
    await expectStatus(200, `POST ${path}`, { body: batch });
    for (const body of ['{', '[]', '{"id":1}']) await expectStatus(400, `POST ${path}`, { body });
    await expectStatus(400, `POST ${path}`, { body: JSON.stringify({ a: 'x'.repeat(70_000) }) });
    await expectStatus(415, `POST ${path}`, { body: 'x', headers: { 'content-type': 'text/plain' } });
  }

  for (const path of ['/health', '/proxy/health', '/metrics', '/openapi.json'])
    await expectStatus(200, `GET ${path}`);
  await expectStatus(200, 'GET /health/{server}', { path: '/health/box' });
  await expectStatus(404, 'GET /health/{server}', { path: '/health/nobody' });
  await patchbay()
    .core.commands.startServer({ name: 'broken' })
    .catch(() => undefined);
  await until('the failure', () =>
    patchbay()
      .core.state.get()
      .servers.some(({ name, status }) => name === 'broken' && status !== 'starting'),
  );
  const broken = await expectStatus(503, 'GET /health/{server}', { path: '/health/broken' });
  expect(broken.json()['problem']).toEqual(expect.any(String));

  for (const name of operationsOf(document).keys()) {
    const path = name.split(' ')[1]?.replaceAll(/\{\w+\}/g, 'x') ?? '';
    if (name.startsWith('OPTIONS ')) await expectStatus(204, name, { path });
    await expectStatus(403, name, { path, headers: foreign });
  }
});

it('bodies that are refused are not described as taken', async () => {
  const described = new Described(await descriptionOf(patchbay()));
  const ask = asking(patchbay().url, described);
  const url = 'http://127.0.0.1:9/refused';
  const refused: readonly Json[] = [
    { server_id: 'a' },
    { server_url: url },
    { server_id: '', server_url: url },
    { server_id: '.dot', server_url: url },
    { server_id: 'x'.repeat(65), server_url: url },
    { server_id: 7, server_url: url },
    { server_id: 'a', server_url: 'ftp://127.0.0.1' },
    { server_id: 'a', server_url: `${url}#part` },
    { server_id: 'a', server_url: `${url}/${'x'.repeat(2048)}` },
    { server_id: 'a', server_url: url, server_name: 7 },
    { server_id: 'a', server_url: url, description: [] },
    { server_id: 'a', server_url: url, capabilities: 'all' },
    { server_id: 'a', server_url: url, capabilities: [1] },
    { server_id: 'a', server_url: url, metadata: [] },
    { server_id: 'a', server_url: url, uuid: 'x'.repeat(129) },
    { name: 'a', url: 'nowhere' },
    { url: 7 },
  ];
  for (const body of refused) {
    expect([body, (await ask('POST /register', { body })).status]).toEqual([body, 400]);
    expect([body, described.takes('POST /register', body)]).toEqual([body, false]);
  }
  const unknown: readonly Json[] = [{ jsonrpc: '2.0', method: 'none' }, { method: 'help' }];
  for (const body of [...unknown, rpc(1, 'help', { more: 1 }), rpc(1, 'proxy_registration', { action: 'x' })])
    expect([body, described.takes('POST /cmd', body)]).toEqual([body, false]);
});

it('refusals for want of a token, or of a better one, are as described', async () => {
  const guarded = await startPatchbay({
    auth: { mode: 'token' },
    registration: { auth: 'token' },
  });
  const document = await descriptionOf(guarded);
  const ask = asking(guarded.url, new Described(document));
  const narrow = await bearer(guarded, 'tools:read');
  const wanting = [...operationsOf(document)].filter(([, { security }]) => security.length > 0);
  expect(wanting.map(([name]) => name)).toEqual(
    expect.arrayContaining(['GET /metrics', 'POST /cmd', 'POST /register', 'GET /list']),
  );
  const firsts = wanting.filter(([, { operationId }]) => operationId !== undefined);
  for (const [name] of firsts) {
    const path = name.split(' ')[1]?.replaceAll(/\{\w+\}/g, 'x') ?? '';
    expect([name, (await ask(name, { path })).status]).toEqual([name, 401]);
    expect([name, (await ask(name, { path, headers: narrow })).status]).toEqual([name, 403]);
  }
});

it('says that a certificate is wanted where one is', async () => {
  const place = await tlsPlace();
  const secured = await startPatchbay({ gateway: { tls: place.mtls } });
  const trust = { ca: place.authority.cert, client: await place.client('CN=known') };
  const { body } = await askHttps(`${secured.url}/openapi.json`, trust);
  const document = JSON.parse(body) as OpenApi;
  expect(document.components.securitySchemes).toMatchObject({ certificate: { type: 'mutualTLS' } });
  for (const [name, { security }] of operationsOf(document))
    expect([name, security]).toEqual([name, [{ certificate: [] }]]);
});
