import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renamedInPlace, splice, withId } from '../../../src/main/core/relay/wire/edit.ts';
import { scanLine } from '../../../src/main/core/relay/wire/line.ts';
import {
  idText,
  MessageError,
  pickMembers,
  progressTokenSpan,
  scanMessage,
  textAt,
} from '../../../src/main/core/relay/wire/message.ts';

const scan = (text: string) => scanMessage(Buffer.from(text));

function refusal(text: string | Buffer): { code: number; message: string } {
  try {
    scanMessage(Buffer.from(text));
  } catch (error) {
    if (error instanceof MessageError) return { code: error.rpcCode, message: error.message };
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a scanned message', () => {
  it('tells requests, notifications, results and errors apart', () => {
    expect(scan('{"jsonrpc":"2.0","id":1,"method":"ping"}')).toMatchObject({
      kind: 'request',
      method: 'ping',
    });
    expect(scan('{"jsonrpc":"2.0","method":"notifications/initialized"}').kind).toBe('notification');
    expect(scan('{"result":{},"id":"a","jsonrpc":"2.0"}').kind).toBe('result');
    expect(scan('{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}')).toMatchObject({
      kind: 'error',
      id: null,
    });
  });

  it('keeps ids as they were written', () => {
    for (const id of ['1', '"1"', '0', '-7', '1.50', '12345678901234567890123', '"\\u0061"', '"é"']) {
      expect(idText(scan(`{"jsonrpc":"2.0","id":${id},"method":"x"}`))).toBe(id);
    }
  });

  it.each([
    ['not JSON', '{"jsonrpc":"2.0",', -32_700],
    ['more than one value', '{"jsonrpc":"2.0","id":1,"method":"x"}{}', -32_700],
    ['a wrong version', '{"jsonrpc":"1.0","id":1,"method":"x"}', -32_600],
    ['no version', '{"id":1,"method":"x"}', -32_600],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"x"}', -32_600],
    ['a request with id null', '{"jsonrpc":"2.0","id":null,"method":"x"}', -32_600],
    ['params that are an array', '{"jsonrpc":"2.0","id":1,"method":"x","params":[1]}', -32_600],
    ['a method that is no string', '{"jsonrpc":"2.0","id":1,"method":5}', -32_600],
    ['result and error at once', '{"jsonrpc":"2.0","id":1,"result":{},"error":{}}', -32_600],
    ['neither method nor result', '{"jsonrpc":"2.0","id":1}', -32_600],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"x"}]', -32_600],
    ['a method given twice', '{"jsonrpc":"2.0","id":1,"method":"a","method":"b"}', -32_700],
    ['nothing', '', -32_700],
  ])('refuses %s with the right code', (_what, text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(refusal(Buffer.from([0x7b, 0xff, 0x7d])).message).toContain('UTF-8');
  });

  it('refuses a raw line break inside a string, as JSON does', () => {
    expect(refusal('{"jsonrpc":"2.0","id":1,"method":"a\nb"}').code).toBe(-32_700);
  });

  it('changes nothing but the id when the id is renamed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, id) => {
        const before = `{ "params" : {"a":${JSON.stringify(value)},"n":1.0e+2},"id" :${JSON.stringify(id)} , "method":"x","jsonrpc":"2.0"}`;
        const message = scan(before);
        const there = withId(message, '42');
        const back = withId(scanMessage(there), idText(message));
        expect(back.toString()).toBe(before);
      }),
    );
  });

  it('is renamed in place to the same bytes as in a copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.json(), fc.json(), fc.boolean(), (value, old, id, isFirst) => {
        fc.pre(/^["\d-]/.test(old) && /^["\d-]/.test(id));
        const [one, other] = [`"id" : ${old}`, `"result":${JSON.stringify(value)}`];
        const text = `{"jsonrpc":"2.0", ${isFirst ? `${one},${other}` : `${other},${one}`} }`;
        const copied = withId(scan(text), id).toString();
        // Its neighbours in the same memory keep what they have.
        const memory = Buffer.from(`before${text}after`);
        const message = scanMessage(memory.subarray(6, -5));
        expect(renamedInPlace(message, id).toString()).toBe(copied);
        expect([memory.toString('utf8', 0, 6), memory.toString('utf8', memory.length - 5)]).toEqual([
          'before',
          'after',
        ]);
      }),
    );
  });

  it('knows the members of its parameters as whoever looks for them later finds them', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (some, meta) => {
          const params = { ...some, _meta: meta, name: 'n' };
          const { bytes, body } = scan(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'x', params }));
          const names = [...Object.keys(params), 'missing'];
          if (body === null) throw new Error('it has parameters');
          const known = pickMembers(bytes, body, names);
          expect(known).toMatchObject(pickMembers(bytes, { start: body.start, end: body.end }, names));
          const { start = 0, end = 0 } = known['_meta'] ?? {};
          const inMeta = Object.keys(meta);
          expect(pickMembers(bytes, known['_meta'], inMeta)).toEqual(
            pickMembers(bytes, { start, end }, inMeta),
          );
        },
      ),
    );
  });

  it('takes a key that stands twice in its parameters, and says so to whoever looks there', () => {
    const twice = scan(
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"name":"a","name":"b","_meta":{"t":1}}}',
    );
    const inMeta = scan('{"jsonrpc":"2.0","id":1,"method":"x","params":{"name":"a","_meta":{"t":1,"t":2}}}');
    expect(() => pickMembers(twice.bytes, twice.body, ['_meta'])).toThrow('ambiguous: duplicate key "name"');
    const { name, _meta: meta } = pickMembers(inMeta.bytes, inMeta.body, ['name', '_meta']);
    expect(textAt(inMeta.bytes, name)).toBe('a');
    expect(() => pickMembers(inMeta.bytes, meta, ['t'])).toThrow('ambiguous: duplicate key "t"');
  });

  it('may be nested as deeply within its parameters as elsewhere', () => {
    for (const key of ['_meta', 'other']) {
      const nested = (depth: number): string =>
        `{"jsonrpc":"2.0","id":1,"method":"x","params":{"${key}":{"a":${'['.repeat(depth)}1${']'.repeat(depth)}}}}`;
      expect(scan(nested(1998)).kind).toBe('request');
      expect(refusal(nested(1999)).message).toContain('nested more than 2000 deep');
    }
  });

  it('finds the progress token only where it belongs', () => {
    const message = scan(
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"progressToken":1,"a":{"_meta":{"progressToken":2}},"_meta":{"progressToken":"t"}}}',
    );
    const span = progressTokenSpan(message);
    expect(textAt(message.bytes, span)).toBe('t');
  });

  it('knows nothing of members with the names of prototypes', () => {
    const message = scan(
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"__proto__":{"name":"evil"},"constructor":1}}',
    );
    expect(pickMembers(message.bytes, message.body, ['name', 'uri'])).toEqual({});
  });

  it('makes several replacements at once, in any order', () => {
    const bytes = Buffer.from('abcdef');
    const edited = splice(bytes, [
      { span: { start: 4, end: 5 }, text: 'E!' },
      { span: { start: 0, end: 2 }, text: '' },
    ]);
    expect(edited.toString()).toBe('cdE!f');
  });

  it('takes a batch on one line apart', () => {
    const bad: string[] = [];
    const messages = scanLine(
      Buffer.from(' [ {"jsonrpc":"2.0","id":1,"result":{}} , {"id":7}, {"jsonrpc":"2.0","method":"x"}]'),
      ({ message }) => bad.push(message),
    );
    // A bad one does not take the others with it.
    expect(messages.map(({ kind }) => kind)).toEqual(['result', 'notification']);
    expect(bad).toEqual([expect.stringContaining('"jsonrpc"')]);
  });
});
