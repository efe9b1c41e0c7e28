// "Already registered" as the clients in the field meet it (S0.1, S0.3): each does here what its version does.
import { describe, expect, it } from 'vitest';
import { serveRegistry, type Answer, type RegistryFace } from '../../../support/registry-stage.ts';

const id = 'code-analysis-server';
const payload = (port: number, uuid = 'a') => ({
  server_id: id,
  server_url: `http://127.0.0.1:${port}`,
  capabilities: ['jsonrpc'],
  metadata: {},
  uuid,
});

/** The clients' own way of finding the key, also after they have put the text in lower case. */
function keyIn(text: string): string | undefined {
  return /already registered as ([^\s,]+)/.exec(text)?.[1];
}

/** What a client that heeds the report does: a key means success. */
async function registerMended(face: RegistryFace, body: unknown): Promise<string | undefined> {
  const { status, body: answer } = await face.post('/register', body);
  return status === 200 ? String(answer['server_key']) : keyIn(String(answer['error']));
}

/** What 6.x does: unregister the id that the key is made of, then register again. */
async function registerStubborn(face: RegistryFace, body: { server_id: string }): Promise<Answer> {
  const first = await face.post('/register', body);
  const key = keyIn(String(first.body['error']));
  if (first.status === 200 || key === undefined) return first;
  const named = { server_id: key.replace(/_\d+$/, ''), server_url: '', capabilities: [], metadata: {} };
  expect(await face.post('/unregister', named)).toMatchObject({ status: 200, body: { success: true } });
  return face.post('/register', { ...body, uuid: null });
}

describe('a server that is registered already', () => {
  it('goes on under its key when it restarts, and its heartbeats are heard', async () => {
    const face = await serveRegistry();
    const first = await registerMended(face, payload(15000));
    expect(await registerMended(face, payload(15000))).toBe(first);
    const beat = { ...payload(15000), timestamp: 1 };
    expect(await face.post('/proxy/heartbeat', beat)).toMatchObject({
      status: 200,
      body: { server_key: first },
    });
    expect((await face.get('/list')).body['count']).toBe(1);
  });

  it('shares its key with a second instance at the same URL', async () => {
    const face = await serveRegistry();
    const keys = await Promise.all([1, 2, 3].map(() => registerMended(face, payload(15000))));
    expect(new Set(keys)).toEqual(new Set([`${id}_1`]));
    for (const _ of keys) expect((await face.post('/proxy/heartbeat', payload(15000))).status).toBe(200);
  });

  it.each(['server', 'Server-With.Dots_9', 'a_b_12', 'x'.repeat(64), '_', '1'])(
    'finds its key in the text, whatever its id: %s',
    async (server_id) => {
      const face = await serveRegistry();
      await face.post('/register', { ...payload(15000), server_id });
      const { body } = await face.post('/register', { ...payload(15000), server_id });
      expect(keyIn(String(body['error']))).toBe(`${server_id}_1`);
      expect(keyIn(`Registration failed: ${String(body['error'])}`)).toBe(body['server_key']);
    },
  );

  it('comes right when it unregisters and registers again, as 6.x does, also as one of several', async () => {
    const face = await serveRegistry();
    for (const port of [15001, 15000]) await face.post('/register', payload(port));
    // Its unregistration takes copy 1 off, which is the other's; the other's next heartbeat mends that.
    const answer = await registerStubborn(face, payload(15000));
    expect(keyIn(String(answer.body['error']))).toBe(`${id}_2`);
    expect((await face.post('/proxy/heartbeat', payload(15001))).body['server_key']).toBe(`${id}_1`);
    await face.post('/unregister', { server_id: id, copy_number: 1 });
    const alone = await registerStubborn(face, payload(15000));
    expect(alone).toMatchObject({ status: 200, body: { success: true } });
    expect((await face.get('/list')).body['count']).toBe(1);
  });

  it('can ask for its status', async () => {
    const face = await serveRegistry();
    await face.post('/register', payload(15000));
    const { body } = await face.get('/registrations?server_url=http://127.0.0.1:15000');
    expect(body).toMatchObject({ registered: true, server_key: `${id}_1`, status: 'healthy' });
  });
});
