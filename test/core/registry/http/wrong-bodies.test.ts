// Registrations that are wrong are refused with the name of the field, and nothing ever fails because of a body.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serveRegistry, type Answer } from '../../../support/registry-stage.ts';

const right = {
  server_id: 'a',
  server_url: 'http://127.0.0.1:15000',
  server_name: 'A',
  description: 'd',
  capabilities: ['jsonrpc'],
  metadata: { a: 1 },
  uuid: 'u',
};

/** Of a refusal: the field that it names, also in its text, with what is accepted; null for anything else. */
function refusedField({ status, body }: Answer): unknown {
  const { success, error, error_code: code, field } = body;
  const isRefusal = status === 400 && success === false && code === 'REGISTRATION_ERROR';
  const text = String(error);
  return isRefusal && text.includes(`"${String(field)}"`) && text.includes('Accepted: ') ? field : null;
}

const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) });

describe('a server’s registration', () => {
  it.each([
    ['server_id', { ...right, server_id: undefined }],
    ['server_id', { ...right, server_id: '' }],
    ['server_id', { ...right, server_id: '.a' }],
    ['server_id', { ...right, server_id: 'x'.repeat(65) }],
    ['server_id', { ...right, server_id: 'a b' }],
    ['server_id', { ...right, server_id: 'ä' }],
    ['server_id', { ...right, server_id: 'Register' }],
    ['server_id', { ...right, server_id: null }],
    ['name', { name: 5, url: right.server_url }],
    ['server_id', { url: right.server_url }],
    ['server_url', { server_id: 'a' }],
    ['server_url', { ...right, server_url: '' }],
    ['server_url', { ...right, server_url: 'ftp://127.0.0.1' }],
    ['server_url', { ...right, server_url: 'localhost:8000' }],
    ['server_url', { ...right, server_url: 'http://user:secret@127.0.0.1' }],
    ['server_url', { ...right, server_url: 'http://127.0.0.1/#a' }],
    ['server_url', { ...right, server_url: `http://127.0.0.1/${'x'.repeat(2048)}` }],
    ['server_url', { ...right, server_url: 'http://169.254.169.254/latest' }],
    ['server_url', { ...right, server_url: 'http://[::ffff:169.254.169.254]/' }],
    ['server_url', { ...right, server_url: 'http://[fe80::1]/' }],
    ['url', { name: 'a', url: 'nonsense' }],
    ['capabilities', { ...right, capabilities: ['a', 5] }],
    ['metadata', { ...right, metadata: deep(40) }],
    ['uuid', { ...right, uuid: 'x'.repeat(200) }],
  ])('is refused for %s: %j', async (field, body) => {
    const face = await serveRegistry();
    const answer = await face.post('/register', body);
    expect(refusedField(answer)).toBe(field);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(face.registry.servers.all()).toEqual([]);
  });

  it('is refused when it is too large, or deeper than any program could follow', async () => {
    const face = await serveRegistry();
    expect(refusedField(await face.post('/register', { ...right, description: 'x'.repeat(65_536) }))).toBe(
      'body',
    );
    expect(
      refusedField(
        await face.post('/register', `{"client_info":${'['.repeat(30_000)}${']'.repeat(30_000)}}`),
      ),
    ).toBe('client_info');
    const nested = `{"server_id":"a","server_url":"http://127.0.0.1:1","metadata":{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}}`;
    expect(refusedField(await face.post('/register', nested))).toBe('metadata');
    expect((await face.post('/register', right)).status).toBe(200);
  });

  it('keeps metadata as it came, keys that mean something to programs included', async () => {
    const face = await serveRegistry();
    const metadata = '{"__proto__":{"a":1},"constructor":null,"toString":"x","\\ud800":"\\ud800"}';
    await face.post(
      '/register',
      `{"server_id":"constructor","server_url":"http://127.0.0.1:1","metadata":${metadata}}`,
    );
    await face.close();
    const again = await serveRegistry({ dataDir: face.dataDir });
    const { body } = await again.get('/registrations/constructor_1');
    expect(JSON.stringify(body['metadata'])).toBe(JSON.stringify(JSON.parse(metadata)));
  });

  it('with one field of a wrong type is refused by the name of that field', async () => {
    const face = await serveRegistry();
    const texts = ['server_id', 'server_url', 'server_name', 'description', 'uuid'] as const;
    const noText = fc.jsonValue().filter((value) => typeof value !== 'string' && value !== null);
    const noList = fc.jsonValue().filter((value) => !Array.isArray(value) && value !== null);
    const noObject = fc.jsonValue().filter((value) => typeof value !== 'object' || Array.isArray(value));
    const wrong = fc.oneof(
      fc.tuple(fc.constantFrom(...texts), noText),
      fc.tuple(fc.constant('capabilities'), noList),
      fc.tuple(fc.constant('metadata'), noObject),
    );
    await fc.assert(
      fc.asyncProperty(
        wrong,
        fc.constantFrom('/register', '/proxy/heartbeat'),
        async ([field, value], path) => {
          expect(refusedField(await face.post(path, { ...right, [field]: value }))).toBe(field);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('any body at all', () => {
  const field = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a', 'http://127.0.0.1:1', 'http://h', '', 1, 0, -1, null),
  );
  const others = 'name url server_key copy_number session_id client_info timestamp __proto__'.split(' ');
  const names = [...Object.keys(right), ...others];
  const body = fc.oneof(
    fc.dictionary(fc.constantFrom(...names), field).map((value) => JSON.stringify(value)),
    fc.json(),
    fc.string({ unit: 'binary' }),
  );

  it('gets an answer in JSON that blames nothing on the gateway', async () => {
    const face = await serveRegistry();
    const paths = ['/register', '/unregister', '/proxy/heartbeat', '/register?if_exists=return'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), body, async (path, text) => {
        const answer = await face.post(path, text);
        expect([200, 400, 404]).toContain(answer.status);
        const isTaken = answer.body['server_key'] !== undefined;
        expect(answer.status !== 400 || isTaken || refusedField(answer) !== null).toBe(true);
      }),
      { numRuns: 400 },
    );
    expect(face.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('who is asked to unregister or reported', () => {
  it.each([
    ['copy_number', '/unregister', { server_id: 'a', copy_number: '1' }],
    ['copy_number', '/unregister', { server_id: 'a', copy_number: 0 }],
    ['server_id', '/unregister', { server_id: 5 }],
    ['server_url', '/unregister', { server_id: 'a', server_url: {} }],
    ['session_id', '/unregister', { session_id: 5 }],
    ['server_key', '/proxy/heartbeat', { server_key: [] }],
    ['server_id', '/proxy/heartbeat', {}],
    ['body', '/proxy/heartbeat', 'hello'],
    ['body', '/proxy/heartbeat', []],
  ])('must be said rightly: %s, %s %j', async (field, path, body) => {
    const face = await serveRegistry();
    expect(refusedField(await face.post(path, body))).toBe(field);
  });
});
