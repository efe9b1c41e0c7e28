// Requests that two readers could read differently, on both ports: none is served, and nothing hidden in one is either.
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHostGuard } from '../../../src/main/core/http-guards/host-guard.ts';
import { runConsole } from '../../core/console/running-console.ts';
import { gatewayStage } from '../../support/gateway-stage.ts';
import { rawRequest, sendBytes } from '../../support/raw-http.ts';

async function gateway(): Promise<number> {
  let port = 0;
  const guard = createHostGuard({ port: () => port, allowedHosts: [], allowedOrigins: [] });
  ({ port } = await gatewayStage({ guard }));
  return port;
}

async function consolePort(): Promise<number> {
  const running = await runConsole();
  onTestFinished(() => running.console.close());
  return running.port;
}

const json = 'Content-Type: application/json';
const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
/** What an attacker hides behind a request; it would be answered with 200 or 404 if it were seen. */
const hidden = (host: string): string => rawRequest(['GET /health HTTP/1.1', host, 'Connection: close']);

/** What is sent, by the Host line that is right. */
const attacks: readonly (readonly [what: string, bytes: (host: string, port: number) => string])[] = [
  ['two Host headers', (host) => rawRequest(['GET /health HTTP/1.1', host, host, 'Connection: close'])],
  [
    'an absolute target of a foreign site under our Host',
    (host) => rawRequest(['GET http://evil.example/health HTTP/1.1', host, 'Connection: close']),
  ],
  [
    'an absolute target of ours under a foreign Host',
    (_host, port) =>
      rawRequest([`GET http://127.0.0.1:${port}/health HTTP/1.1`, 'Host: evil.example', 'Connection: close']),
  ],
  ['a target without a slash', (host) => rawRequest(['GET health HTTP/1.1', host, 'Connection: close'])],
  [
    'a folded Host',
    (_host, port) => rawRequest(['GET /health HTTP/1.1', 'Host:', ` 127.0.0.1:${port}`, 'Connection: close']),
  ],
  [
    'a blank before the colon',
    (host) => rawRequest(['GET /health HTTP/1.1', host.replace(':', ' :'), 'Connection: close']),
  ],
  [
    'a header that hides in another by a bare CR',
    (host) => rawRequest(['GET /health HTTP/1.1', `${host}\rX: y`, 'Connection: close']),
  ],
  [
    'a header with a zero byte',
    (host) => rawRequest(['GET /health HTTP/1.1', host, 'X: a\0b', 'Connection: close']),
  ],
  [
    'a header line without a colon',
    (host) => rawRequest(['GET /health HTTP/1.1', host, 'nothing', 'Connection: close']),
  ],
  [
    'Transfer-Encoding beside Content-Length',
    (host) =>
      rawRequest(
        ['POST /mcp HTTP/1.1', host, json, 'Content-Length: 6', 'Transfer-Encoding: chunked'],
        `0\r\n\r\n${hidden(host)}`,
      ),
  ],
  [
    'two Content-Lengths',
    (host) =>
      rawRequest(
        ['POST /mcp HTTP/1.1', host, json, 'Content-Length: 0', `Content-Length: ${ping.length}`],
        `${ping}${hidden(host)}`,
      ),
  ],
  [
    'a Content-Length that is no number',
    (host) => rawRequest(['POST /mcp HTTP/1.1', host, json, 'Content-Length: +4'], `ping${hidden(host)}`),
  ],
  [
    'a transfer coding that hides chunked',
    (host) =>
      rawRequest(
        ['POST /mcp HTTP/1.1', host, json, 'Transfer-Encoding: chunked, identity'],
        `0\r\n\r\n${hidden(host)}`,
      ),
  ],
  [
    'an odd name of chunked',
    (host) =>
      rawRequest(
        ['POST /mcp HTTP/1.1', host, json, 'Transfer-Encoding: xchunked'],
        `0\r\n\r\n${hidden(host)}`,
      ),
  ],
  [
    'a chunk size that is no number',
    (host) =>
      rawRequest(
        ['POST /mcp HTTP/1.1', host, json, 'Transfer-Encoding: chunked'],
        `0x2\r\n{}\r\n0\r\n\r\n${hidden(host)}`,
      ),
  ],
  [
    'a chunk that is longer than its size',
    (host) =>
      rawRequest(
        ['POST /mcp HTTP/1.1', host, json, 'Transfer-Encoding: chunked'],
        `2\r\n${ping}\r\n0\r\n\r\n${hidden(host)}`,
      ),
  ],
  [
    'a chunk size beyond all numbers',
    (host) =>
      rawRequest(
        ['POST /mcp HTTP/1.1', host, json, 'Transfer-Encoding: chunked'],
        `fffffffffffffffff\r\n{}\r\n0\r\n\r\n${hidden(host)}`,
      ),
  ],
  [
    'headers of 20 KB',
    (host) => rawRequest(['GET /health HTTP/1.1', host, `X: ${'x'.repeat(20_000)}`, 'Connection: close']),
  ],
  [
    'very many headers',
    (host) =>
      rawRequest([
        'GET /health HTTP/1.1',
        host,
        ...Array.from({ length: 5000 }, (_, index) => `X${index}: y`),
        'Connection: close',
      ]),
  ],
  [
    'a target of 20 KB',
    (host) => rawRequest([`GET /${'x'.repeat(20_000)} HTTP/1.1`, host, 'Connection: close']),
  ],
  ['CONNECT', (host) => rawRequest(['CONNECT 127.0.0.1:22 HTTP/1.1', host, 'Connection: close'])],
  ['a method that is none', (host) => rawRequest(['GETS /health HTTP/1.1', host, 'Connection: close'])],
  ['HTTP/2 without having agreed on it', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  [
    'a version of HTTP that there is not',
    (host) => rawRequest(['GET /health HTTP/3.7', host, 'Connection: close']),
  ],
];

describe.each([
  ['gateway', gateway],
  ['console', consolePort],
])('the %s', (name, start) => {
  it.each(attacks)('refuses %s, and whatever follows', async (_what, bytes) => {
    const port = await start();
    const { text, statuses } = await sendBytes(port, bytes(`Host: 127.0.0.1:${port}`, port));
    expect(statuses.length).toBeLessThanOrEqual(1);
    expect(statuses.filter((status) => ![400, 403, 413, 431, 501, 505].includes(status))).toEqual([]);
    expect(text).not.toContain('uptimeSeconds');
  });

  it('answers a plain request, so that the refusals above mean something', async () => {
    const port = await start();
    const path = name === 'gateway' ? '/health' : '/';
    const bytes = rawRequest([`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Connection: close']);
    const { statuses, text } = await sendBytes(port, bytes);
    expect(statuses).toEqual([name === 'gateway' ? 200 : 404]);
    expect(text).toContain(name === 'gateway' ? 'uptimeSeconds' : 'page is not built');
  });
});

it('puts nothing of a request into the headers of an answer', async () => {
  const port = await gateway();
  for (const path of [
    '/mcp/x%0d%0aSet-Cookie:%20a=b',
    '/health/%0d%0aX-Evil:%20y',
    '/registrations/a%0d%0aX-Evil:%20y',
  ]) {
    const bytes = rawRequest([`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Connection: close']);
    const [head = ''] = (await sendBytes(port, bytes)).text.split('\r\n\r\n');
    expect(head).not.toMatch(/^(set-cookie|x-evil)/im);
  }
});
