import { describe, expect, it } from 'vitest';
import { readAnswer, toolResult } from '../../../../src/main/core/upstream/commands/command-answer.ts';

function resultOf(body: string): unknown {
  const answer = readAnswer(Buffer.from(body));
  return answer === null ? null : JSON.parse(toolResult(answer));
}

describe('an answer of a command server', () => {
  it('keeps the bytes of what came, numbers that JavaScript cannot hold included', () => {
    const answer = readAnswer(Buffer.from('\n {"jsonrpc":"2.0","id":7,"result":{"n":12345678901234567890}}'));
    expect(answer?.id).toBe('7');
    expect(answer === null ? '' : toolResult(answer)).toBe(
      '{"content":[{"type":"text","text":"{\\"n\\":12345678901234567890}"}],"structuredContent":{"n":12345678901234567890}}',
    );
  });

  it('is an object in structuredContent even when it is none', () => {
    expect(resultOf('{"result":[1]}')).toEqual({
      content: [{ type: 'text', text: '[1]' }],
      structuredContent: { result: [1] },
    });
  });

  it.each([
    ['{"result":{"success":false,"error":"no"}}', 'no'],
    ['{"result":{"success":false,"error":{"message":"no","data":{"why":1}}}}', 'no {"why":1}'],
    ['{"result":{"success":false,"message":"no"}}', 'no'],
    ['{"error":{"code":-32000,"message":"broke","data":{}}}', 'broke'],
  ])('%s is an error with its text', (body, text) => {
    expect(resultOf(body)).toEqual({ content: [{ type: 'text', text }], isError: true });
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"detail":"Not Found"}',
    '<html>',
    '{"id":1,"result":1,"result":2}',
    '{"id":1,"error":{},"":1,"":2}',
  ])('is not %j', (body) => {
    expect(resultOf(body)).toBeNull();
  });
});
