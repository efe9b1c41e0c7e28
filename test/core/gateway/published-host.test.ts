// The name that the gateway goes by: one that its certificate is good for.
import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { certifiedHost, gatewayUrl } from '../../../src/main/core/gateway/published-host.ts';
import { makeSelfSigned } from '../../support/certificates.ts';

it.each<[readonly string[], string, readonly string[], string | null]>([
  [['127.0.0.1', 'localhost'], '127.0.0.1', [], '127.0.0.1'],
  [['localhost'], '127.0.0.1', [], 'localhost'],
  [['127.0.0.1'], 'localhost', [], null],
  [['::1'], '::1', [], '::1'],
  [['::1'], '[::1]', [], '[::1]'],
  [['*.box.example'], '127.0.0.1', ['nobody', 'my.box.example:3004'], 'my.box.example'],
  [['box.example', 'localhost'], '127.0.0.1', ['box.example'], 'localhost'],
  [['box.example'], '127.0.0.1', [], null],
  [['localhost'], '192.0.2.1', [], null],
])('with %j, listening on %s, allowing %j: %s', async (names, host, allowedHosts, expected) => {
  const { cert } = await makeSelfSigned({ subject: 'gateway', names });
  expect(certifiedHost(new X509Certificate(cert), host, allowedHosts)).toBe(expected);
});

it.each([
  ['127.0.0.1', 'https://127.0.0.1:3004'],
  ['::1', 'https://[::1]:3004'],
  ['[::1]', 'https://[::1]:3004'],
  ['box.example', 'https://box.example:3004'],
])('%s is called as %s', (host, url) => {
  expect(gatewayUrl('https', host, 3004)).toBe(url);
});
