// What callers of the console might send below /api, and at its page. Nothing here, if it were done, would touch the servers
// that other cases need, or start a program.
import type { Random } from '../../kit/random.ts';
import { oddHeaders, type RequestParts } from './http-request.ts';
import { deepText, oddText, membersText, mutated } from './json-text.ts';

/** A server that is there for these cases alone. */
export const spareName = 'spare';

const calls = [
  'getState',
  'startServer',
  'stopServer',
  'restartServer',
  'setServerEnabled',
  'addServer',
  'removeServer',
  'approveRegistration',
  'removeRegistration',
  'listTools',
  'callTool',
  'readLogs',
  'login-link',
  'events',
  'no_such',
  '__proto__',
  'constructor',
  '%ff',
  '',
] as const;
const gets = [
  '/api/events',
  '/api/events?logs=patchbay',
  '/api/events?logs=a&logs=b',
  '/api/getState',
  '/',
  '/index.html',
  '/login/x',
  '/login/',
  '/%ff',
  '/../config.json',
  '/assets/..%2f..%2fconfig.json',
] as const;
const verbs = ['PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'] as const;
const names = [spareName, spareName, 'added', 'nobody', '__proto__', '', 'n'.repeat(81), 'register'] as const;
const tokens = ['', 'Bearer', 'Bearer x', 'Basic eDp5', 'bearer  '] as const;

/** `hasToken`: whether the caller shows the right one. */
export interface ConsoleRequest {
  readonly parts: RequestParts;
  readonly hasToken: boolean;
}

export function consoleRequest(random: Random, token: string): ConsoleRequest {
  const hasToken = random.chance(0.9);
  const others = random.chance(0.2) ? oddHeaders(random) : [];
  const headers = [
    ...others.filter(([name]) => name !== 'Authorization'),
    ...(hasToken || random.chance(0.5)
      ? [['Authorization', hasToken ? `Bearer ${token}` : random.pick(tokens)] as const]
      : []),
  ];
  if (random.chance(0.08)) {
    const parts = { method: 'GET', path: random.pick(gets), headers, body: Buffer.alloc(0) };
    return { parts, hasToken };
  }
  const method = random.chance(0.97) ? 'POST' : random.pick(verbs);
  const call = random.pick(calls);
  const text = random.chance(0.03)
    ? deepText(random)
    : random.chance(0.1)
      ? oddText(random)
      : inputText(random, call);
  const body = random.chance(0.15) ? mutated(random, Buffer.from(text)) : Buffer.from(text);
  return { parts: { method, path: `/api/${call}`, headers, body }, hasToken };
}

function inputText(random: Random, call: string): string {
  const name = (): string => JSON.stringify(random.pick(names));
  // What is asked of no server is harmless with the others' names too.
  const any = (): string => (random.chance(0.5) ? '"echo"' : name());
  const isAsked = call === 'callTool' || call === 'listTools' || call === 'readLogs';
  return membersText(random, 0.1, [
    [isAsked ? 0.2 : 0.9, 'name', name],
    [call === 'setServerEnabled' ? 0.9 : 0.05, 'enabled', () => random.pick(['true', 'false'] as const)],
    [call === 'addServer' ? 0.9 : 0.05, 'entry', () => entryText(random)],
    [call.endsWith('Registration') ? 0.9 : 0.05, 'key', () => random.pick(['"a_1"', '"x"', '""'] as const)],
    [isAsked ? 0.8 : 0.05, 'server', any],
    [call === 'callTool' ? 0.9 : 0.05, 'tool', () => random.pick(['"echo"', '"x"', '""'] as const)],
    [call === 'callTool' ? 0.7 : 0.05, 'arguments', () => `{"token":${oddText(random, 1)}}`],
    [call === 'readLogs' ? 0.5 : 0.05, 'source', any],
    [call === 'readLogs' ? 0.5 : 0.05, 'after', () => oddText(random, 0)],
    [call === 'readLogs' ? 0.5 : 0.05, 'limit', () => oddText(random, 0)],
  ]);
}

/** Of a server behind a URL at which nobody is. */
function entryText(random: Random): string {
  return membersText(random, 0.15, [
    [0.9, 'url', () => random.pick(['"http://127.0.0.1:1/mcp"', '"ftp://x"', '"http://"', '""'] as const)],
    [0.3, 'type', () => random.pick(['"http"', '"sse"', '"stdio"', '"x"'] as const)],
    [0.2, 'headers', () => oddText(random, 1)],
    [0.2, 'enabled', () => 'true'],
    [0.2, 'toolTimeoutSeconds', () => oddText(random, 0)],
    [0.2, 'tools', () => `{"deny":${oddText(random, 1)}}`],
    [0.2, 'description', () => oddText(random, 0)],
    [0.1, '__proto__', () => '{}'],
  ]);
}
