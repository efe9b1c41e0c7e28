import { describe, expect, it } from 'vitest';
import { inOwnTerms } from '../../../../src/main/core/relay/aggregate/own-terms.ts';
import { answerInTerms, noticeInTerms, termsOf } from '../../../../src/main/core/relay/aggregate/terms.ts';
import { bareItems, catalogueOf, targetSource } from '../../../support/catalogues.ts';
import { parse, scan, type Json } from '../../../support/listening-peer.ts';

const shared = catalogueOf({ resources: bareItems('uri', ['a:x']) });

/** The second of two servers that have a resource each under the same URI. */
function setUp() {
  const source = targetSource({ one: shared, two: shared });
  const terms = termsOf('two', source);
  const bytes = (message: Json): Buffer => Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  return {
    source,
    answer: (method: string, result: Json) =>
      parse(answerInTerms(method, bytes({ id: 1, result }), terms))['result'],
    notice: (method: string, params: Json) =>
      parse(noticeInTerms(bytes({ method: `notifications/${method}`, params }), terms))['params'],
    asIs: (method: string, message: string) => answerInTerms(method, Buffer.from(message), terms).toString(),
  };
}

const related = (taskId: string): Json => ({ 'io.modelcontextprotocol/related-task': { taskId } });

describe('what a server says on /mcp', () => {
  it('names resources such that they are found again', () => {
    const { answer, notice } = setUp();
    const link = (uri: string): Json => ({ type: 'resource_link', uri, name: 'x' });
    const embedded = (uri: string): Json => ({ type: 'resource', resource: { uri, text: 'x' } });
    expect(answer('resources/read', { contents: [{ uri: 'a:x' }, { uri: 'a:own' }] })).toEqual({
      contents: [{ uri: 'patchbay://two/a:x' }, { uri: 'a:own' }],
    });
    expect(
      answer('tools/call', { content: [link('a:x'), embedded('a:x'), { type: 'text', uri: 'a:x' }] }),
    ).toEqual({
      content: [link('patchbay://two/a:x'), embedded('patchbay://two/a:x'), { type: 'text', uri: 'a:x' }],
    });
    expect(answer('prompts/get', { messages: [{ role: 'user', content: embedded('a:x') }] })).toEqual({
      messages: [{ role: 'user', content: embedded('patchbay://two/a:x') }],
    });
    expect(answer('resources/directory/read', { resources: [{ uri: 'a:x' }] })).toEqual({
      resources: [{ uri: 'patchbay://two/a:x' }],
    });
    expect(answer('skills/get', { skill: { uri: 'a:x', resources: [{ uri: 'a:x', size: 1 }] } })).toEqual({
      skill: { uri: 'patchbay://two/a:x', resources: [{ uri: 'patchbay://two/a:x', size: 1 }] },
    });
    expect(notice('resources/updated', { uri: 'a:x' })).toEqual({ uri: 'patchbay://two/a:x' });
  });

  it('leaves a URI that nobody listed to the first that names it, and gives others one of their own', () => {
    const { answer, source } = setUp();
    const read = { contents: [{ uri: 'a:new' }] };
    expect(answer('resources/read', read)).toEqual(read);
    const first = termsOf('one', source);
    expect(first.uri('a:new')).toBe('patchbay://one/a:new');
    expect(answer('resources/read', read)).toEqual(read);
  });

  it('does not let a server speak in the name of another', () => {
    const { answer } = setUp();
    expect(answer('resources/read', { contents: [{ uri: 'patchbay://one/a:x' }] })).toEqual({
      contents: [{ uri: 'patchbay://two/patchbay://one/a:x' }],
    });
  });

  it('says whose a task is, of either era', () => {
    const { answer, notice } = setUp();
    const task = (taskId: string): Json => ({ taskId, status: 'working' });
    expect(answer('tools/call', { resultType: 'task', ...task('t'), content: [] })).toMatchObject({
      taskId: 'two:t',
    });
    expect(answer('tools/call', { task: task('t') })).toEqual({ task: task('two:t') });
    expect(answer('tools/call', { taskId: 't', content: [] })).toEqual({ taskId: 't', content: [] });
    expect(answer('tasks/cancel', task('t'))).toEqual(task('two:t'));
    expect(answer('tasks/list', { tasks: [task('t'), task('u')] })).toEqual({
      tasks: [task('two:t'), task('two:u')],
    });
    expect(answer('tasks/result', { content: [], _meta: related('t') })).toEqual({
      content: [],
      _meta: related('two:t'),
    });
    expect(notice('tasks/status', task('t'))).toEqual(task('two:t'));
    expect(notice('progress', { progressToken: 1, progress: 1, _meta: related('t') })).toMatchObject({
      _meta: related('two:t'),
    });
    const result = { content: [{ type: 'resource_link', uri: 'a:x', name: 'x' }] };
    const shown = { content: [{ type: 'resource_link', uri: 'patchbay://two/a:x', name: 'x' }] };
    expect(answer('tasks/get', { ...task('t'), result })).toEqual({ ...task('two:t'), result: shown });
    expect(notice('tasks', { ...task('t'), result })).toEqual({ ...task('two:t'), result: shown });
  });

  it('leaves every other byte as it came, and what cannot be told', () => {
    const { asIs } = setUp();
    const odd =
      '{ "id":1.0e0 ,"result":{"contents":[ {"uri":"a:own", "n":1.00,"text":"\\u0061"} ]},"jsonrpc":"2.0"}';
    expect(asIs('resources/read', odd)).toBe(odd);
    expect(asIs('resources/read', odd.replace('"a:own"', '"\\u0061:x"'))).toBe(
      odd.replace('"a:own"', '"patchbay://two/a:x"'),
    );
    const other = '{"jsonrpc":"2.0","id":1,"result":{"uri":"a:x","taskId":"t"}}';
    expect(asIs('odd/method', other)).toBe(other);
  });
});

describe('what a client says of a task on /mcp', () => {
  it('is of the task that the server knows', () => {
    const answer = (taskId: string) => scan({ jsonrpc: '2.0', id: 1, result: { _meta: related(taskId) } });
    const own = (taskId: string) => parse(inOwnTerms(answer(taskId), 'two').bytes)['result'];
    expect(own('two:t:1')).toEqual({ _meta: related('t:1') });
    expect(own('one:t')).toEqual({ _meta: related('one:t') });
    expect(own('t')).toEqual({ _meta: related('t') });
  });
});
