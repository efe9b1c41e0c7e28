import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimedVersionSpan, readClaim } from '../../../../src/main/core/relay/modern/claim.ts';
import { modernAnswer, taggedNotification } from '../../../../src/main/core/relay/modern/decorate.ts';
import {
  decodeHeaderValue,
  encodeHeaderValue,
} from '../../../../src/main/core/relay/modern/header-values.ts';
import { legacyRequest } from '../../../../src/main/core/relay/modern/legacy-request.ts';
import { requestDigest } from '../../../../src/main/core/relay/modern/request-digest.ts';
import { scanMessage } from '../../../../src/main/core/relay/wire/message.ts';
import { parse, scan, type Json } from '../../../support/listening-peer.ts';
import { claimMeta, modernRequest } from '../../../support/scripted-legacy-server.ts';

const text = (bytes: Buffer): string => bytes.toString();
const message = (json: string) => scanMessage(Buffer.from(json));
/** JSON objects as anyone may send them; `__proto__` cannot be told from a prototype in an object literal. */
const anyObject = fc
  .dictionary(
    fc.string().filter((key) => key !== '__proto__'),
    fc.jsonValue(),
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe('the claim of a modern request', () => {
  it('says who asks and what they can do', () => {
    const meta = claimMeta({ roots: {} }, { 'io.modelcontextprotocol/logLevel': 'warning' });
    const request = modernRequest(1, 'tools/list', {}, meta).message;
    expect(readClaim(request)).toEqual({
      protocolVersion: '2026-07-28',
      capabilities: { roots: {} },
      clientInfo: { name: 'modern', version: '1' },
      logLevel: 'warning',
    });
  });

  it('is refused with the name of what is missing or odd', () => {
    for (const key of ['protocolVersion', 'clientCapabilities']) {
      const meta = claimMeta();
      delete meta[`io.modelcontextprotocol/${key}`];
      expect(() => readClaim(modernRequest(1, 'tools/list', {}, meta).message)).toThrow(key);
    }
    const odd = claimMeta({}, { 'io.modelcontextprotocol/logLevel': 'loud' });
    expect(() => readClaim(modernRequest(1, 'tools/list', {}, odd).message)).toThrow(/logLevel/);
    const noName = claimMeta({}, { 'io.modelcontextprotocol/clientInfo': 7 });
    expect(readClaim(modernRequest(1, 'tools/list', {}, noName).message).clientInfo.name).toBe('unknown');
  });

  it('is what tells the eras apart', () => {
    expect(claimedVersionSpan(modernRequest(1, 'tools/list').message)).toBeDefined();
    expect(claimedVersionSpan(scan({ jsonrpc: '2.0', id: 1, method: 'tools/list' }))).toBeUndefined();
    expect(
      claimedVersionSpan(scan({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: {} } })),
    ).toBeUndefined();
  });
});

describe('a modern request to a legacy server', () => {
  it('loses the claim and what a repetition brings, and keeps all else as written', () => {
    const json =
      '{"jsonrpc":"2.0", "id":"a\\u0062","method":"tools/call","params":{ "name":"x","inputResponses":{},"big":12345678901234567890.10,"requestState":"s","_meta":{"traceparent":"t","io.modelcontextprotocol/protocolVersion":"2026-07-28","progressToken":"mine","io.modelcontextprotocol/clientCapabilities":{}, "io.modelcontextprotocol/other":[1 ,2]} }}';
    expect(text(legacyRequest(message(json), '5'))).toBe(
      '{"jsonrpc":"2.0", "id":5,"method":"tools/call","params":{"name":"x","big":12345678901234567890.10,"_meta":{"traceparent":"t","progressToken":5,"io.modelcontextprotocol/other":[1 ,2]}}}',
    );
  });

  it('stays valid, with the same parameters, whatever they are', () => {
    fc.assert(
      fc.property(anyObject, anyObject, (params, meta) => {
        const { _meta: _ignored, inputResponses: _dropped, requestState: _used, ...rest } = params;
        const { progressToken: _token, ...otherMeta } = meta;
        const request = modernRequest('x', 'tools/call', rest, { ...otherMeta, ...claimMeta() }).message;
        expect(parse(legacyRequest(request, '9'))).toEqual({
          jsonrpc: '2.0',
          id: 9,
          method: 'tools/call',
          params: { ...rest, _meta: otherMeta },
        });
      }),
    );
  });
});

