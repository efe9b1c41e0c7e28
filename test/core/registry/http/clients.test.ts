// Clients that register (S3.1).
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../support/fake-clock.ts';
import { openRegistry, serveRegistry } from '../../../support/registry-stage.ts';
import { until } from '../../../support/until.ts';

const claude = {
  client_info: { name: 'Claude Desktop', version: '1.0.0' },
  capabilities: { tools: true, resources: true, prompts: true },
};
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a client', () => {
  it('gets a session, and learns what is true of this gateway', async () => {
    const face = await serveRegistry();
    const { status, headers, body } = await face.post('/register', claude);
    expect(status).toBe(200);
    const id = String(body['session_id']);
    expect(id).toMatch(uuid);
    expect([headers.get('x-mcp-server'), headers.get('x-session-id')]).toEqual(['patchbay', id]);
    const mcp = `${face.url}/mcp/`;
    expect(body).toEqual({
      success: true,
      session_id: id,
      server: { name: 'patchbay', version: '1.2.3', protocol_version: '2025-11-25' },
      endpoints: { mcp, initialize: mcp, tools: mcp, health: `${face.url}/health` },
      transport: 'streamable-http',
      authentication: {
        required: false,
        type: 'Bearer',
        header: 'Authorization',
        format: 'Bearer YOUR_JWT_TOKEN_HERE',
      },
      capabilities: { tools: true, resources: true, prompts: true, logging: true, progress: true },
      instructions: {
        next_step: 'Send initialize by POST to /mcp',
        authentication: 'No token is needed on this gateway',
        protocol: 'Use the MCP protocol for all further requests',
      },
    });
    const guarded = await serveRegistry({ requiresToken: true });
    expect((await guarded.post('/register', claude)).body).toMatchObject({
      authentication: { required: true },
    });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['half a server', '{"server_id":"a"'],
    ['an array', '[{"server_id":"a","server_url":"http://127.0.0.1:1"}]'],
    ['a number', '5'],
    ['an empty object', '{}'],
    ['a name', '{"name":"Cursor"}'],
    ['odd information', '{"client_info":5,"capabilities":7}'],
    ['more capabilities than anybody has', `{"capabilities":{"a":"${'x'.repeat(20_000)}"}}`],
    ['its own page', '{"client_info":{"name":"a"},"url":"http://a.example"}'],
  ])('may send %s', async (_what, body) => {
    const face = await serveRegistry();
    const answer = await face.post('/register', body);
    expect(answer.status).toBe(200);
    expect(answer.body['session_id']).toMatch(uuid);
  });

  it('says who it is in few words', async () => {
    const face = await serveRegistry();
    const answer = await face.post('/register', { client_info: { name: 'x'.repeat(9000) } });
    expect(answer).toMatchObject({ status: 400, body: { success: false, field: 'client_info' } });
    expect(face.registry.clients.all()).toEqual([]);
  });

  it('that is gone at once is noted in a way that can be read again', async () => {
    const face = await serveRegistry();
    const socket = connect(Number(new URL(face.url).port), '127.0.0.1');
    const body = JSON.stringify(claude);
    const head = `POST /register HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`;
    await once(socket, 'connect');
    await new Promise((sent) => socket.write(`${head}${body}`, sent));
    socket.resetAndDestroy();
    const [client] = await until('the client', () => {
      const all = face.registry.clients.all();
      return all.length > 0 ? all : undefined;
    });
    // Where it came from may not have been told any more.
    expect(['127.0.0.1', 'unknown']).toContain(client?.record.ip);
    await face.close();
    const again = await openRegistry({ dataDir: face.dataDir });
    expect(again.registry.clients.all()).toHaveLength(1);
  });

  it('may send no body and no type at all', async () => {
    const face = await serveRegistry();
    const response = await fetch(`${face.url}/api/register`, { method: 'POST' });
    expect(response.status).toBe(200);
  });

  it('is listed with what it said, until it unregisters', async () => {
    const clock = fakeClock();
    const face = await serveRegistry({ clock });
    const { body } = await face.post('/mcp/register', claude, { 'user-agent': 'Claude-Desktop/1.0' });
    const id = String(body['session_id']);
    const time = new Date(clock.now()).toISOString();
    expect((await face.get('/registrations')).body).toEqual({
      active_registrations: 1,
      sessions: [id],
      details: [
        {
          session_id: id,
          client_ip: '127.0.0.1',
          user_agent: 'Claude-Desktop/1.0',
          client_info: claude.client_info,
          registered_at: time,
          last_activity: time,
        },
      ],
      servers: [],
    });
    const ended = await face.post('/unregister', { session_id: id });
    expect([ended.status, ended.body]).toEqual([
      200,
      { success: true, message: 'Client unregistered successfully' },
    ]);
    expect((await face.get('/registrations')).body).toMatchObject({ active_registrations: 0, details: [] });
  });

  it('is gone from the list after an idle hour, and cannot end what is over', async () => {
    const clock = fakeClock();
    const face = await serveRegistry({ clock });
    const { body } = await face.post('/register', claude);
    clock.advance(3_600_000);
    expect((await face.get('/registrations')).body).toMatchObject({ active_registrations: 1 });
    clock.advance(1);
    expect((await face.get('/registrations')).body).toMatchObject({
      active_registrations: 0,
      sessions: [],
      details: [],
    });
    expect((await face.post('/unregister', { session_id: body['session_id'] })).status).toBe(404);
  });

  it.each(['{"session_id":"nobody"}', '{}', '', 'hello'])(
    'cannot end a session that is not: %s',
    async (body) => {
      const face = await serveRegistry();
      const answer = await face.post('/unregister', body);
      expect([answer.status, answer.body]).toEqual([
        404,
        { error: 'Invalid session', message: 'Session ID not found' },
      ]);
    },
  );

  it('may name its session in the header', async () => {
    const face = await serveRegistry();
    const { body } = await face.post('/register', claude);
    const headers = { 'x-session-id': String(body['session_id']) };
    expect((await face.post('/unregister', '', headers)).status).toBe(200);
  });
});

describe('a page', () => {
  it('of an allowed origin may ask and read', async () => {
    const face = await serveRegistry();
    const origin = 'http://allowed.example';
    const asked = await fetch(`${face.url}/mcp/register`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-mine',
      },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
    expect(asked.headers.get('access-control-allow-headers')).toBe('content-type,x-mine');
    const { headers } = await face.post('/register', claude, { origin });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-expose-headers')).toContain('X-Session-ID');
  });

  it('of another origin may not', async () => {
    const face = await serveRegistry();
    const headers = { origin: 'http://other.example', 'access-control-request-method': 'POST' };
    const asked = await fetch(`${face.url}/register`, { method: 'OPTIONS', headers });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  });
});
