// What an HTTP server answers that should not.
import type { ServerResponse } from 'node:http';
import type { Random } from '../kit/random.ts';

type Rude = (response: ServerResponse, random: Random) => void;

const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html' };

const sorts: readonly [Rude, ...Rude[]] = [
  (response) => response.writeHead(500, html).end('<h1>Internal Server Error</h1>'),
  (response) => response.writeHead(502).end(),
  (response) => response.writeHead(503, { 'retry-after': '1' }).end('busy'),
  (response) => response.writeHead(429, { 'retry-after': '1' }).end('slow down'),
  (response) => response.writeHead(200, html).end('<html>Log in, please</html>'),
  (response) => response.writeHead(200, json).end('{"jsonrpc":"2.0","id":'),
  (response) => response.writeHead(200, json).end('[]'),
  (response) => response.writeHead(200, json).end('null'),
  (response) => response.writeHead(204).end(),
  (response) => response.writeHead(200, { ...json, 'content-length': '1000' }).write('{'),
  (response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"jsonrpc"\n\n: \n\n'),
  (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(),
  (response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end(),
  (response) => response.destroy(),
  (response, random) => response.socket?.end(random.bytes(100)),
];

export function answerRudely(response: ServerResponse, random: Random): void {
  random.pick(sorts)(response, random);
  // What was begun and is not ended is cut.
  setTimeout(() => response.destroy(), random.int(0, 500)).unref();
}
