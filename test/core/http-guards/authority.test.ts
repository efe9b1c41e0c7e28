// Host names brought into one form.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isLoopbackAddress,
  isLoopbackHost,
  parseAuthority,
} from '../../../src/main/core/http-guards/authority.ts';
import { parseOrigin } from '../../../src/main/core/http-guards/origin.ts';

describe('isLoopbackAddress', () => {
  it.each(['localhost', '127.0.0.1', '127.255.255.254', '::1', '[::1]', '::ffff:127.0.0.1'])(
    'takes %s for loopback',
    (address) => {
      expect(isLoopbackAddress(address)).toBe(true);
    },
  );

  it.each(['0.0.0.0', '::', '192.168.1.2', 'example.com', '', '127.0.0.1:80', 'fe80::1', '*'])(
    'does not take %j for loopback',
    (address) => {
      expect(isLoopbackAddress(address)).toBe(false);
    },
  );
});

describe('parseAuthority', () => {
  it('gives the same form again when its own form is read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.domain(),
          fc.ipV4(),
          fc.ipV6().map((address) => `[${address}]`),
        ),
        (host) => {
          const once = parseAuthority(host);
          expect(once === null ? null : parseAuthority(once.host)).toEqual(once);
        },
      ),
    );
  });

  it('never throws, and never takes a public name or private address for loopback', () => {
    const foreign = fc.oneof(fc.domain(), fc.constantFrom('10.0.0.1', '[fd00::1]', '0.0.0.0'), fc.string());
    fc.assert(
      fc.property(foreign, fc.nat(70_000), (host, port) => {
        expect(isLoopbackHost(parseAuthority(`${host}.example:${port}`)?.host ?? '')).toBe(false);
      }),
    );
  });
});

describe('parseOrigin', () => {
  it('leaves out the scheme’s own port and keeps another', () => {
    expect(parseOrigin('HTTPS://App.Example:443')?.text).toBe('https://app.example');
    expect(parseOrigin('https://app.example:8443')?.text).toBe('https://app.example:8443');
  });
});
