// Settings changed in the text of config.json: each is what it was set to, and everything else is as it was.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changingSettings } from '../../../src/main/core/config/edit-settings.ts';
import { exampleConfig } from '../../../src/main/core/config/example.ts';
import { faultsOf, loaded } from './context.ts';

const starts: readonly string[] = [exampleConfig, '{}', '{"gateway":{},}'];
const set = (text: string, key: string, value?: unknown): string =>
  changingSettings([{ path: key.split('.'), value }])(text);

describe('a setting', () => {
  it('is replaced where it stands, with every comment beside it', () => {
    const text = '{\n  // mine\n  "gateway": { "port": 3004 /* here */, "host": "127.0.0.1" }, // end\n}\n';
    expect(set(text, 'gateway.port', 3100)).toBe(text.replace('3004', '3100'));
  });

  it('is put in with the sections around it', () => {
    expect(set('{}\n', 'gateway.limits.maxConnections', 5)).toBe(
      '{\n  "gateway": {\n    "limits": {\n      "maxConnections": 5\n    }\n  }\n}\n',
    );
    expect(set('{\n\t"gateway": {\n\t\t"port": 1\n\t}\n}\n', 'gateway.host', '::1')).toBe(
      '{\n\t"gateway": {\n\t\t"port": 1,\n\t\t"host": "::1"\n\t}\n}\n',
    );
  });

  it('goes out, so that its default counts, and what never stood there changes nothing', () => {
    const text = '{\n  "logging": {\n    "level": "debug", // loud\n    "maxLines": 50\n  }\n}\n';
    expect(set(text, 'logging.level')).toBe('{\n  "logging": {\n    "maxLines": 50\n  }\n}\n');
    expect(set(text, 'auth.mode')).toBe(text);
  });

  it('takes the place of null, and of a list as a whole', () => {
    const tls = { mode: 'tls', cert_file: 'c.pem', key_file: 'k.pem' };
    const text = set('{\n  "gateway": {\n    "tls": null\n  }\n}\n', 'gateway.tls', tls);
    expect(loaded(text).settings.gateway.tls).toEqual(tls);
    expect(loaded(set('{"gateway":{"tls":null}}', 'gateway.tls', tls)).settings.gateway.tls).toEqual(tls);
    expect(loaded(set(text, 'gateway.allowedHosts', ['a', 'b'])).settings.gateway.allowedHosts).toEqual([
      'a',
      'b',
    ]);
    expect(loaded(set(text, 'gateway.tls', null)).settings.gateway.tls).toBeNull();
  });

  it('that is an object keeps the comments of the keys that stay, and loses the keys that go', () => {
    const text =
      '{\n  "gateway": {\n    "tls": {\n      // by our own authority\n      "cert_file": "a.pem",\n      "key_file": "b.pem",\n      "mode": "mtls",\n      "ca_cert": "c.pem"\n    }\n  }\n}\n';
    const tls = { mode: 'tls', cert_file: 'a.pem', key_file: 'x.pem' };
    expect(set(text, 'gateway.tls', tls)).toBe(
      text.replace('b.pem', 'x.pem').replace('"mtls",\n      "ca_cert": "c.pem"', '"tls"'),
    );
  });

  it('keeps a byte order mark and line ends', () => {
    expect(set('\u{feff}{\r\n  "pinTools": false\r\n}\r\n', 'logging.level', 'warn')).toBe(
      '\u{feff}{\r\n  "pinTools": false,\r\n  "logging": {\r\n    "level": "warn"\r\n  }\r\n}\r\n',
    );
  });

  it('is refused in a text that is no object', () => {
    for (const text of ['', '[]', '{ "gateway": '])
      expect(() => set(text, 'gateway.port', 1)).toThrow('The configuration file is not valid.');
  });

  it('is in force whatever was set before, in whichever order', () => {
    const change = fc.oneof(
      fc.record({ key: fc.constant('gateway.port'), value: fc.nat(65_535) }),
      fc.record({
        key: fc.constant('gateway.limits.maxBatchLength'),
        value: fc.integer({ min: 1, max: 99 }),
      }),
      fc.record({ key: fc.constant('logging.level'), value: fc.constantFrom('warn', 'debug') }),
      fc.record({ key: fc.constant('gateway.allowedHosts'), value: fc.array(fc.constantFrom('a', 'b')) }),
      fc.record({ key: fc.constantFrom('gateway.port', 'logging.level'), value: fc.constant(undefined) }),
      fc.record({ key: fc.constant('pinTools'), value: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.constantFrom(...starts), (changes, start) => {
        const text = changes.reduce((left, { key, value }) => set(left, key, value), start);
        expect(faultsOf(text)).toEqual([]);
        const { settings } = loaded(text);
        const lastOf = (key: string): unknown => changes.findLast((one) => one.key === key)?.value;
        expect(settings.gateway.port).toBe(lastOf('gateway.port') ?? 3004);
        expect(settings.logging.level).toBe(lastOf('logging.level') ?? 'info');
        expect(settings.gateway.allowedHosts).toEqual(lastOf('gateway.allowedHosts') ?? []);
        expect(settings.gateway.limits.maxBatchLength).toBe(lastOf('gateway.limits.maxBatchLength') ?? 100);
        for (const comment of start.match(/\/\/.*/g) ?? []) expect(text).toContain(comment);
      }),
    );
  });
});
