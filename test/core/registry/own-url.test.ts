import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { isOwnUrl } from '../../../src/main/core/registry/own-url.ts';
import { parseServerUrl } from '../../../src/main/core/registry/server-url.ts';

const isOwn = (url: string, gateway: string | null = 'http://127.0.0.1:3004'): boolean =>
  isOwnUrl(parseServerUrl(url, 'server_url'), gateway);

it.each([
  'http://127.0.0.1:3004',
  'http://localhost:3004/mcp',
  'https://[::1]:3004/x',
  'http://127.1.2.3:3004',
  'http://0.0.0.0:3004',
  `http://${hostname()}:3004`,
])('knows this gateway in %s', (url) => {
  expect(isOwn(url)).toBe(true);
});

it.each(['http://127.0.0.1:3005', 'http://127.0.0.1', 'http://192.0.2.7:3004', 'http://example.com:3004'])(
  'takes %s for another',
  (url) => {
    expect(isOwn(url)).toBe(false);
  },
);

it('says nothing while the gateway does not listen', () => {
  expect(isOwn('http://127.0.0.1:3004', null)).toBe(false);
});
