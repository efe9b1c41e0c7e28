// What can be told of messages that were too long to be kept.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOverlong } from '../../../src/main/core/relay/wire/overlong.ts';

const big = 'y'.repeat(5000);

function told(text: string, kept = 200) {
  const bytes = Buffer.from(text);
  return readOverlong(bytes.subarray(0, kept), bytes.subarray(-kept));
}

describe('a message that was too long', () => {
  it('is an answer, its id before or behind the result', () => {
    const result = `{"content":[{"type":"text","text":"${big}"}]}`;
    expect(told(`{"jsonrpc":"2.0","id":7,"result":${result}}`)).toEqual({ kind: 'answer', id: '7' });
    expect(told(`{"result":${result},"jsonrpc":"2.0","id":7}`)).toEqual({ kind: 'answer', id: '7' });
    expect(told(`{"jsonrpc":"2.0","result":${result},"id":"7"}\r`)).toEqual({ kind: 'answer', id: '"7"' });
    expect(told(`{"error":{"code":-1,"message":"${big}"}, "id" : 12 ,"jsonrpc":"2.0"}`)).toEqual({
      kind: 'answer',
      id: '12',
    });
  });

  it('is a question of the server, which is no answer to anybody', () => {
    const params = `{"messages":["${big}"],"id":3}`;
    for (const text of [
      `{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":${params}}`,
      `{"method":"sampling/createMessage","params":${params},"jsonrpc":"2.0","id":7}`,
      `{"params":${params},"id":7,"method":"x"}`,
    ])
      expect(told(text)).toEqual({ kind: 'request', id: '7' });
  });

  it('is told by what stands first, whatever the big part is', () => {
    expect(told(`{"jsonrpc":"2.0","id":7,"result":{},"more":"${big}"}`)).toEqual({ kind: 'answer', id: '7' });
    expect(told(`{"more":"${big}","jsonrpc":"2.0","id":7}`)).toEqual({ kind: 'other' });
    for (const text of [
      `{"jsonrpc":"2.0","id":7,"method":"ping","result":"${big}"}`,
      `{"jsonrpc":"2.0","id":7,"method":"${big}"}`,
      `{"jsonrpc":"2.0","id":7,"params":{},"more":"${big}"}`,
    ])
      expect(told(text)).toEqual({ kind: 'request', id: '7' });
  });

  it('is something else: a notification, or what nothing is known of', () => {
    for (const text of [
      `{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"${big}"}}`,
      `["${big}"]`,
      `{"${big}`,
      big,
      '',
    ])
      expect(told(text)).toEqual({ kind: 'other' });
  });

  it('is told alike wherever the id stands and however much was kept', () => {
    const members = { jsonrpc: '"2.0"', id: '42', result: `{"id":1,"a":"${big}"}` };
    const order = fc.shuffledSubarray(['jsonrpc', 'id', 'result'] as const, { minLength: 3 });
    fc.assert(
      fc.property(order, fc.integer({ min: 60, max: 1024 }), (keys, kept) => {
        const text = `{${keys.map((key) => `"${key}":${members[key]}`).join(',')}}`;
        expect(told(text, kept)).toEqual({ kind: 'answer', id: '42' });
      }),
    );
  });
});
