// Everything wrong with a text is told: where, which key, what was expected.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context, faultsOf } from './context.ts';
import { loadConfig } from '../../../src/main/core/config/load-config.ts';

const onlyFault = (text: string): unknown => {
  const faults = faultsOf(text);
  expect(faults).toHaveLength(1);
  return faults[0];
};

describe('faults of syntax', () => {
  it('tells line and column of a missing comma', () => {
    expect(onlyFault('{\n  "auth": {}\n  "logging": {}\n}')).toEqual({
      message: 'A comma is missing before this.',
      key: '',
      line: 3,
      column: 3,
      expected: '"," between two entries',
      reason: { code: 'syntax', error: 'CommaExpected' },
    });
  });

  it('tells of every line that is wrong', () => {
    const faults = faultsOf('{\n  "gateway": { "port": }\n  "auth": {},\n  "logging": {}\n}');
    expect(faults.map(({ line, column }) => [line, column])).toEqual([
      [2, 24],
      [3, 3],
    ]);
  });

  it.each([
    ['', 'The file is empty.'],
    ['  \r\n', 'The file is empty.'],
    ['// nothing\n', 'A value is missing here.'],
    ['{', 'An object is not closed.'],
    ['{"a": [1', 'A list is not closed.'],
    ['{} {}', 'Something follows after the end of the configuration.'],
    ['{ /* x', 'A comment is not closed.'],
    ['{"a": "x', 'A text is not closed on its line.'],
    ['{"a": "C:\\d"}', 'JSON does not know this escape.'],
  ])('says what is wrong with %j', (text, message) => {
    expect(faultsOf(text)[0]?.message).toBe(message);
  });

  it('survives nesting without end', () => {
    expect(onlyFault('['.repeat(200_000))).toMatchObject({
      message: 'The file is nested too deeply.',
      line: 1,
    });
  });

  it('counts lines of every kind of line end, and no byte order mark', () => {
    expect(onlyFault('\u{feff}{ "gatway": 1 }')).toMatchObject({ line: 1, column: 3 });
    expect(onlyFault('{\r\n\r\n"gatway": 1 }')).toMatchObject({ line: 3, column: 1 });
    expect(onlyFault('{\r\r"gatway": 1 }')).toMatchObject({ line: 3, column: 1 });
  });

  it('objects to a key that stands twice', () => {
    expect(onlyFault('{\n "mcpServers": { "a": {"command":"x"},\n  "a": {"command":"y"} } }')).toMatchObject({
      message: '"a" stands here a second time.',
      key: 'mcpServers.a',
      line: 3,
      column: 3,
    });
  });

  it.each(['{ "__proto__": {} }', '{ "mcpServers": { "__proto__": { "command": "x" } } }'])(
    'objects to __proto__ in %s',
    (text) => {
      expect(onlyFault(text)).toMatchObject({ message: '"__proto__" is not usable as a key.' });
    },
  );
});

