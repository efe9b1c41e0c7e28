// Heartbeats of registered servers, and the lists of them (S0).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serveRegistry } from '../../../support/registry-stage.ts';
import { fakeClock } from '../../../support/fake-clock.ts';

const url = 'http://127.0.0.1:15000';
const newer = {
  server_id: 'code-analysis-server',
  server_url: url,
  capabilities: ['jsonrpc', 'health'],
  metadata: { protocol: 'http', host: '127.0.0.1', port: 15000 },
  uuid: '0f0e0d0c-0b0a-4908-8706-050403020100',
};
const older = { ...newer, server_name: 'Code analysis', description: 'Finds things', uuid: undefined };

describe('heartbeats', () => {
  const beat = { ...newer, timestamp: 1_700_000_000 };

  it('are answered with the key, and keep the lease', async () => {
    const clock = fakeClock();
    const face = await serveRegistry({ clock });
    await face.post('/register', newer);
    for (let round = 0; round < 5; round++) {
      clock.advance(60_000);
      const { status, body } = await face.post('/proxy/heartbeat', beat);
      expect(status).toBe(200);
      expect(body).toEqual({ success: true, status: 'ok', server_key: 'code-analysis-server_1' });
    }
    expect((await face.get('/registrations/code-analysis-server_1')).body).toMatchObject({
      status: 'healthy',
      lease_remaining: 90,
      last_heartbeat: new Date(clock.now()).toISOString(),
    });
  });

  it('register again a server that is not known, if they say enough of it', async () => {
    const face = await serveRegistry();
    const { status, body } = await face.post('/proxy/heartbeat', beat);
    expect(status).toBe(200);
    expect(body).toEqual({ success: true, status: 'ok', server_key: 'code-analysis-server_1' });
    expect(readFileSync(join(face.dataDir, 'registry.json'), 'utf8')).toContain('"code-analysis-server_1"');
  });

  it.each([
    { server_id: 'x' },
    { server_id: 'x', server_url: '' },
    { server_key: 'x_1' },
    { server_url: url },
  ])('of others are answered with 404: %j', async (body) => {
    const face = await serveRegistry();
    expect(await face.post('/proxy/heartbeat', body)).toMatchObject({
      status: 404,
      body: { success: false, error_code: 'NOT_REGISTERED' },
    });
  });

  it('may name the server by id or key alone', async () => {
    const face = await serveRegistry();
    await face.post('/register', newer);
    for (const body of [{ server_id: newer.server_id }, { server_key: 'code-analysis-server_1' }]) {
      expect((await face.post('/proxy/heartbeat', body)).status).toBe(200);
    }
  });

  it('say whose URL it is when it is another’s', async () => {
    const face = await serveRegistry();
    await face.post('/register', newer);
    const answer = await face.post('/proxy/heartbeat', { ...beat, server_id: 'other' });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        success: false,
        error: `Server with URL ${url} is already registered as code-analysis-server_1`,
        error_code: 'REGISTRATION_ERROR',
      },
    });
  });
});

describe('the lists', () => {
  it('show each server, and one by key or URL', async () => {
    const clock = fakeClock();
    const face = await serveRegistry({ clock });
    await face.post('/register', older);
    const entry = {
      server_key: 'code-analysis-server_1',
      server_id: 'code-analysis-server',
      copy_number: 1,
      server_url: url,
      server_name: 'Code analysis',
      description: 'Finds things',
      capabilities: ['jsonrpc', 'health'],
      metadata: older.metadata,
      uuid: null,
      status: 'healthy',
      kind: null,
      registered_at: new Date(clock.now()).toISOString(),
      last_heartbeat: null,
      lease_remaining: 90,
      problem: null,
    };
    for (const path of ['/list', '/servers', '/proxy/list', '/list/']) {
      expect((await face.get(path)).body).toEqual({ success: true, count: 1, servers: [entry] });
    }
    const one = { success: true, registered: true, ...entry };
    expect((await face.get('/registrations/code-analysis-server_1')).body).toEqual(one);
    const written = encodeURIComponent('HTTP://127.0.0.1:15000/');
    expect((await face.get(`/registrations?server_url=${written}`)).body).toEqual(one);
    expect((await face.get('/registrations')).body).toMatchObject({
      active_registrations: 0,
      servers: [entry],
    });
  });

  it.each(['/registrations/nobody_1', '/registrations?server_url=http://127.0.0.1:1'])(
    'answer 404 for what is not registered: %s',
    async (path) => {
      const face = await serveRegistry();
      expect(await face.get(path)).toMatchObject({ status: 404, body: { error_code: 'NOT_REGISTERED' } });
    },
  );

  it('say what is wrong with a URL that is asked for', async () => {
    const face = await serveRegistry();
    expect(await face.get('/registrations?server_url=nonsense')).toMatchObject({
      status: 400,
      body: { field: 'server_url' },
    });
  });
});
