// DNS rebinding and foreign pages, on every route there is: the routes are Fastify's own list, so that a new one is attacked
// as soon as it exists.
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHostGuard } from '../../../src/main/core/http-guards/host-guard.ts';
import type { NamedRoute } from '../../../src/main/core/http-guards/route-list.ts';
import { runConsole } from '../../core/console/running-console.ts';
import { gatewayStage } from '../../support/gateway-stage.ts';
import { rawRequest, sendBytes } from '../../support/raw-http.ts';

interface Attacked {
  readonly port: number;
  readonly routes: readonly NamedRoute[];
}

async function gateway(): Promise<Attacked> {
  let port = 0;
  const guard = createHostGuard({ port: () => port, allowedHosts: [], allowedOrigins: [] });
  const stage = await gatewayStage({ guard });
  ({ port } = stage);
  return { port, routes: stage.gateway.routes };
}

async function consolePort(): Promise<Attacked> {
  const running = await runConsole();
  onTestFinished(() => running.console.close());
  return { port: running.port, routes: running.console.routes };
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];
const outside = ['/nothing/here', '/%zz', '/..%2f..%2fetc/passwd', '//mcp', '/mcp/%00'];

/** Every route with every method, besides addresses that are no route. */
function targets(routes: readonly NamedRoute[]): readonly (readonly [method: string, path: string])[] {
  const paths = routes.map(({ url }) => url.replaceAll(/:\w+|\*/g, 'x'));
  return [...new Set([...paths, ...outside])].flatMap((path) =>
    methods.map((method) => [method, path] as const),
  );
}

describe.each([
  ['gateway', gateway],
  ['console', consolePort],
])('every route of the %s', (_name, start) => {
  it.each([
    ['a foreign Host', 'FORBIDDEN_HOST', () => ['Host: evil.example']],
    ['a foreign Host with our port', 'FORBIDDEN_HOST', (port: number) => [`Host: evil.example:${port}`]],
    [
      'a Host that begins like ours',
      'FORBIDDEN_HOST',
      (port: number) => [`Host: localhost.evil.example:${port}`],
    ],
    ['another port', 'FORBIDDEN_HOST', () => ['Host: 127.0.0.1:1']],
    ['userinfo', 'FORBIDDEN_HOST', (port: number) => [`Host: evil.example@127.0.0.1:${port}`]],
    ['no Host', 'FORBIDDEN_HOST', () => []],
    ['two Hosts', 'FORBIDDEN_HOST', (port: number) => [`Host: 127.0.0.1:${port}`, 'Host: evil.example']],
    [
      'a foreign Origin',
      'FORBIDDEN_ORIGIN',
      (port: number) => [`Host: 127.0.0.1:${port}`, 'Origin: https://evil.example'],
    ],
    ['Origin null', 'FORBIDDEN_ORIGIN', (port: number) => [`Host: 127.0.0.1:${port}`, 'Origin: null']],
    [
      'an upgrade from a foreign page',
      'FORBIDDEN_ORIGIN',
      (port: number) => [
        `Host: 127.0.0.1:${port}`,
        'Origin: https://evil.example',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ],
    ],
  ] as const)('refuses %s with 403 that says why, and no CORS', async (_what, code, headers) => {
    const { port, routes } = await start();
    expect(routes.length).toBeGreaterThan(4);
    for (const [method, path] of targets(routes)) {
      const head = [`${method} ${path} HTTP/1.1`, ...headers(port)];
      const upgrade = head.some((line) => line.startsWith('Upgrade')) ? 'close, Upgrade' : 'close';
      const { text, statuses } = await sendBytes(port, rawRequest([...head, `Connection: ${upgrade}`]));
      expect({ method, path, statuses }).toEqual({ method, path, statuses: [403] });
      expect(method === 'HEAD' ? code : text).toContain(code);
      expect(text.toLowerCase()).not.toContain('access-control-allow');
    }
  });
});
