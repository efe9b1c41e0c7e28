// JSON-RPC of every wrong shape, and some of the right one.
import type { Random } from '../../kit/random.ts';
import { deepText, oddText, membersText, mutated } from './json-text.ts';

export const methods = [
  'initialize',
  'ping',
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
  'server/discover',
  'subscriptions/listen',
  'tasks/get',
  'tasks/list',
  'tasks/cancel',
  'notifications/initialized',
  'notifications/cancelled',
  'notifications/progress',
  'notifications/roots/list_changed',
  'notifications/message',
  'notifications/tools/list_changed',
  'notifications/resources/updated',
  'notifications/elicitation/complete',
  'sampling/createMessage',
  'elicitation/create',
  'roots/list',
  'no/such',
  '',
  '__proto__',
] as const;

const claims = [
  '"io.modelcontextprotocol/protocolVersion":"2026-07-28"',
  '"io.modelcontextprotocol/protocolVersion":"2099-01-01"',
  '"io.modelcontextprotocol/protocolVersion":7',
  '"io.modelcontextprotocol/clientCapabilities":{}',
  '"io.modelcontextprotocol/clientCapabilities":[]',
  '"io.modelcontextprotocol/clientInfo":{"name":"f","version":"1"}',
  '"io.modelcontextprotocol/logLevel":"loud"',
  '"progressToken":1',
  '"progressToken":{}',
] as const;

/** Ids that nobody waits for. */
const strayIds = [
  '"stray"',
  'null',
  '-70000001.5',
  '123456789012345678901234567890',
  '{}',
  '[]',
  'true',
  '1e400',
  '""',
  '"\\ud800"',
  `"${'i'.repeat(5000)}"`,
] as const;

export interface RpcWishes {
  /** All ids are ones that nobody waits for. */
  readonly isStray?: boolean;
  /** Names of tools that are there. */
  readonly tools?: readonly [string, ...string[]];
  /** Of a resource. */
  readonly uri?: string;
  /** What `_meta` holds, mostly, instead of a claim by chance. */
  readonly meta?: string;
  /** The method, mostly. */
  readonly method?: string;
}

/** One message, or what was to be one. */
export function rpcBytes(random: Random, wishes: RpcWishes = {}): Buffer {
  if (random.chance(0.02)) return Buffer.from(deepText(random));
  if (random.chance(0.05)) return random.bytes(random.int(0, 300));
  if (random.chance(0.08)) return Buffer.from(oddText(random));
  if (random.chance(0.05)) return batchBytes(random, wishes, 5);
  const text = rpcText(random, wishes);
  return random.chance(0.15) ? mutated(random, Buffer.from(text)) : Buffer.from(text);
}

/** Up to so many messages in an array. */
export function batchBytes(random: Random, wishes: RpcWishes, longest: number): Buffer {
  const messages = Array.from({ length: random.int(0, longest) }, () =>
    random.chance(0.9) ? rpcText(random, wishes) : oddText(random),
  );
  const bytes = Buffer.from(`[${messages.join(',')}]`);
  return random.chance(0.1) ? mutated(random, bytes) : bytes;
}

function rpcText(random: Random, wishes: RpcWishes): string {
  const { method = random.pick(methods) } = wishes;
  return membersText(random, 0.04, [
    [0.98, 'jsonrpc', () => '"2.0"'],
    [0.9, 'id', () => idText(random, wishes)],
    [0.9, 'method', () => JSON.stringify(method)],
    [0.85, 'params', () => paramsText(random, wishes)],
    [0.08, 'result', () => oddText(random)],
    [0.08, 'error', () => (random.chance(0.5) ? '{"code":-32000,"message":"no"}' : oddText(random))],
    [0.03, 'id', () => idText(random, wishes)],
    [0.05, 'extra', () => oddText(random)],
  ]);
}

function idText(random: Random, { isStray = false }: RpcWishes): string {
  return !isStray && random.chance(0.8) ? String(random.int(0, 50)) : random.pick(strayIds);
}

function paramsText(random: Random, { tools = ['echo'], uri, meta }: RpcWishes): string {
  if (random.chance(0.15)) return oddText(random);
  return membersText(random, 0.1, [
    [0.7, 'name', () => JSON.stringify(random.pick(tools))],
    [0.6, 'arguments', () => `{"token":${oddText(random, 1)}}`],
    [meta === undefined ? 0.4 : 0.95, '_meta', () => meta ?? metaText(random)],
    [
      0.4,
      'uri',
      () =>
        JSON.stringify(uri) ?? random.pick(['"mem://a"', '"mem:"', '"%zz"', '"file:///etc/passwd"'] as const),
    ],
    [0.1, 'cursor', () => '"0"'],
    [0.2, 'protocolVersion', () => '"2025-11-25"'],
    [0.2, 'capabilities', () => '{"sampling":{},"elicitation":{}}'],
    [0.2, 'clientInfo', () => '{"name":"fuzz","version":"1"}'],
    [0.1, 'level', () => '"debug"'],
    [0.15, 'requestId', () => idText(random, {})],
    [0.1, 'progressToken', () => idText(random, {})],
    [0.1, 'progress', () => '1'],
    [0.1, 'requestState', () => '"x"'],
    [0.1, 'inputResponses', () => oddText(random, 2)],
    [0.1, 'notifications', () => '{"toolsListChanged":true}'],
    [0.1, 'ref', () => '{"type":"ref/prompt","name":"a"}'],
    [0.1, 'argument', () => '{"name":"a","value":"b"}'],
    [0.1, 'taskId', () => '"a"'],
    [0.1, 'task', () => '{"ttl":1}'],
  ]);
}

function metaText(random: Random): string {
  return `{${Array.from({ length: random.int(1, 4) }, () => random.pick(claims)).join(',')}}`;
}
