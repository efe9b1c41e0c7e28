// What registrants, and whoever looks at them, might send.
import type { Random } from '../../kit/random.ts';
import { oddHeaders, type RequestParts } from './http-request.ts';
import { deepText, oddText, membersText, mutated } from './json-text.ts';

const posts = [
  '/register',
  '/register',
  '/api/register',
  '/mcp/register',
  '/proxy/register',
  '/proxy/register?if_exists=return',
  '/unregister',
  '/proxy/unregister',
  '/proxy/heartbeat',
  '/heartbeat',
] as const;
const gets = [
  '/registrations',
  '/registrations/none_1',
  '/registrations/%00',
  '/registrations?server_url=http://127.0.0.1:1/a',
  '/registrations?server_url=%zz',
  '/registrations?server_url=a&server_url=b',
  '/list',
  '/servers?x',
  '/proxy/list',
  '/health',
  '/health/echo',
  '/health/__proto__',
  '/health/%ff',
  '/proxy/health',
  '/metrics',
  '/openapi.json',
  '/.well-known/oauth-protected-resource',
] as const;
const ids = [
  'a',
  'a',
  'b.c',
  'constructor',
  '__proto__',
  'echo',
  'patchbay',
  'x'.repeat(64),
  'x'.repeat(65),
  '.hidden',
  'ż',
  '../up',
  '',
] as const;
const verbs = ['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'] as const;

export function registrantRequest(random: Random, nothingPort: number): RequestParts {
  const headers = random.chance(0.3) ? oddHeaders(random) : [];
  if (random.chance(0.12)) return { method: 'GET', path: random.pick(gets), headers, body: Buffer.alloc(0) };
  const method = random.chance(0.96) ? 'POST' : random.pick(verbs);
  const text = random.chance(0.03)
    ? deepText(random)
    : random.chance(0.1)
      ? oddText(random)
      : registrationText(random, nothingPort);
  const body = random.chance(0.15) ? mutated(random, Buffer.from(text)) : Buffer.from(text);
  return { method, path: random.pick(posts), headers, body };
}

function registrationText(random: Random, port: number): string {
  const urls = [
    // Somebody who is nothing at all: looked at, and never understood.
    `http://127.0.0.1:${port}/${random.int(1, 50)}`,
    `http://127.0.0.1:1/${random.int(1, 50)}`,
    'http://user:secret@127.0.0.1:1/',
    'http://169.254.169.254/latest',
    'http://[fe80::1]/',
    'ftp://127.0.0.1/',
    'http://127.0.0.1:99999/',
    `http://127.0.0.1:1/${'u'.repeat(3000)}`,
    'http://',
    'javascript:alert(1)',
    '',
  ] as const;
  return membersText(random, 0.15, [
    [0.7, 'server_id', () => JSON.stringify(random.pick(ids))],
    [0.7, 'server_url', () => JSON.stringify(random.chance(0.5) ? urls[0] : random.pick(urls))],
    [0.1, 'name', () => JSON.stringify(random.pick(ids))],
    [0.1, 'url', () => JSON.stringify(random.pick(urls))],
    [0.2, 'server_name', () => '"A name"'],
    [0.3, 'capabilities', () => '["jsonrpc"]'],
    [0.3, 'metadata', () => oddText(random)],
    [0.2, 'uuid', () => '"0f0e0d0c-0b0a-4908-8706-050403020100"'],
    [0.1, 'copy_number', () => '1'],
    [0.1, 'server_key', () => '"a_1"'],
    [0.1, 'timestamp', () => '1.5'],
    [0.2, 'client_info', () => '{"name":"fuzz","version":"1"}'],
    [0.1, 'session_id', () => '"x"'],
  ]);
}
