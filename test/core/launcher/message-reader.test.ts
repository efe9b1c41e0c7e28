// What of a child’s stdout is a message, and what is noise.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMessageReader } from '../../../src/main/core/launcher/message-reader.ts';

function read(
  bytes: Buffer,
  maxLineBytes = 1_000_000,
): { messages: string[]; noise: string[]; lost: number[] } {
  const messages: string[] = [];
  const noise: string[] = [];
  const lost: number[] = [];
  const reader = createMessageReader({
    maxLineBytes,
    onMessage: (line) => messages.push(line.toString('utf8')),
    onNoise: (line) => noise.push(line.toString('utf8')),
    onOverlong: (_head, _tail, totalBytes) => lost.push(totalBytes),
  });
  reader.push(bytes);
  reader.end();
  return { messages, noise, lost };
}

describe('reading a child’s stdout', () => {
  it('passes every JSON object on as it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value);
        expect(read(Buffer.from(`${text}\n`))).toEqual({ messages: [text], noise: [], lost: [] });
      }),
    );
  });

  it('passes on objects and batches behind blanks, and skips empty lines', () => {
    const lines = ['  {"a":1}', '\t{ }', '[ {"a":1} ]', '[]', '', '   ', '\r'];
    expect(read(Buffer.from(lines.join('\n')))).toEqual({
      messages: ['  {"a":1}', '\t{ }', '[ {"a":1} ]', '[]'],
      noise: [],
      lost: [],
    });
  });

  it('takes everything else for noise', () => {
    const lines = [
      'Server ready',
      '[info] listening on stdio',
      '{ not: json }',
      '{',
      '42',
      '"text"',
      '[1,2]',
    ];
    expect(read(Buffer.from(lines.join('\n')))).toEqual({ messages: [], noise: lines, lost: [] });
  });

  it('makes invalid UTF-8 inside of a message valid, with replacement characters', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}\n')]);
    expect(read(bytes).messages).toEqual(['{"a":"\uFFFD\uFFFD"}']);
  });

  it('looks over a byte order mark at the very beginning', () => {
    expect(read(Buffer.from('\uFEFF{"a":1}\n{"b":2}\n')).messages).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('reads on after a message that was too long', () => {
    expect(read(Buffer.from(`{"a":"${'x'.repeat(50)}"}\n{"b":2}\n`), 20)).toEqual({
      messages: ['{"b":2}'],
      noise: [],
      lost: [58],
    });
  });
});
