// URLs of servers: one form to compare them in, and which are never called.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isApprovedAtOnce } from '../../../src/main/core/registry/approval.ts';
import { canonicalUrl, parseServerUrl } from '../../../src/main/core/registry/server-url.ts';

describe('the canonical form', () => {
  it.each([
    ['HTTP://LocalHost:80/', 'http://localhost'],
    ['https://172.28.0.1:443/mcp/', 'https://172.28.0.1/mcp'],
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
    ['http://h/Path/?q=A/', 'http://h/Path?q=A/'],
    ['http://0x7f.1/', 'http://127.0.0.1'],
    ['http://[0:0:0:0:0:0:0:1]:8000', 'http://[::1]:8000'],
  ])('of %s is %s', (written, canonical) => {
    expect(canonicalUrl(written)).toBe(canonical);
  });

  const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: null });
  const parts = fc.record({
    scheme: fc.constantFrom('http', 'https'),
    host: fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
    ),
    port,
    segments: fc.array(
      fc.stringMatching(/^[A-Za-z0-9._~-]{1,8}$/).filter((part) => !/^\.+$/.test(part)),
      {
        maxLength: 3,
      },
    ),
    query: fc.constantFrom('', '?a=B', '?a=/'),
  });
  type Parts = typeof parts extends fc.Arbitrary<infer Value> ? Value : never;
  const write = ({ scheme, host, port: number, segments, query }: Parts): string =>
    `${scheme}://${host}${number === null ? '' : `:${number}`}${segments.map((part) => `/${part}`).join('')}${query}`;

  it('of a canonical form is itself', () => {
    fc.assert(
      fc.property(parts, (one) => {
        const canonical = canonicalUrl(write(one));
        fc.pre(canonical !== null);
        expect(canonicalUrl(canonical)).toBe(canonical);
      }),
    );
  });

  it('does not depend on case of scheme and host, a default port, and slashes at the end', () => {
    fc.assert(
      fc.property(parts, fc.nat(2), (one, slashes) => {
        const defaultPort = one.scheme === 'http' ? 80 : 443;
        const end = '/'.repeat(slashes);
        const other = `${one.scheme.toUpperCase()}://${one.host.toUpperCase()}${
          one.port === null ? `:${defaultPort}` : `:${one.port}`
        }${one.segments.map((part) => `/${part}`).join('')}${end}${one.query}`;
        expect(canonicalUrl(other)).toBe(canonicalUrl(write(one)));
      }),
    );
  });

  it('tells apart what differs in scheme, port, path or query', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same = { ...other, host: one.host };
        const key = ({ scheme, port: number, segments, query }: Parts): string =>
          JSON.stringify([scheme, number ?? (scheme === 'http' ? 80 : 443), segments, query]);
        fc.pre(canonicalUrl(write(one)) !== null);
        expect(canonicalUrl(write(same)) === canonicalUrl(write(one))).toBe(key(same) === key(one));
      }),
    );
  });
});

describe('addresses that are never called', () => {
  it.each([
    'http://169.254.169.254',
    'http://169.254.0.1:8000/x',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376',
    'http://169.254.169.254./',
    'http://%31%36%39.254.1.1/',
    'http://[fe80::1]/',
    'http://[FEBF::1]:80',
    'http://[fd00:ec2::254]/',
    'http://[fd00:0ec2:0:0:0:0:0:0254]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::169.254.169.254]/',
    'http://[64:ff9b::169.254.169.254]/',
  ])('are refused, however they are written: %s', (url) => {
    expect(() => parseServerUrl(url, 'server_url')).toThrow('link-local or cloud metadata address');
  });

  it.each(['http://169.253.1.1', 'http://[fec0::1]', 'http://[fd00:ec2::255]', 'http://169.254.1.1.example'])(
    'are not taken for others: %s',
    (url) => {
      expect(parseServerUrl(url, 'server_url').isLoopback).toBe(false);
    },
  );
});

describe('what no server is registered with', () => {
  it.each([
    ' http://127.0.0.1',
    'http://127.0.0.1\n',
    'http://127.0.\t0.1',
    'http:\\\\127.0.0.1',
    'http:127.0.0.1',
    'http:///127.0.0.1',
    'http://@127.0.0.1',
    'http://127.0.0.1:99999',
    'http://127.0.0.1/#',
    'http://[fe80::1%25eth0]/',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('%j', (url) => {
    expect(canonicalUrl(url)).toBeNull();
  });
});

describe('joining without a person', () => {
  const joins = (caller: string, url: string, approval: 'auto' | 'manual' = 'auto'): boolean =>
    isApprovedAtOnce(approval, caller, parseServerUrl(url, 'server_url'));

  it.each([
    'http://127.0.0.1',
    'http://localhost:1',
    'https://[::1]/',
    'http://127.9.9.9',
    'http://[::ffff:127.0.0.1]',
  ])('is for this machine’s callers, with this machine’s URLs: %s', (url) => {
    for (const caller of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(joins(caller, url)).toBe(true);
    for (const caller of ['192.168.1.5', '::ffff:10.0.0.1', '']) expect(joins(caller, url)).toBe(false);
    expect(joins('127.0.0.1', url, 'manual')).toBe(false);
  });

  it.each([
    'http://0.0.0.0',
    'http://192.168.1.5',
    'http://localhost.example',
    'http://127.0.0.1.nip.io',
    'http://[::]',
  ])('is not for other URLs: %s', (url) => {
    expect(joins('127.0.0.1', url)).toBe(false);
  });
});
