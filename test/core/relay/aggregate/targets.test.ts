import { describe, expect, it } from 'vitest';
import {
  targetOf,
  unknownTarget,
  type TargetSource,
} from '../../../../src/main/core/relay/aggregate/targets.ts';
import type { Catalogue } from '../../../../src/main/core/relay/catalogue.ts';
import { scanMessage, type Message } from '../../../../src/main/core/relay/wire/message.ts';
import { bareItems, catalogueOf, targetSource } from '../../../support/catalogues.ts';

interface Offer {
  readonly tools?: readonly string[];
  readonly prompts?: readonly string[];
  readonly resources?: readonly string[];
  readonly templates?: readonly string[];
}

const catalogue = ({ tools = [], prompts = [], resources = [], templates = [] }: Offer): Catalogue =>
  catalogueOf({
    tools: bareItems('name', tools),
    prompts: bareItems('name', prompts),
    resources: bareItems('uri', resources),
    resourceTemplates: bareItems('uriTemplate', templates),
  });

const request = (method: string, params: unknown): Message =>
  scanMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })));
/** The server, and what its message says in the place of the name or URI. */
function originOf(message: Message, from: TargetSource, settled = false) {
  const target = targetOf(message, from, settled);
  const [change] = target?.changes ?? [];
  return target === null || change === undefined
    ? null
    : { server: target.server, key: JSON.parse(String(change.text)) as string };
}

