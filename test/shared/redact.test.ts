// What must never be readable in output, and what must stay readable.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask } from '../../src/shared/redact-patterns.ts';
import { createRedactor, redactCommandLine, redactText } from '../../src/shared/redact.ts';

const jwt =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';

/** Letters and digits only, never a word that is left alone. */
const plainSecret = fc.stringMatching(/^[A-Za-z0-9]{8,40}$/).map((text) => `Zq7${text}`);
/** Pieces of which texts with secrets are made, so that random texts hit the rules. */
const pieces = [
  'token~api_key~--api-key~Authorization~Bearer~basic~cookie~tokens~x~http~user~a b~12~null~hunter22',
  String.raw`=~:~=>~://~/~ ~  ~"~'~\~\"~,~;~&~?~#~@~%20~[~]~{~}~(~)~.~-~--`,
  '`~\n~[redac~sk-abcdefghijklmnop~-----BEGIN PRIVATE KEY-----~-----END PRIVATE KEY-----',
].flatMap((line) => line.split('~'));
const messyText = fc
  .array(fc.constantFrom(...pieces, jwt, mask), { maxLength: 24 })
  .map((some) => some.join(''));

describe('redactText', () => {
  it.each([
    ['a bearer token', 'sent Bearer abc123.def to it', `sent Bearer ${mask} to it`],
    [
      'an Authorization header',
      'Authorization: Bearer abc123 status=200',
      `Authorization: Bearer ${mask} status=200`,
    ],
    ['basic credentials', 'authorization: Basic dXNlcjpwYXNz', `authorization: Basic ${mask}`],
    ['a scheme with parameters', 'Authorization: Digest a=1, response=2', `Authorization: ${mask}`],
    ['a cookie header', 'Cookie: sid=abc; other=def', `Cookie: ${mask}`],
    ['a JSON web token', `got ${jwt} back`, `got ${mask} back`],
    ['a URL-encoded JSON web token', `x=Bearer%20${jwt}`, `x=Bearer%20${mask}`],
    ['a variable', 'API_KEY=hunter22 started', `API_KEY=${mask} started`],
    ['a JSON member', '{"apiKey": "hunter22", "port": 3004}', `{"apiKey": "${mask}", "port": 3004}`],
    [
      'JSON inside JSON',
      String.raw`{"body":"{\"token\":\"hunter22\"}"}`,
      String.raw`{"body":"{\"token\":\"[redacted]\"}"}`,
    ],
    ['a quoted value with quotes inside', String.raw`secret="a\"b c" d`, `secret="${mask}" d`],
    ['a list', '"secrets": ["one", "two"], "a": 1', `"secrets": ${mask}, "a": 1`],
    ['a JavaScript object', "{ clientSecret: 'hunter22' }", `{ clientSecret: '${mask}' }`],
    ['a value in brackets', 'refused (token=hunter22)', `refused (token=${mask})`],
    ['a flag', 'run --api-key hunter22 now', `run --api-key ${mask} now`],
    ['a flag with an equals sign', 'run --token=hunter22 now', `run --token=${mask} now`],
    ['a query parameter', 'GET /a?b=1&access_token=hunter22&c=2', `GET /a?b=1&access_token=${mask}&c=2`],
    ['a signature in a query', 'https://x.y/z?sig=hunter22#f', `https://x.y/z?sig=${mask}#f`],
    ['URL credentials', 'https://user:pa@ss@host/path', `https://${mask}@host/path`],
    ['a URL password with a slash', 'postgres://u:pa/ss@host/db', `postgres://${mask}@host/db`],
    ['a token as URL user', 'https://abc123@host/', `https://${mask}@host/`],
    ['tokens of known make', 'ghp_abcdefghijklmnopqrst AKIAABCDEFGHIJKLMNOP', `${mask} ${mask}`],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- ok', `${mask} ok`],
    ['a header of another name', 'X-Api-Key: Bearer hunter22', `X-Api-Key: Bearer ${mask}`],
  ])('masks %s', (_what, text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    'Patchbay ready on http://127.0.0.1:3004',
    'http://[::1]:3004/mcp/@scope/x',
    'npx -y @modelcontextprotocol/server-filesystem /home/me/notes',
    'bearer token is missing',
    'WWW-Authenticate: Bearer realm="patchbay"',
    '{"max_tokens": 4096, "progressToken": 7, "token": null}',
    'keyboard=us tokenizer: gpt server_key=files_1',
    '2026-11-21T10:00:00.000Z info gateway: POST /mcp 200 12 ms',
    'C:\\Users\\me\\AppData\\Roaming\\Patchbay',
    '',
  ])('leaves %j as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('masks a configured value wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 6 }), fc.string(), (before, secret, after) => {
        fc.pre(!mask.includes(secret) && !before.includes(mask) && !after.includes(mask));
        expect(redactText(before + secret + after, [secret]).replaceAll(mask, '')).not.toContain(secret);
      }),
    );
  });

  it('masks overlapping values whole', () => {
    expect(redactText('x abcdefghijk y', ['abcdefg', 'efghijk', 'cdefgh'])).toBe(`x ${mask} y`);
  });

  it('masks the JSON-escaped and URL-encoded forms of a value, and each of its lines', () => {
    const secret = 'pa"ss wo/rd\nsecond line';
    const redact = createRedactor([secret]);
    expect(redact(JSON.stringify({ value: secret }))).not.toMatch(/pa|wo|second/);
    expect(redact(`x${encodeURIComponent(secret)}x`)).toBe(`x${mask}x`);
    expect(redact('it printed: second line')).toBe(`it printed: ${mask}`);
  });

  it('does not look for values under six characters', () => {
    expect(redactText('true or false', ['true', 'fals'])).toBe('true or false');
  });

  it('finds a secret behind any telling name in any usual form', () => {
    const name = fc.constantFrom(
      'token',
      'API_KEY',
      'clientSecret',
      'db-password',
      'x.private.key',
      '--token',
    );
    const form = fc.constantFrom(
      (key: string, value: string) => `${key}=${value}`,
      (key: string, value: string) => `${key}: ${value}`,
      (key: string, value: string) => `"${key}":"${value}"`,
      (key: string, value: string) => `'${key}' => '${value}'`,
      (key: string, value: string) => JSON.stringify(JSON.stringify({ [key]: `${value}"${value}` })),
      (key: string, value: string) => `Authorization: Bearer ${value} ${key}`,
      (key: string, value: string) => `https://h/p?a=b&${key}=${value}&c=d`,
      (key: string, value: string) => `https://${key}:${value}@host/`,
    );
    fc.assert(
      fc.property(name, form, plainSecret, (key, write, secret) => {
        expect(redactText(`before ${write(key, secret)} after`)).not.toContain(secret);
      }),
    );
  });

  it('changes nothing more when applied again', () => {
    const values = fc.array(fc.oneof(messyText, fc.constantFrom('hunter22', 'a b12', 'redacted', 'n[redac')));
    fc.assert(
      fc.property(messyText, values, (text, secrets) => {
        const once = redactText(text, secrets);
        expect(redactText(once, secrets)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it('copes with long hostile texts', () => {
    const bricks = [
      ...pieces.filter((piece) => piece !== ''),
      ...String.raw`key=~a:~token: "~eyJ~eyJa.~://a:b~--key ~bearer ~sk-~%20eyJ~password=,~a=;~key=[`.split(
        '~',
      ),
    ];
    for (const brick of bricks) {
      const text = brick.repeat(Math.ceil(400_000 / brick.length));
      expect(redactText(text).length).toBeGreaterThan(0);
    }
  });
});

describe('redactCommandLine', () => {
  it('masks the values of telling flags and variables', () => {
    expect(
      redactCommandLine('npx', ['-y', 'server', '--api-key', 'hunter22', '--token=abc', '--port', '80']),
    ).toBe(`npx -y server --api-key ${mask} --token=${mask} --port 80`);
    expect(
      redactCommandLine('docker', ['run', '-e', 'API_KEY=hunter22', '--header', 'Authorization: Bearer x']),
    ).toBe(`docker run -e API_KEY=${mask} --header "Authorization: Bearer ${mask}"`);
  });

  it('does not take the next flag for a value', () => {
    expect(redactCommandLine('x', ['--token', '--verbose'])).toBe('x --token --verbose');
  });

  it('quotes what would otherwise look like several words', () => {
    expect(redactCommandLine('/opt/my tools/x', ['', 'a b'])).toBe('"/opt/my tools/x" "" "a b"');
  });

  it('masks configured values', () => {
    expect(redactCommandLine('x', ['plain', 'pre-hunter22'], ['hunter22'])).toBe(`x plain pre-${mask}`);
  });
});
