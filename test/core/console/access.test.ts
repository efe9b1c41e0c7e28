// Who may call the console, and from where.
import { afterEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../support/fake-clock.ts';
import { bearer, runConsole, send, token } from './running-console.ts';
import type { Answer, RunningConsole, Sent } from './running-console.ts';

let running: RunningConsole | undefined;
afterEach(async () => running?.console.close());

const json = { 'content-type': 'application/json' };
const post = (headers: Sent['headers']): Sent => ({
  method: 'POST',
  headers: { ...json, ...headers },
  body: '{}',
});

async function getState(headers: Sent['headers']): Promise<Answer> {
  running ??= await runConsole();
  return send(running.port, '/api/getState', post(headers));
}

async function logIn(console: RunningConsole): Promise<string> {
  const answer = await send(console.port, new URL(console.console.link()).pathname);
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

describe('the token', () => {
  it.each([`Bearer ${token}`, `bearer   ${token} `])('passes as "%s"', async (authorization) => {
    running = await runConsole();
    expect(await getState({ authorization })).toMatchObject({ status: 200 });
  });

  it.each([
    undefined,
    '',
    token,
    'Bearer',
    'Bearer wrong',
    `Bearer ${token}x`,
    `Basic ${Buffer.from(`a:${token}`).toString('base64')}`,
  ])('is wanted: 401 for %j', async (authorization) => {
    running = await runConsole();
    const answer = await getState(authorization === undefined ? {} : { authorization });
    expect(answer).toMatchObject({ status: 401, json: { error: { code: 'UNAUTHORIZED' } } });
    expect(running.host.called).toEqual([]);
  });

  it.each([
    ['GET', '/api/events'],
    ['POST', '/api/nothing'],
    ['GET', '/api/'],
    ['POST', '/%61pi/getState'],
    ['POST', '/api/login-link'],
  ])('is wanted before %s %s tells anything', async (method, path) => {
    running = await runConsole();
    expect(await send(running.port, path, { method })).toMatchObject({ status: 401 });
  });

  it('opens a fresh login link, which a session does not', async () => {
    running = await runConsole();
    const answer = await send(running.port, '/api/login-link', post(bearer));
    expect(answer).toMatchObject({
      status: 200,
      json: { value: { url: expect.stringContaining('/login/') } },
    });
    const cookie = await logIn(running);
    const own = { cookie, origin: running.url };
    expect(await send(running.port, '/api/login-link', post(own))).toMatchObject({ status: 401 });
  });
});

describe('Host and Origin', () => {
  const doors = [
    ['POST', '/api/getState'],
    ['GET', '/api/events'],
    ['GET', '/'],
    ['GET', '/login/x'],
    ['GET', '/nothing'],
    ['PUT', '/nothing'],
    ['GET', '/%zz'],
  ] as const;
  const strangers = [
    [{ host: 'evil.example' }, 'FORBIDDEN_HOST'],
    [{ host: 'localhost:1' }, 'FORBIDDEN_HOST'],
    [{ origin: 'http://evil.example' }, 'FORBIDDEN_ORIGIN'],
    [{ origin: 'null' }, 'FORBIDDEN_ORIGIN'],
    [{ origin: 'http://localhost:3004' }, 'FORBIDDEN_ORIGIN'],
  ] as const;
  const attempts = doors.flatMap((door) =>
    strangers.map(([headers, code]) => ({ method: door[0], path: door[1], headers, code })),
  );

  it.each(attempts)('$method $path is refused with $headers, even with the token', async (attempt) => {
    const { method, path, headers, code } = attempt;
    running = await runConsole();
    const answer = await send(running.port, path, { method, headers: { ...bearer, ...headers } });
    expect(answer).toMatchObject({ status: 403, json: { error: { code } } });
  });

  it('are looked at before a link is used up', async () => {
    running = await runConsole();
    const link = new URL(running.console.link()).pathname;
    await send(running.port, link, { headers: { origin: 'http://evil.example' } });
    expect(await send(running.port, link)).toMatchObject({ status: 303 });
  });

  it.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST.'])(
    '%s with the console’s port passes',
    async (name) => {
      running = await runConsole();
      const headers = { host: `${name}:${running.port}`, origin: `http://localhost:${running.port}` };
      expect(await getState({ ...bearer, ...headers })).toMatchObject({ status: 200 });
    },
  );
});

describe('a login link', () => {
  it('opens a session, once', async () => {
    running = await runConsole();
    const path = new URL(running.console.link()).pathname;
    const first = await send(running.port, path);
    expect(first).toMatchObject({ status: 303, headers: { location: '/' } });
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(/^patchbay_console=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/),
    ]);
    const second = await send(running.port, path);
    expect(second.status).toBe(410);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.text).toContain('patchbay status');
  });

  it('is not used up by a look at its head', async () => {
    running = await runConsole();
    const path = new URL(running.console.link()).pathname;
    await send(running.port, path, { method: 'HEAD' });
    expect(await send(running.port, path)).toMatchObject({ status: 303 });
  });

  it('ends after ten minutes', async () => {
    const clock = fakeClock();
    running = await runConsole({ clock });
    const inTime = new URL(running.console.link()).pathname;
    const late = new URL(running.console.link()).pathname;
    clock.advance(599_999);
    expect(await send(running.port, inTime)).toMatchObject({ status: 303 });
    clock.advance(1);
    expect(await send(running.port, late)).toMatchObject({ status: 410 });
  });

  it('cannot be guessed', async () => {
    running = await runConsole();
    for (const code of ['', 'x', '..', '%00', 'a'.repeat(90)]) {
      const answer = await send(running.port, `/login/${code}`);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
  });
});