describe('the target of a request on /mcp', () => {
  it('is the server of a listed name, whatever the name looks like', () => {
    const long = 'a_tool_with_a_name_that_is_much_longer_than_clients_would_take_it';
    const from = targetSource({ box: catalogue({ tools: ['echo', long] }) });
    const [, exposed = ''] = [...from.exposure().tools.origins.keys()];
    expect(exposed.length).toBe(64);
    expect(originOf(request('tools/call', { name: exposed }), from)).toEqual({ server: 'box', key: long });
  });

  it('is the server in front of a name that is not listed, disabled ones too, the longest that fits', () => {
    const from = targetSource({ a: null, a__b: null }, { off: ['off'] });
    expect(originOf(request('tools/call', { name: 'a__b__c' }), from)).toEqual({ server: 'a__b', key: 'c' });
    expect(originOf(request('tools/call', { name: 'a__x__c' }), from)).toEqual({ server: 'a', key: 'x__c' });
    expect(originOf(request('prompts/get', { name: 'off__p' }), from)).toEqual({ server: 'off', key: 'p' });
    expect(originOf(request('tools/call', { name: 'a__' }), from)).toBeNull();
    expect(originOf(request('tools/call', { name: 'echo' }), from)).toBeNull();
  });

  it('is the only server of a bare name, as apps call their own tools', () => {
    const from = targetSource({ a: catalogue({ tools: ['x', 'both'] }), b: catalogue({ tools: ['both'] }) });
    expect(originOf(request('tools/call', { name: 'x' }), from)).toEqual({ server: 'a', key: 'x' });
    expect(() => originOf(request('tools/call', { name: 'both' }), from)).toThrow(
      'Several servers have a tool both.',
    );
    expect(originOf(request('tools/call', { name: '__proto__' }), from)).toBeNull();
  });

  it('of a task is the server whose name its id begins with', () => {
    const from = targetSource({ a: catalogue({}) }, { off: ['off'] });
    const task = (taskId: unknown) => originOf(request('tasks/get', { taskId }), from);
    expect(task('a:1:2')).toEqual({ server: 'a', key: '1:2' });
    expect(task('off:1')).toEqual({ server: 'off', key: '1' });
    expect(task('b:1')).toBeNull();
    expect(task('1')).toBeNull();
    expect(() => task(7)).toThrow('tasks/get needs');
  });

  it('of a method that servers define is one that declares it, of several the one whose name or URI it has', () => {
    const widgets = { extensions: { 'com.acme/widgets': {} } };
    const from = targetSource({
      a: catalogueOf({ tools: bareItems('name', ['t']), resources: bareItems('uri', ['a:x']) }, widgets),
      b: catalogueOf({ resources: bareItems('uri', ['a:x', 'a:b']) }, widgets),
      c: catalogueOf({ resources: bareItems('uri', ['a:c']) }),
    });
    expect(originOf(request('widgets/turn', { uri: 'a:b' }), from)).toEqual({ server: 'b', key: 'a:b' });
    expect(originOf(request('widgets/turn', { uri: 'patchbay://b/a:x' }), from)?.key).toBe('a:x');
    expect(originOf(request('widgets/turn', { name: 'a__t' }), from)).toEqual({ server: 'a', key: 't' });
    expect(() => originOf(request('widgets/turn', { uri: 'a:c' }), from)).toThrow('/mcp/a or /mcp/b');
    expect(() => originOf(request('widgets/turn', {}), from)).toThrow('Method not found on /mcp');
    const alone = targetSource({ a: catalogueOf({}, widgets), c: catalogueOf({}) });
    expect(targetOf(request('widgets/turn', { uri: 5 }), alone, false)).toEqual({ server: 'a', changes: [] });
    expect(targetOf(request('nobody/knows', {}), alone, true)).toBeNull();
  });

  it('is the server of a resource or of a template that fits', () => {
    const from = targetSource({
      one: catalogue({ resources: ['a:x', 'a:y'], templates: ['t:{id}/end'] }),
      two: catalogue({ resources: ['a:x'] }),
    });
    expect(originOf(request('resources/read', { uri: 'a:x' }), from)).toEqual({ server: 'one', key: 'a:x' });
    expect(originOf(request('resources/read', { uri: 'patchbay://two/a:x' }), from)).toEqual({
      server: 'two',
      key: 'a:x',
    });
    expect(originOf(request('resources/subscribe', { uri: 't:7/end' }), from)).toEqual({
      server: 'one',
      key: 't:7/end',
    });
  });

  it('is guessed only when nothing is unknown, and nothing is to be guessed', () => {
    const reader = catalogue({ resources: ['a:x'] });
    const read = request('resources/read', { uri: 'a:unlisted' });
    expect(originOf(read, targetSource({ one: reader, two: catalogue({}) }))?.server).toBe('one');
    expect(originOf(read, targetSource({ one: reader, two: null }))).toBeNull();
    expect(originOf(read, targetSource({ one: reader, two: null }), true)?.server).toBe('one');
    expect(originOf(read, targetSource({ one: reader, two: reader }), true)).toBeNull();
  });

  it('of a completion is that of its prompt or template', () => {
    const from = targetSource({ one: catalogue({ prompts: ['p'], templates: ['t:{id}'] }) });
    const complete = (ref: unknown): Message => request('completion/complete', { ref, argument: {} });
    expect(originOf(complete({ type: 'ref/prompt', name: 'one__p' }), from)?.key).toBe('p');
    expect(originOf(complete({ type: 'ref/resource', uri: 't:{id}' }), from)?.key).toBe('t:{id}');
  });

  it.each([
    ['tools/call', {}],
    ['tools/call', { name: 7 }],
    ['resources/read', { uri: null }],
    ['completion/complete', { ref: {} }],
    ['completion/complete', {}],
  ])('of %s with %j is asked for with an error', (method, params) => {
    expect(() => targetOf(request(method, params), targetSource({}), true)).toThrow(`${method} needs`);
  });
});

describe('a request without a target', () => {
  it('is answered by what is missing', () => {
    const errorOf = (message: Message): unknown =>
      (JSON.parse(unknownTarget(message).toString()) as { error: unknown }).error;
    expect(errorOf(request('tools/call', { name: 'x' }))).toMatchObject({
      code: -32_602,
      message: 'Unknown tool: x.',
    });
    expect(errorOf(request('tasks/get', { taskId: 'x' }))).toMatchObject({ code: -32_602 });
    expect(errorOf(request('odd/one', { uri: 'x' }))).toMatchObject({ code: -32_601 });
    expect(errorOf(request('prompts/get', { name: 'x' }))).toMatchObject({ message: 'Unknown prompt: x.' });
    expect(errorOf(request('resources/read', { uri: 'a:b' }))).toEqual({
      code: -32_002,
      message: 'Resource not found',
      data: { uri: 'a:b' },
    });
  });
});
