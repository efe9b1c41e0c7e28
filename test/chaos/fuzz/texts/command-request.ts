// What callers of the gateway's own commands might send to /cmd and /api/jsonrpc.
import type { Random } from '../../kit/random.ts';
import { oddHeaders, type RequestParts } from './http-request.ts';
import { deepText, oddText, membersText, mutated } from './json-text.ts';

const paths = ['/cmd', '/api/jsonrpc', '/cmd?x', '/cmd/'] as const;
const verbs = ['GET', 'PUT', 'DELETE', 'OPTIONS'] as const;
const commands = ['health', 'help', 'list_servers', 'proxy_registration', 'no_such', '__proto__'] as const;
const actions = ['status', 'register', 'unregister', 'heartbeat', 'discover', 'nothing', ''] as const;

export function commandRequest(random: Random): RequestParts {
  const method = random.chance(0.97) ? 'POST' : random.pick(verbs);
  const path = random.pick(paths);
  const headers = random.chance(0.3) ? oddHeaders(random) : [];
  if (method === 'GET') return { method, path, headers, body: Buffer.alloc(0) };
  const text = textOf(random);
  const body = random.chance(0.2) ? mutated(random, Buffer.from(text)) : Buffer.from(text);
  return { method, path, headers, body };
}

function textOf(random: Random): string {
  if (random.chance(0.03)) return deepText(random);
  if (random.chance(0.1)) return oddText(random);
  if (random.chance(0.1))
    return `[${Array.from({ length: random.int(0, random.chance(0.1) ? 60 : 5) }, () => commandText(random)).join(',')}]`;
  return commandText(random);
}

function commandText(random: Random): string {
  return membersText(random, 0.1, [
    [0.9, 'jsonrpc', () => '"2.0"'],
    [0.8, 'id', () => random.pick(['1', '"a"', 'null', '1.5', '{}', '1e999', '""'] as const)],
    [0.95, 'method', () => JSON.stringify(random.pick(commands))],
    [0.7, 'params', () => paramsText(random)],
    [0.05, 'extra', () => oddText(random)],
  ]);
}

function paramsText(random: Random): string {
  return membersText(random, 0.15, [
    [0.8, 'action', () => JSON.stringify(random.pick(actions))],
    [0.3, 'cmdname', () => JSON.stringify(random.pick(commands))],
    [0.1, 'server_id', () => '"a"'],
    [0.1, 'server_url', () => '"http://127.0.0.1:1/"'],
    [0.1, 'metadata', () => oddText(random)],
  ]);
}
