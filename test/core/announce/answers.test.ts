import { describe, expect, it } from 'vitest';
import {
  keyInText,
  readHeartbeat,
  readRegistration,
  readWithdrawal,
} from '../../../src/main/core/announce/answers.ts';
import type { ProxyAnswer } from '../../../src/main/core/announce/types.ts';

const taken = 'Server with URL https://172.28.0.1:15000 is already registered as code-analysis-server_1';
const key = 'code-analysis-server_1';

function answer(status: number, body: unknown): ProxyAnswer {
  return { status, text: typeof body === 'string' ? body : JSON.stringify(body) };
}

describe('"already registered" is success, and the key is found', () => {
  it.each([
    ['in server_key', { success: false, error: 'It is already registered.', server_key: key }],
    ['in the text of error', { success: false, error: taken, error_code: 'REGISTRATION_ERROR' }],
    ['in the message of an error object', { error: { code: -32_000, message: taken } }],
    ['in server_key of an error object', { error: { message: 'Already registered', server_key: key } }],
    [
      'in the details of an error object',
      { error: { message: 'already registered', details: { server_key: key } } },
    ],
    [
      'in the data of a JSON-RPC error',
      { error: { message: 'already registered', data: { server_key: key } } },
    ],
    ['in what a web framework wraps', { detail: taken }],
    ['in an object that a web framework wraps', { detail: { success: false, error: taken } }],
    ['in a text that is no JSON', `Registration failed: ${taken}`],
    ['in the text of an exception', { error: `HTTP error connecting to https://p:3004/register: ${taken}` }],
  ])('%s', (_where, body) => {
    for (const status of [400, 409, 500, 200]) {
      const expected = { kind: 'accepted', key, wasKnown: true };
      expect(readRegistration(answer(status, body))).toMatchObject(expected);
      expect(readHeartbeat(answer(status, body))).toMatchObject(expected);
    }
  });

  it('is success without a key, too', () => {
    const said = answer(400, { success: false, error: 'This server is ALREADY REGISTERED' });
    expect(readRegistration(said)).toMatchObject({ kind: 'accepted', key: null, wasKnown: true });
  });

  it.each([
    ['already registered as files_1', 'files_1'],
    ['already registered as files_1.', 'files_1'],
    ['already registered as files_1, since Monday', 'files_1'],
    ['Already registered as "my.server-2_13".', 'my.server-2_13'],
    ["is already registered as 'a_1'!", 'a_1'],
    ['already registered as (a_1) here', 'a_1'],
    ['already registered as\tkey_2\nand so on', 'key_2'],
    ['already registered as сервер_1', 'сервер_1'],
    ['already registered', null],
    ['already registered as ', null],
    [`already registered as ${'x'.repeat(300)}`, null],
  ])('%j names %j', (text, found) => {
    expect(keyInText(text)).toBe(found);
  });
});

describe('an answer to register', () => {
  it.each([
    ['new', { success: true, server_key: 'a_1' }, { key: 'a_1', wasKnown: false, isPending: false }],
    ['revived', { success: true, server_key: 'a_1', revived: true }, { key: 'a_1', wasKnown: false }],
    ['known', { success: true, server_key: 'a_1', already_registered: true }, { key: 'a_1', wasKnown: true }],
    ['pending', { success: true, server_key: 'a_1', status: 'pending' }, { isPending: true }],
    ['without a key', { success: true }, { key: null }],
    ['in an object of data', { success: true, data: { server_key: 'a_1' } }, { key: 'a_1' }],
    ['with a heartbeat', { success: true, heartbeat: { interval: 7 } }, { heartbeatMs: 7000 }],
    ['with a senseless heartbeat', { success: true, heartbeat: { interval: 0 } }, { heartbeatMs: null }],
    ['with one that is no number', { success: true, heartbeat: { interval: '7' } }, { heartbeatMs: null }],
  ])('is taken when it is %s', (_what, body, expected) => {
    expect(readRegistration(answer(200, body))).toMatchObject({ kind: 'accepted', ...expected });
  });

  it.each([
    [400, { success: false, error: '"server_id" is missing.' }, '"server_id" is missing.'],
    [403, { error: { code: 'REGISTRATION_DISABLED', message: 'No.' } }, 'No.'],
    [200, { success: false, error: 'Full.' }, 'Full.'],
    [200, {}, '{}'],
    [200, '<html>\n  Hello\n</html>', '<html> Hello </html>'],
    [422, { detail: [{ loc: ['body'] }] }, '{"detail":[{"loc":["body"]}]}'],
    [500, '', ''],
    [301, '', ''],
  ])('is a refusal with HTTP %i and %j', (status, body, reason) => {
    expect(readRegistration(answer(status, body))).toEqual({ kind: 'refused', status, reason });
  });

  it('is shortened when it is a long refusal', () => {
    const refused = readRegistration(answer(500, 'x'.repeat(1000)));
    expect(refused).toMatchObject({ kind: 'refused', reason: `${'x'.repeat(300)}…` });
  });
});

describe('an answer to a heartbeat', () => {
  it.each([
    [404, { success: false, error_code: 'NOT_REGISTERED', error: 'No.' }],
    [404, 'Not Found'],
    [405, { detail: 'Method Not Allowed' }],
    [410, ''],
    [501, ''],
    [400, { success: false, error: 'Server files_1 is not registered' }],
    [200, { success: false, error: 'Unknown server' }],
  ])('with HTTP %i and %j means that we are not known', (status, body) => {
    expect(readHeartbeat(answer(status, body))).toEqual({ kind: 'unknown' });
  });

  it.each([200, 204])('with HTTP %i is heard', (status) => {
    expect(readHeartbeat(answer(status, ''))).toMatchObject({ kind: 'accepted', isPending: false });
  });

  it('tells whether a person still has to approve us', () => {
    const said = readHeartbeat(answer(200, { success: true, pending: true }));
    expect(said).toMatchObject({ kind: 'accepted', isPending: true });
  });

  it.each([
    [500, { error: 'Oops.' }],
    [200, { success: false, error: 'Lease store is full.' }],
  ])('with HTTP %i and %j is refused', (status, body) => {
    expect(readHeartbeat(answer(status, body))).toMatchObject({ kind: 'refused', status });
  });
});

it.each([
  [200, { success: true, unregistered: true }, { wasKnown: true }],
  [200, { success: true, unregistered: false }, { wasKnown: false }],
  [404, { error: 'No.' }, { wasKnown: false }],
  [500, { error: 'Oops.' }, { kind: 'refused', status: 500, reason: 'Oops.' }],
])('an answer to unregister with HTTP %i and %j is read', (status, body, expected) => {
  expect(readWithdrawal(answer(status, body))).toEqual(expected);
});