describe('a session cookie', () => {
  it('passes a call of the console’s own page', async () => {
    running = await runConsole();
    const cookie = await logIn(running);
    expect(await getState({ cookie, origin: running.url })).toMatchObject({ status: 200 });
    expect(await getState({ cookie, 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 200 });
    const among = `other=1; ${cookie}; patchbay_console=old`;
    expect(await getState({ cookie: among, origin: running.url })).toMatchObject({ status: 200 });
  });

  it('does not pass a call that another page may have made', async () => {
    running = await runConsole();
    const cookie = await logIn(running);
    for (const headers of [{}, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'none' }]) {
      expect(await getState({ cookie, ...headers })).toMatchObject({ status: 403 });
    }
    const asForm = { cookie, origin: running.url, 'content-type': 'text/plain' };
    expect(await getState(asForm)).toMatchObject({ status: 400 });
    const stream = await send(running.port, '/api/events', {
      headers: { cookie, 'sec-fetch-site': 'same-site' },
    });
    expect(stream.status).toBe(403);
    expect(running.host.called).toEqual([]);
  });

  it('is refused when unknown', async () => {
    running = await runConsole();
    expect(await getState({ cookie: 'patchbay_console=guess', origin: running.url })).toMatchObject({
      status: 401,
    });
  });

  it('gives way when 64 newer sessions are in use', async () => {
    running = await runConsole();
    const oldest = await logIn(running);
    const second = await logIn(running);
    expect(await getState({ cookie: oldest, origin: running.url })).toMatchObject({ status: 200 });
    for (let count = 0; count < 63; count += 1) await logIn(running);
    expect(await getState({ cookie: oldest, origin: running.url })).toMatchObject({ status: 200 });
    expect(await getState({ cookie: second, origin: running.url })).toMatchObject({ status: 401 });
  });
});

describe('who fails to log in again and again', () => {
  it('waits longer and longer, with the token or with links, while the right token goes on', async () => {
    const clock = fakeClock();
    running = await runConsole({ clock });
    const wrong = { authorization: 'Bearer wrong' };
    for (let index = 0; index < 10; index++) {
      expect((await getState(wrong)).status).toBe(401);
      expect((await send(running.port, '/login/guess')).status).toBe(410);
    }
    expect(await getState(wrong)).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    clock.advance(1000);
    expect(await send(running.port, '/login/guess')).toMatchObject({
      status: 429,
      headers: { 'retry-after': '2' },
    });
    expect((await getState(bearer)).status).toBe(200);
    expect((await getState({})).status).toBe(401);
  });
});

describe('who asks too often', () => {
  it('is told to wait', async () => {
    running = await runConsole({ clock: fakeClock(), requestsPerMinute: 3 });
    const { port } = running;
    for (let round = 0; round < 3; round++) expect((await getState(bearer)).status).toBe(200);
    expect(await send(port, '/')).toMatchObject({ status: 429, headers: { 'retry-after': '20' } });
  });
});
