// Batches taken apart: every element is a message or has an answer, as JSON-RPC 2.0 section 6 says.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBounds } from '../../../src/main/core/bounds/bounds.ts';
import { arrayOf } from '../../../src/main/core/gateway/batch-exchange.ts';
import { isBatch, readBatch } from '../../../src/main/core/gateway/batch.ts';
import { MessageError } from '../../../src/main/core/relay/wire/message.ts';

const bounds = defaultBounds();
const read = (text: string) => readBatch(Buffer.from(text), bounds);
const errors = (refusals: readonly Buffer[]): unknown[] =>
  refusals.map((bytes) => JSON.parse(bytes.toString()) as unknown);
const codeOf = (text: string): number | undefined => {
  try {
    read(text);
    return undefined;
  } catch (error) {
    return error instanceof MessageError ? error.rpcCode : undefined;
  }
};
const invalid = (id: unknown): unknown => ({
  jsonrpc: '2.0',
  id,
  error: { code: -32_600, message: expect.any(String) as unknown },
});
const claim = '{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}';

describe('a batch', () => {
  it.each([
    ['[]', true],
    [' \n\t[1]', true],
    ['{}', false],
    ['', false],
    ['"["', false],
  ])('is what begins as an array: %j', (text, expected) => {
    expect(isBatch(Buffer.from(text))).toBe(expected);
  });

  it.each([
    ['[', -32_700],
    ['[{"jsonrpc":"2.0","id":1,"method":"a"},', -32_700],
    ['[{"jsonrpc":"2.0","id":1,"method":"a"}] x', -32_700],
    ['[{"jsonrpc":"2.0","id":1,"method":"a"},]', -32_700],
    ['[]', -32_600],
  ])('that is %s is refused as a whole', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('that is too long is refused as a whole, with the limit and its key', () => {
    const many = `[${'1,'.repeat(bounds.get('batchLength'))}1]`;
    expect(() => read(many)).toThrow(
      expect.objectContaining({ details: { limit: 'gateway.limits.maxBatchLength', value: 100 } }),
    );
  });

  it('that is not UTF-8 is refused as a whole', () => {
    expect(() => readBatch(Buffer.from([0x5b, 0x22, 0xc3, 0x28, 0x22, 0x5d]), bounds)).toThrow('UTF-8');
  });

  it('gives an answer to each element that is no message, and keeps the others in order', () => {
    const { messages, refusals } = read(
      '[1, {"jsonrpc":"2.0","id":1,"method":"a"}, {"foo":"boo"}, [], {"jsonrpc":"2.0","method":"b"},' +
        ' null, {"jsonrpc":"2.0","id":7,"result":{}}]',
    );
    expect(messages.map(({ kind }) => kind)).toEqual(['request', 'notification', 'result']);
    expect(errors(refusals)).toEqual([invalid(null), invalid(null), invalid(null), invalid(null)]);
  });

  it.each([
    '{"jsonrpc":"2.0","id":"x","method":"initialize","params":{}}',
    `{"jsonrpc":"2.0","id":"x","method":"tools/list","params":${claim}}`,
  ])('must not hold %s, which is told under its id', (element) => {
    const { messages, refusals } = read(`[${element},{"jsonrpc":"2.0","id":2,"method":"ping"}]`);
    expect(messages).toHaveLength(1);
    expect(errors(refusals)).toEqual([invalid('x')]);
  });

  it('leaves the bytes of each message as they came, whatever white space stands around them', () => {
    const space = fc.stringMatching(/^[ \t\n\r]{0,3}$/);
    const params = fc.dictionary(fc.string(), fc.jsonValue());
    const message = fc
      .record({ id: fc.oneof(fc.string(), fc.integer()), params })
      .map(({ id, params: given }) => JSON.stringify({ jsonrpc: '2.0', id, method: 'm', params: given }));
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 20 }), space, space, (elements, one, two) => {
        const { messages, refusals } = read(`${one}[${two}${elements.join(`${one},${two}`)}${two}]${one}`);
        expect(messages.map(({ bytes }) => bytes.toString())).toEqual(elements);
        expect(refusals).toEqual([]);
        expect(JSON.parse(arrayOf(messages.map(({ bytes }) => bytes)).toString())).toEqual(
          elements.map((element) => JSON.parse(element) as unknown),
        );
      }),
    );
  });
});
