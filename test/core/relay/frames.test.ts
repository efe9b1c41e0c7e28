import { createParser } from 'eventsource-parser';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventBytes, oneLine } from '../../../src/main/core/relay/wire/frames.ts';

const pretty = fc
  .tuple(fc.jsonValue(), fc.constantFrom('\n', '\r\n', '\r'), fc.boolean())
  .map(([value, lineBreak, isOpenEnded]) => {
    const text = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'x', params: { value } }, null, 2);
    return `${text}${isOpenEnded ? '\n' : ''}`.replaceAll('\n', lineBreak);
  });

describe('a message as one line', () => {
  it('has no line break, is as long as it was, and means the same', () => {
    fc.assert(
      fc.property(pretty, (text) => {
        const line = oneLine(Buffer.from(text)).toString();
        expect(line).not.toMatch(/[\r\n]/);
        expect(line).toHaveLength(text.length);
        expect(JSON.parse(line)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is the very same bytes where there was no line break', () => {
    const bytes = Buffer.from('{"jsonrpc":"2.0"}');
    expect(oneLine(bytes)).toBe(bytes);
  });
});

describe('a message as an event', () => {
  it('is read with its line breaks, as line feeds', () => {
    fc.assert(
      fc.property(pretty, (text) => {
        const events: string[] = [];
        createParser({ onEvent: ({ data }) => void events.push(data) }).feed(
          eventBytes('id: 7\nevent: message\n', Buffer.from(text)).toString(),
        );
        expect(events).toEqual([text.replaceAll(/\r\n?/g, '\n')]);
      }),
    );
  });
});