describe('a legacy answer to a modern client', () => {
  const info = '{"name":"s","version":"1"}';

  it('gets what it lacks in front, and keeps the rest byte for byte', () => {
    const answer = message('{"jsonrpc":"2.0","id":7,"result":{ "tools":[] ,"n":1E2}}');
    expect(text(modernAnswer('tools/list', answer, '"mine"', info))).toBe(
      `{"jsonrpc":"2.0","id":"mine","result":{"resultType":"complete","ttlMs":0,"cacheScope":"private","_meta":{"io.modelcontextprotocol/serverInfo":${info}}, "tools":[] ,"n":1E2}}`,
    );
  });

  it('keeps what it has', () => {
    const json =
      '{"jsonrpc":"2.0","id":7,"result":{"resultType":"task","ttlMs":5,"cacheScope":"public","_meta":{"io.modelcontextprotocol/serverInfo":1}}}';
    expect(text(modernAnswer('tools/list', message(json), '7', info))).toBe(json);
  });

  it('is valid whatever it holds, and adds only what was absent', () => {
    fc.assert(
      fc.property(anyObject, fc.boolean(), (result, isList) => {
        const method = isList ? 'resources/read' : 'tools/call';
        const answer = scan({ jsonrpc: '2.0', id: 1, result });
        const now = parse(modernAnswer(method, answer, '1', info))['result'] as Json;
        const added = {
          resultType: 'complete',
          _meta: { 'io.modelcontextprotocol/serverInfo': JSON.parse(info) as Json },
        };
        expect(now).toMatchObject({ ...added, ...result });
        expect('ttlMs' in now).toBe(isList || 'ttlMs' in result);
      }),
    );
  });

  it('has the code of this era for a resource that is not there, with its data', () => {
    const answer = message(
      '{"jsonrpc":"2.0","id":7,"error":{"code":-32002,"message":"No","data":{"uri":"x"}}}',
    );
    expect(parse(modernAnswer('resources/read', answer, '8', info))).toEqual({
      jsonrpc: '2.0',
      id: 8,
      error: { code: -32_602, message: 'No', data: { uri: 'x' } },
    });
  });
});

describe('a notification of a subscription', () => {
  it.each([
    ['{"jsonrpc":"2.0","method":"n"}', { _meta: {} }],
    ['{"jsonrpc":"2.0","method":"n","params":{}}', { _meta: {} }],
    ['{"jsonrpc":"2.0","method":"n","params":{"uri":"u"}}', { uri: 'u', _meta: {} }],
    ['{"jsonrpc":"2.0","method":"n","params":{"_meta":{"a":1}}}', { _meta: { a: 1 } }],
    [
      '{"jsonrpc":"2.0","method":"n","params":{"_meta":{"io.modelcontextprotocol/subscriptionId":9}}}',
      { _meta: {} },
    ],
  ])('is tagged: %s', (json, expected: Json) => {
    const { params } = parse(taggedNotification(message(json), '"id"')) as { params: Json };
    const meta = { ...(expected['_meta'] as Json), 'io.modelcontextprotocol/subscriptionId': 'id' };
    expect(params).toEqual({ ...expected, _meta: meta });
  });
});

describe('the digest of a request', () => {
  const digest = (params: Json, target = 'box', method = 'tools/call') =>
    requestDigest(target, scan({ jsonrpc: '2.0', id: 1, method, params }));

  it('is the same for a repetition, in whatever order its keys are', () => {
    const first = { name: 'x', arguments: { a: 1, b: [1, { c: 2, d: 3 }] }, _meta: { progressToken: 1 } };
    const again = {
      requestState: 's',
      arguments: { b: [1, { d: 3, c: 2 }], a: 1 },
      inputResponses: { q: {} },
      name: 'x',
      _meta: { progressToken: 2 },
    };
    expect(digest(again)).toBe(digest(first));
  });

  it('is another one for another target, method, name or argument', () => {
    const params = { name: 'x', arguments: { a: 1 } };
    const all = [
      digest(params),
      digest(params, 'other'),
      digest(params, 'box', 'prompts/get'),
      digest({ ...params, name: 'y' }),
      digest({ ...params, arguments: { a: '1' } }),
      digest({ ...params, arguments: { a: [] } }),
      digest({ ...params, arguments: { a: {} } }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('a value in a header', () => {
  it('comes back as it was, whatever it is, and is safe to send', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const header = encodeHeaderValue(value);
        expect(header).toMatch(/^[\t\x20-\x7e]*$/);
        expect(header.trim()).toBe(header);
        expect(decodeHeaderValue(header)).toBe(value.toWellFormed());
      }),
    );
  });

  it.each([
    ['us-west1', 'us-west1'],
    ['Hello, 世界', '=?base64?SGVsbG8sIOS4lueVjA==?='],
    [' padded ', '=?base64?IHBhZGRlZCA=?='],
    ['=?base64?literal?=', '=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?='],
  ])('%s is written as the specification has it', (value, header) => {
    expect(encodeHeaderValue(value)).toBe(header);
  });

  it.each(['=?base64?not base64?=', '=?base64?/w==?=', 'caf\u00e9', 'a\u0001b'])('%j is none', (header) =>
    expect(decodeHeaderValue(header)).toBeNull(),
  );
});