describe('faults of the schema', () => {
  it('names the known sections, and the one that was meant', () => {
    const keys =
      '$schema gateway auth registration aggregate pinTools mcpServers servers proxy_registration logging desktop';
    expect(onlyFault('{\n  "gatway": {}\n}')).toEqual({
      reason: { code: 'key-unknown', name: 'gatway', section: '', guess: 'gateway' },
      accepted: { kind: 'keys', keys: keys.split(' ') },
      message: '"gatway" is not a section of this file; did you mean "gateway"?',
      key: 'gatway',
      line: 2,
      column: 3,
      expected:
        'one of $schema, gateway, auth, registration, aggregate, pinTools, mcpServers, servers, proxy_registration, logging, desktop',
    });
  });

  it('names the known keys of a section', () => {
    expect(onlyFault('{ "proxy_registration": { "heartbeat": { "intervall": 3 } } }')).toMatchObject({
      message: '"intervall" is not a key of "proxy_registration.heartbeat"; did you mean "interval"?',
      expected: 'one of interval',
      column: 42,
    });
    expect(onlyFault('{ "auth": { "zebra": 3 } }')).toMatchObject({
      message: '"zebra" is not a key of "auth".',
      expected: 'one of mode',
    });
  });

  it.each([
    [
      '{"gateway":{"port":"3004"}}',
      'gateway.port must be a number, not a string.',
      'a whole number from 0 to 65535',
    ],
    [
      '{"gateway":{"port":1.5}}',
      'gateway.port must be a whole number, not the number 1.5.',
      'a whole number from 0 to 65535',
    ],
    [
      '{"gateway":{"port":70000}}',
      'gateway.port is 70000, which is too large.',
      'a whole number from 0 to 65535',
    ],
    [
      '{"gateway":{"rateLimitPerMinute":0}}',
      'gateway.rateLimitPerMinute is 0, which is too small.',
      'a whole number from 1 on',
    ],
    [
      '{"gateway":{"keepAliveSeconds":0}}',
      'gateway.keepAliveSeconds is 0, which is too small.',
      'a number above 0 up to 86400',
    ],
    ['{"gateway":{"host":""}}', 'gateway.host is empty.', 'a string that is not empty'],
    [
      '{"gateway":{"allowedHosts":"a"}}',
      'gateway.allowedHosts must be a list, not a string.',
      'a list of strings, such as ["one", "two"]',
    ],
    [
      '{"gateway":{"allowedHosts":[1]}}',
      'gateway.allowedHosts[0] must be a string, not a number.',
      'a string',
    ],
    ['{"gateway":{"tls":1}}', 'gateway.tls must be an object, not a number.', 'an object in { } or null'],
    [
      '{"gateway":{"tls":{"mode":"tls","cert_file":"c"}}}',
      'gateway.tls.key_file is missing.',
      'a string that is not empty',
    ],
    ['{"gateway":null}', 'gateway must be an object, not null.', 'an object in { }'],
    ['{"auth":{"mode":"tokn"}}', 'auth.mode is "tokn"; did you mean "token"?', '"token" or "none"'],
    ['{"auth":{"mode":true}}', 'auth.mode must be a string, not true.', '"token" or "none"'],
    [
      '{"registration":{"enabled":"yes"}}',
      'registration.enabled must be true or false, not a string.',
      'true or false',
    ],
    [
      '{"aggregate":{"separator":"//"}}',
      'aggregate.separator must be 1 to 8 of the characters A-Z a-z 0-9 _ . -.',
      'a string',
    ],
    ['[]', 'The file must be an object, not a list.', 'an object in { }'],
    ['{"servers":{}}', 'servers must be a list, not an object.', 'a list of objects'],
  ])('reads %s and says: %s', (text, message, expected) => {
    expect(onlyFault(text)).toMatchObject({ message, expected });
  });

  it('asks for the authorities of mtls', () => {
    const tls = { mode: 'mtls', cert_file: 'c', key_file: 'k' };
    expect(onlyFault(JSON.stringify({ gateway: { tls } }))).toMatchObject({
      message: 'gateway.tls.ca_cert is missing, and mode "mtls" needs it.',
      key: 'gateway.tls.ca_cert',
    });
  });

  it('tells of all of them, in the order of the file', () => {
    const text = `{
      "servers": [{ "name": "a", "command": 5 }],
      "gateway": { "port": -1, "prot": 2 },
      "mcpServers": { "sse": { "command": "x" } },
    }`;
    expect(faultsOf(text).map(({ line, key }) => `${line} ${key}`)).toEqual([
      '2 servers[0].command',
      '3 gateway.port',
      '3 gateway.prot',
      '4 mcpServers.sse',
    ]);
  });
});

