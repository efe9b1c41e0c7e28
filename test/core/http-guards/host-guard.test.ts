// The Host and Origin guard, as a table of what may pass and what may not.
import { describe, expect, it } from 'vitest';
import { createHostGuard } from '../../../src/main/core/http-guards/host-guard.ts';

const guard = createHostGuard({
  port: () => 3004,
  allowedHosts: ['patchbay.example', 'Proxy.Example:8443', 'not a host', '[fd00::1]'],
  allowedOrigins: ['https://app.example/', 'chrome-extension://abcdef', '*', 'null'],
});
const ownHost = ['Host', '127.0.0.1:3004'];

describe('the Host header', () => {
  it.each([
    'localhost:3004',
    '127.0.0.1:3004',
    '[::1]:3004',
    'LocalHost:3004',
    'localhost.:3004',
    'localhost:03004',
    '127.8.9.10:3004',
    '127.0.0.1.:3004',
    '127.1:3004',
    '[0:0:0:0:0:0:0:1]:3004',
    '[::ffff:127.0.0.1]:3004',
    '[::FFFF:7F00:1]:3004',
    'patchbay.example',
    'PATCHBAY.example.:9',
    'proxy.example:8443',
    '[fd00:0::1]:3004',
  ])('%s passes', (host) => {
    expect(guard.check({ rawHeaders: ['Host', host] })).toBeNull();
  });

  it.each([
    'evil.example',
    'evil.example:3004',
    'localhost',
    'localhost:3005',
    'localhost:',
    'localhost:99999',
    'localhost:3004:3004',
    '127.0.0.1',
    '[::1]',
    '::1',
    '[::1%25lo]:3004',
    '0.0.0.0:3004',
    '128.0.0.1:3004',
    '127.0.0.1.evil.example:3004',
    'localhost.evil.example:3004',
    'sub.localhost:3004',
    'user@localhost:3004',
    'user:localhost@evil.example:3004',
    'evil.example#localhost:3004',
    'localhost:3004/',
    'localhost:3004, evil.example',
    ' localhost:3004',
    'locálhost:3004',
    'proxy.example',
    'proxy.example:3004',
    'not a host',
    '[::ffff:10.0.0.1]:3004',
    '.',
    '',
  ])('%j is refused', (host) => {
    expect(guard.check({ rawHeaders: ['Host', host] })).toMatchObject({ code: 'FORBIDDEN_HOST' });
  });

  it('is judged anew for each request, and for the port of that moment', () => {
    let port = 3004;
    const moving = createHostGuard({ port: () => port, allowedHosts: [], allowedOrigins: [] });
    const codeOf = (host: string): string | undefined => moving.check({ rawHeaders: ['Host', host] })?.code;
    const [ours, foreign] = ['127.0.0.1:3004', 'evil.example:3004'];
    expect([ours, foreign, ours].map(codeOf)).toEqual([undefined, 'FORBIDDEN_HOST', undefined]);
    port = 3005;
    expect([ours, '127.0.0.1:3005'].map(codeOf)).toEqual(['FORBIDDEN_HOST', undefined]);
  });

  it('must be there', () => {
    expect(guard.check({ rawHeaders: [] })).toMatchObject({ code: 'FORBIDDEN_HOST' });
  });

  it('must not be repeated, even with the same value or another case of its name', () => {
    const refusal = guard.check({ rawHeaders: [...ownHost, 'hOST', '127.0.0.1:3004'] });
    expect(refusal).toMatchObject({ code: 'FORBIDDEN_HOST', message: 'There is more than one Host header.' });
  });

  it('may leave out port 80 where 80 is our port', () => {
    const onPort80 = createHostGuard({ port: () => 80, allowedHosts: [], allowedOrigins: [] });
    expect(onPort80.check({ rawHeaders: ['Host', 'localhost'] })).toBeNull();
  });

  it('is not read out of another header’s value', () => {
    expect(guard.check({ rawHeaders: ['X-Forwarded-Host', 'localhost:3004', 'X', 'host'] })).not.toBeNull();
  });

  it('is refused with what would be accepted', () => {
    expect(guard.check({ rawHeaders: ['Host', 'evil.example'] })?.message).toBe(
      'Host "evil.example" does not name this port.',
    );
    expect(guard.check({ rawHeaders: ['Host', 'evil.example'] })?.expected).toBe(
      'Call it as http://127.0.0.1:3004, or add it to gateway.allowedHosts in config.json.',
    );
  });

  it('is shown shortened when it is very long', () => {
    expect(guard.check({ rawHeaders: ['Host', 'a'.repeat(5000)] })?.message.length).toBeLessThan(200);
  });

  it('cannot be set aside by an absolute request target', () => {
    const rawHeaders = ownHost;
    expect(guard.check({ rawHeaders, url: 'http://evil.example/' })).toMatchObject({
      code: 'FORBIDDEN_HOST',
    });
    expect(guard.check({ rawHeaders, url: '/mcp' })).toBeNull();
  });
});

