// Servers behind URLs that send more than anybody can hold, or lead elsewhere: the call ends with an error that names the
// server, the connection is given up, and everybody else goes on.
import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startRawHttpServer, type RawHttpServer } from '../../fixtures/raw-http-server.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { call, openSession, openStream, post, type Headers } from '../../support/raw-mcp.ts';
import { until } from '../../support/until.ts';

const maxMessageBytes = 100_000;

interface Stage {
  readonly server: RawHttpServer;
  readonly patchbay: RunningPatchbay;
  readonly headers: Headers;
}

async function stage(): Promise<Stage> {
  const server = await startRawHttpServer('legacy');
  const calm = await startRawHttpServer('legacy');
  const patchbay = await startPatchbay({
    gateway: { maxMessageBytes },
    mcpServers: { rude: { url: server.url }, calm: { url: calm.url } },
  });
  return { server, patchbay, headers: await openSession(patchbay.endpoint('rude')) };
}

/** Writes as long as it is read. */
function pour(response: ServerResponse, text: string): void {
  const more = (): void => {
    while (!response.destroyed && response.write(text));
  };
  response.on('drain', more);
  more();
}

async function calmAnswers({ patchbay }: Stage): Promise<void> {
  const headers = await openSession(patchbay.endpoint('calm'));
  const answer = await post(patchbay.endpoint('calm'), call(1, 'echo'), headers);
  expect(answer.json()).toMatchObject({ result: { content: [{ text: 'legacy' }] } });
}

const json = { 'content-type': 'application/json' };
const stream = { 'content-type': 'text/event-stream' };
const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));

describe('an answer that', () => {
  it.each<readonly [string, string, (response: ServerResponse) => void]>([
    ['never ends', 'maxMessageBytes', (response) => pour(response.writeHead(200, json), ' '.repeat(10_000))],
    [
      'is an event that never ends',
      'maxMessageBytes',
      (response) => {
        response.writeHead(200, stream).write('data: ');
        pour(response, 'x'.repeat(10_000));
      },
    ],
    [
      'is an event of lines without end',
      'maxMessageBytes',
      (response) => pour(response.writeHead(200, stream), 'data: x\n'.repeat(1000)),
    ],
    [
      'is an error that never ends',
      'rude',
      (response) => pour(response.writeHead(500, json), 'x'.repeat(10_000)),
    ],
    [
      'is a decompression bomb',
      'content-encoding',
      (response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb),
    ],
    [
      'is a bomb of events',
      'content-encoding',
      (response) => response.writeHead(200, { ...stream, 'content-encoding': 'gzip, gzip' }).end(bomb),
    ],
    [
      'has more headers than anybody needs',
      'rude',
      (response) => {
        for (let index = 0; index < 5000; index++) response.setHeader(`x-${index}`, 'y'.repeat(50));
        response.writeHead(200, json).end('{}');
      },
    ],
    [
      'leads to a metadata address',
      'HTTP 307',
      (response) => response.writeHead(307, { location: 'http://169.254.169.254/latest/' }).end(),
    ],
    [
      'leads to another local server',
      'HTTP 308',
      (response) => response.writeHead(308, { location: 'http://127.0.0.1:1/mcp' }).end(),
    ],
    [
      'leads to a file',
      'HTTP 307',
      (response) => response.writeHead(307, { location: 'file:///etc/passwd' }).end(),
    ],
  ])('%s ends its call, and no other', async (_what, named, answer) => {
    const here = await stage();
    here.server.answer = ({ method, response }) => {
      if (method !== 'tools/call') return false;
      answer(response);
      return true;
    };
    const outcome = await post(here.patchbay.endpoint('rude'), call(1, 'echo'), here.headers);
    expect(outcome.text).toMatch(/"id":1,"error":.*rude/);
    expect(outcome.text).toContain(named);
    const sent = here.server.of('tools/call');
    await until('the connection to be over', () => sent.every(({ response }) => response.closed));
    expect(sent).toHaveLength(1);
    await calmAnswers(here);
  });
});

it('a flood of events fills no memory, whether its client reads or is gone, and holds up nobody else', async () => {
  const here = await stage();
  let written = 0;
  const line = `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x'.repeat(1000) } })}\n\n`;
  here.server.answer = ({ method, response }) => {
    if (method !== 'tools/call') return false;
    response.writeHead(200, stream);
    const more = (): void => {
      while (!response.destroyed && response.write(line)) written += line.length;
    };
    response.on('drain', more);
    more();
    return true;
  };
  const flooded = await openStream('POST', here.patchbay.endpoint('rude'), {
    body: call(1, 'echo'),
    headers: here.headers,
  });
  await until('the flood', () => written > 5_000_000);
  await calmAnswers(here);
  flooded.cut();
  const [{ response } = {}] = here.server.of('tools/call');
  await calmAnswers(here);
  // What was cut off may be taken up again: so much is kept of it, and no more.
  const enough = written + 150_000_000;
  await until('a long flood', () => written > enough);
  await calmAnswers(here);
  const { heapUsed, external } = process.memoryUsage();
  expect(heapUsed + external).toBeLessThan(400_000_000);
  await here.patchbay.stop();
  await until('its end', () => response?.closed);
});