describe('faults of servers', () => {
  const faultOf = (entry: unknown): unknown => onlyFault(JSON.stringify({ mcpServers: { x: entry } }));

  it.each([
    [{ command: 1, url: 'x' }, 'mcpServers.x.command must be a string, not a number.'],
    [{ command: '' }, 'mcpServers.x.command is empty.'],
    [{}, 'mcpServers.x needs a "command" or a "url".'],
    [{ comand: 'npx' }, 'mcpServers.x needs a "command" or a "url"; did you mean "command" by "comand"?'],
    [{ command: 'a', url: 'b' }, 'mcpServers.x.url stands beside a "command".'],
    [{ url: 'a', httpUrl: 'b' }, 'mcpServers.x.httpUrl stands beside "url".'],
    [{ type: 'http', command: 'a' }, 'mcpServers.x.type is "http", but the entry has a "command".'],
    [{ type: 'stdio', url: 'a' }, 'mcpServers.x.type is "stdio", but the entry has no "command".'],
    [{ type: 'htp', url: 'a' }, 'mcpServers.x.type is "htp"; did you mean "http"?'],
    [{ command: 'a', args: 'b' }, 'mcpServers.x.args must be a list, not a string.'],
    [{ command: 'a', env: { PORT: 1 } }, 'mcpServers.x.env.PORT must be a string, not a number.'],
    [
      { command: 'a', tools: { dny: [] } },
      '"dny" is not a key of "mcpServers.x.tools"; did you mean "deny"?',
    ],
    [{ command: 'a', maxRestarts: 101 }, 'mcpServers.x.maxRestarts is 101, which is too large.'],
    ['npx', 'mcpServers.x must be an object, not a string.'],
  ])('reads %j and says: %s', (entry, message) => {
    expect(faultOf(entry)).toMatchObject({ message });
  });

  it.each([
    [
      'register',
      'The name "register" is reserved (register, unregister, messages, sse are routes of the gateway).',
    ],
    ['patchbay', 'The name "patchbay" is the name of the built-in server.'],
    ['a b', 'The name "a b" must be 1 to 64 of the characters A-Z a-z 0-9 . _ - and not start with a dot.'],
    ['constructor', 'The name "constructor" is not usable as a key.'],
  ])('does not take the name %s', (name, message) => {
    const text = `{\n  "mcpServers": {\n    ${JSON.stringify(name)}: { "command": "x" } } }`;
    expect(onlyFault(text)).toMatchObject({ message, key: `mcpServers.${name}`, line: 3, column: 5 });
  });

  it('looks at the names of the list too', () => {
    expect(onlyFault('{ "servers": [{ "name": "A", "path": "/mcp/sse", "command": "x" }] }')).toMatchObject({
      key: 'servers[0].path',
      message:
        'servers[0].path as a server’s name is reserved (register, unregister, messages, sse are routes of the gateway).',
    });
    expect(onlyFault('{ "servers": [{ "command": "x" }] }')).toMatchObject({
      message: 'servers[0].name is missing.',
    });
  });

  it('takes a name once, whatever the form', () => {
    const text =
      '{ "mcpServers": { "a": { "command": "x" } },\n"servers": [{ "name": "a", "command": "x" }] }';
    expect(onlyFault(text)).toMatchObject({
      message: 'There is a server "a" already.',
      key: 'servers[0].name',
      line: 2,
      column: 23,
    });
    const list =
      '{ "servers": [{ "name": "a", "command": "x" },{ "name": "B", "path": "/a", "command": "x" }] }';
    expect(onlyFault(list)).toMatchObject({ key: 'servers[1].path' });
  });

  it('shows no values that could be secret', () => {
    const secret = 'sk-very-secret';
    const text = JSON.stringify({
      mcpServers: { x: { command: [secret], env: { A: [secret] }, headers: secret, disabled: secret } },
    });
    expect(JSON.stringify(faultsOf(text))).not.toContain(secret);
  });
});

describe('loadConfig', () => {
  it('never throws, and has either a configuration or faults with a place in the text', () => {
    const noise = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .array(fc.constantFrom('{', '}', '[', ']', ':', ',', '"', 'a', '1', '/', '*', '\n', '\r', ' ', '\\u'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(noise, (text) => {
        const { config, faults } = loadConfig(text, context);
        expect(config === null).toBe(faults.length > 0);
        const lines = text.split(/\r\n|\r|\n/);
        for (const { line, column } of faults) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 2);
        }
      }),
    );
  });
});