describe('the Origin header', () => {
  it.each([
    'http://localhost:3004',
    'http://127.0.0.1:3004',
    'http://[::1]:3004',
    'https://localhost:3004',
    'HTTP://LOCALHOST:3004',
    'https://app.example',
    'https://app.example:443',
    'chrome-extension://abcdef',
  ])('%s passes', (origin) => {
    expect(guard.check({ rawHeaders: [...ownHost, 'Origin', origin] })).toBeNull();
  });

  it.each([
    'null',
    '*',
    '',
    'http://localhost',
    'http://localhost:3005',
    'http://evil.example',
    'http://evil.example:3004',
    'http://app.example',
    'https://app.example:8443',
    'https://app.example.evil.example',
    'https://app.example/',
    'http://user@localhost:3004',
    'ftp://localhost:3004',
    'file://',
    'http://localhost:3004 http://evil.example',
  ])('%j is refused', (origin) => {
    const refusal = guard.check({ rawHeaders: [...ownHost, 'Origin', origin] });
    expect(refusal).toMatchObject({ code: 'FORBIDDEN_ORIGIN' });
  });

  it('must not be repeated', () => {
    const own = ['Origin', 'http://localhost:3004'];
    expect(guard.check({ rawHeaders: [...ownHost, ...own, ...own] })).toMatchObject({
      code: 'FORBIDDEN_ORIGIN',
    });
  });

  it('is own only at our port on a loopback name', () => {
    expect(guard.isOwnOrigin('http://127.0.0.1:3004')).toBe(true);
    expect(guard.isOwnOrigin('https://app.example')).toBe(false);
    expect(guard.isOwnOrigin('null')).toBe(false);
  });
});

describe('a request without Origin', () => {
  const own = ['same-origin', 'none'];
  const page = createHostGuard({ port: () => 3004, allowedHosts: [], allowedOrigins: [], allowsLinks: true });
  const from = (site: string, dest: string): string[] => [
    ...ownHost,
    'Sec-Fetch-Site',
    site,
    'Sec-Fetch-Dest',
    dest,
  ];

  it.each([...own, 'same-site', 'cross-site', 'anything'])('of a page that is %s', (site) => {
    const verdict = guard.check({ rawHeaders: from(site, 'image') })?.code ?? null;
    expect(verdict).toBe(own.includes(site) ? null : 'FORBIDDEN_ORIGIN');
  });

  it('may come by a link where there are pages, and not into a frame', () => {
    expect(page.check({ rawHeaders: from('cross-site', 'document') })).toBeNull();
    expect(guard.check({ rawHeaders: from('cross-site', 'document') })).toMatchObject({
      code: 'FORBIDDEN_ORIGIN',
    });
    expect(page.check({ rawHeaders: from('cross-site', 'iframe') })).toMatchObject({
      code: 'FORBIDDEN_ORIGIN',
    });
  });
});

describe('where TLS is spoken', () => {
  const secure = createHostGuard({ port: () => 443, scheme: 'https', allowedHosts: [], allowedOrigins: [] });

  it('port 443 may be left out, and no other', () => {
    expect(secure.check({ rawHeaders: ['Host', 'localhost'] })).toBeNull();
    expect(secure.check({ rawHeaders: ['Host', 'localhost:80'] })).toMatchObject({
      code: 'FORBIDDEN_HOST',
      expected: expect.stringContaining('Call it as https://127.0.0.1:443'),
    });
  });

  it.each([
    ['https://localhost', true],
    ['https://127.0.0.1:443', true],
    ['http://localhost:443', false],
    ['http://localhost', false],
    ['https://localhost:3004', false],
  ])('the origin %s is its own: %s', (origin, isOwn) => {
    expect(secure.isOwnOrigin(origin)).toBe(isOwn);
  });
});
