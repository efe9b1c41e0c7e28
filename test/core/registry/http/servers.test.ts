// Servers that announce themselves, with the bodies that clients in the field send (S0, S1).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serveRegistry, type RegistryFace } from '../../../support/registry-stage.ts';
import { fakeClock } from '../../../support/fake-clock.ts';

const url = 'http://127.0.0.1:15000';
/** As versions 3 and later send it. */
const older = {
  server_id: 'code-analysis-server',
  server_url: url,
  server_name: 'Code analysis',
  description: 'Finds things',
  capabilities: ['jsonrpc', 'health'],
  metadata: { protocol: 'http', host: '127.0.0.1', port: 15000 },
};
/** As versions 6 send it. */
const newer = {
  server_id: 'code-analysis-server',
  server_url: url,
  capabilities: ['jsonrpc', 'health'],
  metadata: { protocol: 'http', host: '127.0.0.1', port: 15000 },
  uuid: '0f0e0d0c-0b0a-4908-8706-050403020100',
};
const taken = {
  success: false,
  error: `Server with URL ${url} is already registered as code-analysis-server_1`,
  error_code: 'REGISTRATION_ERROR',
  server_key: 'code-analysis-server_1',
};

function onDisk(face: RegistryFace): { registrations: { key: string }[] } {
  return JSON.parse(readFileSync(join(face.dataDir, 'registry.json'), 'utf8')) as {
    registrations: { key: string }[];
  };
}

describe('registering', () => {
  it.each([
    ['3.x', older],
    ['6.x', newer],
    ['the oldest', { name: 'code-analysis-server', url, capabilities: [] }],
    ['6.x after an unregistration', { ...newer, uuid: null, server_name: null }],
  ])('answers a client of version %s when it is on disk', async (_what, body) => {
    const face = await serveRegistry();
    const { status, body: answer } = await face.post('/register', body);
    expect(status).toBe(200);
    expect(answer).toEqual({
      success: true,
      server_key: 'code-analysis-server_1',
      server_url: url,
      message: 'Server registered as code-analysis-server_1',
      heartbeat: { interval: 30, lease: 90 },
    });
    expect(onDisk(face).registrations).toMatchObject([{ key: 'code-analysis-server_1' }]);
  });

  it.each(['/api/register', '/mcp/register', '/proxy/register', '/register/', '/mcp/register/'])(
    'works at %s, too',
    async (path) => {
      const face = await serveRegistry();
      expect(await face.post(path, newer)).toMatchObject({ status: 200, body: { success: true } });
      expect((await face.post('/mcp/other', newer)).status).toBe(418);
    },
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'nonsense', 'application/json; charset="'])(
    'takes JSON that is called %s',
    async (type) => {
      const face = await serveRegistry();
      const answer = await face.post('/register', newer, { 'content-type': type });
      expect(answer.body).toMatchObject({ success: true, server_key: 'code-analysis-server_1' });
    },
  );

  it('numbers copies of an id by the lowest free number', async () => {
    const face = await serveRegistry();
    const keys: unknown[] = [];
    const register = async (port: number): Promise<void> => {
      const { body } = await face.post('/register', { ...newer, server_url: `http://127.0.0.1:${port}` });
      keys.push(body['server_key']);
    };
    for (const port of [1001, 1002, 1003]) await register(port);
    await face.post('/unregister', { server_id: newer.server_id, copy_number: 2 });
    for (const port of [1004, 1005]) await register(port);
    expect(keys).toEqual([1, 2, 3, 2, 4].map((copy) => `code-analysis-server_${copy}`));
  });

  it('refuses a URL that is taken, in any way of writing it, whoever asks', async () => {
    const face = await serveRegistry();
    await face.post('/register', newer);
    expect(await face.post('/register', newer)).toMatchObject({ status: 400, body: taken });
    const written = 'HTTP://127.0.0.1:15000/';
    expect((await face.post('/register', { ...newer, server_url: written })).body).toEqual({
      ...taken,
      error: taken.error.replace(url, written),
    });
    const other = await face.post('/register', { ...newer, server_id: 'other' });
    expect(other).toMatchObject({ status: 400, body: taken });
  });

  it.each([
    ['a header', '/register', { prefer: 'return=existing' }],
    ['one header of several wishes', '/register', { prefer: 'wait=5, return="existing"' }],
    ['the query', '/register?if_exists=return', {}],
  ])('answers 200 for what exists when %s asks for it', async (_what, path, headers) => {
    const face = await serveRegistry();
    await face.post('/register', newer);
    const { status, body } = await face.post(path, newer, headers);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      server_key: 'code-analysis-server_1',
      server_url: url,
      message: 'Server already registered as code-analysis-server_1',
      heartbeat: { interval: 30, lease: 90 },
      already_registered: true,
    });
  });

  it('revives the record of another process at the same place, under its old key', async () => {
    const face = await serveRegistry();
    await face.post('/register', newer);
    const next = { ...newer, uuid: 'ffffffff-0b0a-4908-8706-050403020100', metadata: { port: 1 } };
    const { status, body } = await face.post('/register', next);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, server_key: 'code-analysis-server_1', revived: true });
    const { body: shown } = await face.get('/registrations/code-analysis-server_1');
    expect(shown).toMatchObject({ uuid: next.uuid, metadata: { port: 1 } });
    // One that does not say who it is may be the same.
    expect((await face.post('/register', older)).status).toBe(400);
  });

  it('revives a record whose lease is over', async () => {
    const clock = fakeClock();
    const face = await serveRegistry({ clock });
    await face.post('/register', newer);
    clock.advance(92_000);
    const { status, body } = await face.post('/register', newer);
    expect([status, body['revived'], body['server_key']]).toEqual([200, true, 'code-analysis-server_1']);
  });

  it('lets others wait for a person: not this machine’s URL, or by the configuration', async () => {
    const face = await serveRegistry();
    const { status, body } = await face.post('/register', {
      ...newer,
      server_url: 'https://172.28.0.1:15000',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      status: 'pending',
      message: 'Server registered as code-analysis-server_1, waiting for approval',
    });
    face.settings.approval = 'manual';
    await face.post('/register', { ...newer, server_id: 'near' });
    const { body: list } = await face.get('/list');
    expect(list['servers']).toMatchObject([
      { status: 'pending' },
      { server_key: 'near_1', status: 'pending' },
    ]);
    await face.registry.servers.approve('near_1');
    expect((await face.get('/registrations/near_1')).body).toMatchObject({ status: 'healthy' });
  });

  it('is refused while it is switched off', async () => {
    const face = await serveRegistry({ settings: { isEnabled: false } });
    expect(await face.post('/register', newer)).toMatchObject({
      status: 403,
      body: { success: false, error_code: 'REGISTRATION_DISABLED' },
    });
  });
});

