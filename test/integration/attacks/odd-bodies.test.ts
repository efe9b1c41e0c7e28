// Keys that would reach into objects' prototypes, in a body for every route that takes one, and paths that would leave the
// page's folder.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callNames } from '../../../src/shared/contract.ts';
import { bearer, runConsole, send as sendToConsole } from '../../core/console/running-console.ts';
import { gatewayStage } from '../../support/gateway-stage.ts';
import { rawRequest, sendBytes } from '../../support/raw-http.ts';
import { post, rpc } from '../../support/raw-mcp.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const poison = '{"polluted":"yes","isAdmin":true}';
const bodies = [
  `{"__proto__":${poison},"jsonrpc":"2.0","id":1,"method":"ping"}`,
  `{"constructor":{"prototype":${poison}},"server_id":"a","server_url":"http://127.0.0.1:9"}`,
  `{"\\u005f_proto__":${poison},"client_info":{"__proto__":${poison}},"method":"help","id":1}`,
  `{"server_id":"__proto__","server_url":"http://127.0.0.1:8","metadata":{"__proto__":${poison}}}`,
  `{"jsonrpc":"2.0","id":1,"method":"__proto__","params":{"__proto__":${poison}}}`,
  `{"jsonrpc":"2.0","id":"__proto__","method":"constructor","params":{"name":"__proto__"}}`,
  `{"name":"__proto__","server":{"command":"x","env":{"__proto__":"y"}}}`,
  `{"name":"constructor"}`,
];

/** Has a key by which careless programs come to a prototype, not only a value. */
function isPoisoned(body: string): boolean {
  return /"(?:__|\\u005f_)proto__":|"constructor":\{"prototype"/.test(body);
}

function expectUnpolluted(): void {
  const plain: Record<string, unknown> = {};
  expect(plain['polluted']).toBeUndefined();
  expect(plain['isAdmin']).toBeUndefined();
  expect([plain['command'], plain['server_id'], plain['jsonrpc']]).toEqual([undefined, undefined, undefined]);
}

describe('keys of prototypes', () => {
  it('mean nothing to any route of the gateway', async () => {
    const stage = await gatewayStage();
    const paths = stage.gateway.routes
      .filter(({ method }) => method === 'POST')
      .map(({ url }) => url.replaceAll(/:\w+/g, '__proto__'));
    expect(paths.length).toBeGreaterThan(8);
    for (const path of new Set(paths)) {
      for (const body of bodies) {
        // Those that open a session are answered once the server is, which the test is not.
        if (path.startsWith('/mcp') && !path.endsWith('register')) continue;
        const { status, text } = await post(`http://127.0.0.1:${stage.port}${path}`, body);
        expect({ path, body, text, isFault: status >= 500 }).toMatchObject({ isFault: false });
        expectUnpolluted();
      }
    }
    for (const path of ['/cmd', '/api/jsonrpc'])
      for (const method of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
        const answer = await post(`http://127.0.0.1:${stage.port}${path}`, rpc(1, method));
        expect({ method, answer: answer.json() }).toMatchObject({
          method,
          answer: { error: { code: -32_601 } },
        });
      }
  });

  it('are refused by every call of the console, or mean nothing', async () => {
    const running = await runConsole();
    onTestFinished(() => running.console.close());
    const headers = { ...bearer, 'content-type': 'application/json' };
    for (const name of [...callNames, '__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      for (const body of bodies) {
        const answer = await sendToConsole(running.port, `/api/${name}`, { method: 'POST', headers, body });
        expect({ name, body, isFault: answer.status >= 500 }).toMatchObject({ isFault: false });
        expectUnpolluted();
        expect({ name, body, isTaken: isPoisoned(body) && answer.status !== 400 }).toMatchObject({
          isTaken: false,
        });
      }
    }
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect((await sendToConsole(running.port, `/api/${name}`, { method: 'POST', headers })).status).toBe(
        404,
      );
    expect(running.errors).toEqual([]);
  });
});

it('no path leads out of the page’s folder', async () => {
  const folder = await tempFolder();
  const pageDir = join(folder, 'page');
  await mkdir(join(pageDir, 'assets'), { recursive: true });
  await writeFile(join(folder, 'console-token'), 'the secret beside the page');
  await writeFile(join(pageDir, 'index.html'), 'the page');
  const running = await runConsole({ pageDir });
  onTestFinished(() => running.console.close());
  for (const path of [
    '/../console-token',
    '/assets/../../console-token',
    '/%2e%2e/console-token',
    '/%2e%2e%2fconsole-token',
    '/..%2fconsole-token',
    '/..%5cconsole-token',
    '/..\\console-token',
    '/....//console-token',
    '/assets/%2e%2e/%2e%2e/console-token',
    '/assets/..;/..;/console-token',
    '/%252e%252e/console-token',
    '/.%00./console-token',
    '/console-token%00.html',
    '/%c0%ae%c0%ae/console-token',
    `/${join(folder, 'console-token')}`,
    `//${join(folder, 'console-token')}`,
    '/file:///etc/passwd',
    '/__proto__',
    '/constructor',
  ]) {
    const request = rawRequest([
      `GET ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${running.port}`,
      'Connection: close',
    ]);
    const { text, statuses } = await sendBytes(running.port, request);
    expect({ path, isThere: statuses.includes(200) }).toEqual({ path, isThere: false });
    expect(text).not.toContain('the secret beside');
  }
});
