import { describe, expect, it } from 'vitest';
import { filteringExchange, isToolAllowed } from '../../../src/main/core/relay/tool-rules.ts';

describe('tool rules', () => {
  it.each([
    [{}, 'anything', true],
    [{ deny: ['delete_*'] }, 'delete_file', false],
    [{ deny: ['delete_*'] }, 'undelete_file', true],
    [{ deny: ['*_file'] }, 'read_file', false],
    [{ deny: ['a*b*c'] }, 'a-b-b-c', false],
    [{ deny: ['a*b*c'] }, 'ac', true],
    [{ deny: ['ab*ba'] }, 'aba', true],
    [{ deny: ['*'] }, 'x', false],
    [{ deny: ['a.c'] }, 'abc', true],
    [{ allow: ['read', 'list*'] }, 'list_all', true],
    [{ allow: ['read'] }, 'write', false],
    [{ allow: ['*'], deny: ['write'] }, 'write', false],
    [{ allow: [] }, 'x', false],
  ])('%j: %s is allowed: %s', (rules, tool, allowed) => {
    expect(isToolAllowed(rules, tool)).toBe(allowed);
  });

  it('leaves hidden tools out of a list and everything else as it came', () => {
    let answer = '';
    const exchange = {
      send: () => undefined,
      abandon: () => undefined,
      finish: (bytes: Buffer) => (answer = bytes.toString()),
    };
    const list =
      '{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a","x":1.0},{"name":"b"}],"nextCursor":"c","_meta":{"k":1e3}}}';
    filteringExchange(exchange, { deny: ['b'] }).finish(Buffer.from(list));
    expect(answer).toBe(
      '{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a","x":1.0}],"nextCursor":"c","_meta":{"k":1e3}}}',
    );
  });
});
