// What a bad HTTP server answers to one POSTed call.
import type { ServerResponse } from 'node:http';
import type { Random } from '../../kit/random.ts';
import { jsonText } from '../texts/json-text.ts';
import { rightAnswer, spoiledAnswer, strayMessage, type Asked, type Plan } from './plans.ts';

const statuses = [
  100, 199, 201, 202, 204, 205, 206, 300, 301, 304, 307, 400, 401, 403, 404, 405, 406, 410, 418, 421, 429,
  451, 500, 501, 502, 503, 504, 511, 599, 999,
] as const;
const types = [
  'application/json',
  'text/event-stream',
  'text/html',
  'application/octet-stream',
  'application/json; charset=latin1',
  '',
  'nonsense',
] as const;
const lineEnds = ['\n', '\r\n', '\r'] as const;

export function answerByPlan(plan: Plan, asked: Asked, response: ServerResponse): void {
  const { ending, random } = plan;
  if (ending === 'silent') fallSilent(random, response, rightAnswer(asked));
  else if (ending === 'gone') goAway(random, response);
  else if (random.chance(0.5)) answerJson(plan, asked, response);
  else void answerStream(plan, asked, response);
}

/** At once, after the headers, in the middle of the answer, or after it has begun to stream. */
export function fallSilent(random: Random, response: ServerResponse, answer: string): void {
  const ways: readonly [() => void, ...(() => void)[]] = [
    () => undefined,
    () => response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders(),
    () => void response.writeHead(200, { 'content-type': 'application/json' }).write(answer.slice(0, 30)),
    () => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`data: ${answer}\n`),
    () => void response.socket?.write('HTTP/1.1 200 OK\r\nContent-Ty'),
  ];
  random.pick(ways)();
}

function answerJson({ ending, random }: Plan, asked: Asked, response: ServerResponse): void {
  const headers = {
    'content-type': random.chance(0.8) ? 'application/json' : 'application/json; charset=utf-8',
    ...oddHeaders(random),
  };
  response
    .writeHead(200, headers)
    .end(ending === 'right' ? rightAnswer(asked) : spoiledAnswer(random, asked));
}

async function answerStream({ ending, random }: Plan, asked: Asked, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', ...oddHeaders(random) });
  const events = Array.from({ length: random.int(0, 3) }, () => strayEvent(random));
  const last = ending === 'right' ? rightAnswer(asked) : spoiledAnswer(random, asked);
  await writeInPieces(
    random,
    response,
    Buffer.concat([...events, Buffer.from(`data: ${last.replaceAll(/[\r\n]/g, '')}\n\n`)]),
  );
  response.end();
}

/** An event, a comment, or something between. */
export function strayEvent(random: Random): Buffer {
  const end = random.pick(lineEnds);
  const line = (name: string, value: string | Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`${name}:${random.chance(0.8) ? ' ' : ''}`),
      Buffer.from(value),
      Buffer.from(end),
    ]);
  const message = Buffer.from(strayMessage(random).filter((byte) => byte !== 0x0a && byte !== 0x0d));
  const parts = random.pick([
    () => [line('data', message)],
    () => [line('event', 'message'), line('data', message)],
    () => [line('event', jsonText(random, 0).replaceAll(/[\r\n]/g, '')), line('data', message)],
    () => [line('', 'a comment')],
    () => [
      line('data', message.subarray(0, message.length / 2)),
      line('data', message.subarray(message.length / 2)),
    ],
    () => [line('data', '')],
    () => [Buffer.from(`data${end}`)],
    () => [line('nonsense', Buffer.from(random.bytes(20).filter((byte) => byte !== 0x0a && byte !== 0x0d)))],
    () => [Buffer.from('\uFEFF'), line('data', message)],
    () => [line('data', 'x'.repeat(random.int(0, 200_000)))],
  ] as const)();
  return Buffer.concat([...parts, Buffer.from(end)]);
}

/** Byte by byte, or all at once. */
async function writeInPieces(random: Random, response: ServerResponse, bytes: Buffer): Promise<void> {
  const longest = random.pick([3, 50, 5000, bytes.length + 1]);
  for (let at = 0, count = 0; at < bytes.length; count++) {
    const to = count < 100 ? at + random.int(1, longest) : bytes.length;
    response.write(bytes.subarray(at, to));
    at = to;
    if (random.chance(0.1)) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** No answer at all, whatever its status. */
export function goAway(random: Random, response: ServerResponse): void {
  const status = random.pick(statuses);
  const headers = { 'content-type': random.pick(types), ...oddHeaders(random) };
  const ways: readonly [() => void, ...(() => void)[]] = [
    () => void response.writeHead(status < 200 ? 200 : status, headers).end(jsonText(random)),
    () => void response.writeHead(status < 200 ? 200 : status).end(),
    () =>
      void response.socket?.end(
        `HTTP/1.1 ${status} ${jsonText(random, 0)}\r\nContent-Length: 5\r\n\r\nhello`,
      ),
    () => void response.socket?.end(random.bytes(200)),
    () =>
      void response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello!!'),
    () => void response.socket?.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
    () => void response.socket?.end(`HTTP/1.1 200 OK\r\nX: ${'h'.repeat(random.int(1, 100_000))}\r\n\r\n`),
    () => void response.socket?.end('HTTP/1.1 307 Over there\r\nLocation: ::::\r\nContent-Length: 0\r\n\r\n'),
    () => void response.socket?.resetAndDestroy(),
    () => void response.destroy(),
    () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(strayEvent(random));
      setTimeout(() => response.destroy(), 1);
    },
    () => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(strayEvent(random)),
  ];
  random.pick(ways)();
}

type Header = readonly [name: string, value: string];

function oddHeaders(random: Random): Record<string, string> {
  if (random.chance(0.7)) return {};
  const odd: readonly [Header, ...Header[]] = [
    ['mcp-session-id', ''],
    ['mcp-session-id', 'another'],
    ['retry-after', 'soon'],
    ['retry-after', '-1'],
    ['retry-after', '0'],
    ['www-authenticate', 'Bearer resource_metadata="nowhere"'],
    ['cache-control', 'no-store'],
    ['x-odd', '\u00ff\u00fe'],
    ['set-cookie', 'a=b'],
  ];
  const [name, value] = random.pick(odd);
  return { [name]: value };
}
