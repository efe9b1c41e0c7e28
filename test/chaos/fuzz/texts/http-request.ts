// HTTP requests to the gateway, most of them almost right.
import type { Random } from '../../kit/random.ts';
import { mutated } from './json-text.ts';
import type { RawRequest } from '../doors/send-raw.ts';

export interface RequestParts {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  /** Besides Host, Content-Length and Content-Type. */
  readonly headers: readonly (readonly [string, string])[];
}

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'APPLICATION/JSON',
  'text/plain',
  'multipart/form-data; boundary=x',
  ';',
  '',
] as const;
const hosts = ['localhost', '127.0.0.1:1', 'evil.example', '', '127.0.0.1:99999', '[::1', 'a b'] as const;

export function rawRequest(
  random: Random,
  port: number,
  { method, path, body, headers }: RequestParts,
): RawRequest {
  const isChunked = body.length > 0 && random.chance(0.1);
  const wrongLength = random.chance(0.02) ? random.int(-3, 30) : 0;
  const length = Math.max(0, body.length + wrongLength);
  const host = random.chance(0.98) ? `127.0.0.1:${port}` : random.pick(hosts);
  const type = random.chance(0.93) ? 'application/json' : random.pick(types);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    ...(body.length > 0 || method === 'POST' ? [`Content-Type: ${type}`] : []),
    ...(isChunked ? ['Transfer-Encoding: chunked'] : [`Content-Length: ${length}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const bytes = Buffer.concat([head, isChunked ? chunked(random, body) : body]);
  // What is changed at random may promise more than it brings.
  if (random.chance(0.03)) return { bytes: mutated(random, bytes), isComplete: false };
  return { bytes, isComplete: isChunked || length <= body.length };
}

function chunked(random: Random, body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const part = body.subarray(at, at + random.int(1, 2000));
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
    at += part.length;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

const values = [
  '',
  'x',
  '0',
  '-1',
  'application/json',
  'text/event-stream',
  '*/*',
  '\u00ff',
  '"',
  ';;;',
  '2025-11-25',
  '2026-07-28',
  '1999-01-01',
  'tools/call',
  'null',
  'Bearer x',
  'gzip',
  '100-continue',
] as const;
const names = [
  'Accept',
  'Mcp-Session-Id',
  'X-Session-Id',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
  'Mcp-Param-A',
  'Last-Event-ID',
  'Origin',
  'Authorization',
  'Cookie',
  'Content-Encoding',
  'Expect',
  'Upgrade',
  'X-Forwarded-For',
  'Prefer',
  'If-None-Match',
  'Range',
] as const;

/** A few headers, of names that mean something to somebody. */
export function oddHeaders(random: Random): readonly (readonly [string, string])[] {
  return Array.from({ length: random.int(0, 3) }, () => {
    const value = random.chance(0.97) ? random.pick(values) : 'v'.repeat(random.int(1000, 20_000));
    return [random.pick(names), value] as const;
  });
}