describe('unregistering', () => {
  const at = (port: number) => ({ ...newer, server_url: `http://127.0.0.1:${port}` });
  const gone = (copy: number) => ({
    status: 200,
    body: {
      success: true,
      unregistered: true,
      message: `Server code-analysis-server_${copy} unregistered`,
    },
  });
  const id = 'code-analysis-server';

  it.each([
    ['by copy number, as 3.x does', { server_id: id, copy_number: 2 }, 2],
    ['copy 1 as 6.x does', { server_id: id, server_url: '', capabilities: [], metadata: {} }, 1],
    ['copy 1 where the URL is another', { server_id: id, server_url: 'http://127.0.0.1:1' }, 1],
    ['by URL', { server_id: id, server_url: 'http://127.0.0.1:1003/' }, 3],
    ['by key', { server_key: `${id}_3` }, 3],
    ['as the oldest do', { name: id, url: 'http://127.0.0.1:1002' }, 2],
  ])('takes one of several copies off: %s', async (_what, body, copy) => {
    const face = await serveRegistry();
    for (const port of [1001, 1002, 1003]) await face.post('/register', at(port));
    expect(await face.post('/unregister', body)).toMatchObject(gone(copy));
    expect(onDisk(face).registrations.map(({ key }) => key)).not.toContain(`${id}_${copy}`);
  });

  it('takes the only copy off, whatever its number, also at the other path', async () => {
    const face = await serveRegistry();
    await face.post('/register', at(1001));
    await face.post('/register', at(1002));
    await face.post('/unregister', { server_id: id, copy_number: 1 });
    expect(await face.post('/proxy/unregister', { server_id: id })).toMatchObject(gone(2));
  });

  it.each([{ server_id: 'nobody' }, { server_id: id, copy_number: 7 }, { server_key: 'x' }, { name: '' }])(
    'answers 200 when nothing matches: %j',
    async (body) => {
      const face = await serveRegistry();
      await face.post('/register', newer);
      const { status, body: answer } = await face.post('/unregister', body);
      expect(status).toBe(200);
      expect(answer).toMatchObject({ success: true, unregistered: false });
    },
  );
});
