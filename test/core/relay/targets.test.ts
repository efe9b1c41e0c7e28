import { describe, expect, it } from 'vitest';
import { buildExposure, type Naming } from '../../../src/main/core/relay/aggregate/exposure.ts';
import {
  targetOf,
  unknownTarget,
  type TargetSource,
} from '../../../src/main/core/relay/aggregate/targets.ts';
import type { Catalogue } from '../../../src/main/core/relay/catalogue.ts';
import { scanMessage, type Message } from '../../../src/main/core/relay/wire/message.ts';

const named = (names: readonly string[]) =>
  names.map((key) => ({ key, text: JSON.stringify({ name: key }) }));
const at = (uris: readonly string[], member: string) =>
  uris.map((key) => ({ key, text: JSON.stringify({ [member]: key }) }));

function catalogue(offer: {
  tools?: readonly string[];
  prompts?: readonly string[];
  resources?: readonly string[];
  templates?: readonly string[];
}): Catalogue {
  return {
    instructions: undefined,
    learnedAt: 0,
    lists: {
      tools: named(offer.tools ?? []),
      prompts: named(offer.prompts ?? []),
      resources: at(offer.resources ?? [], 'uri'),
      resourceTemplates: at(offer.templates ?? [], 'uriTemplate'),
    },
  };
}

function source(
  catalogues: Readonly<Record<string, Catalogue | null>>,
  { naming, off = [] }: { naming?: Naming; off?: readonly string[] } = {},
): TargetSource {
  const servers = Object.entries(catalogues).map(([name, known]) => ({ name, rules: {}, catalogue: known }));
  const { prefix, separator }: Naming = naming ?? { prefix: 'always', separator: '__' };
  return {
    servers: () => servers,
    names: () => [...Object.keys(catalogues), ...off],
    exposure: () => buildExposure(servers, { prefix, separator }),
    separator: () => separator,
  };
}

const request = (method: string, params: unknown): Message =>
  scanMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })));
const originOf = (message: Message, from: TargetSource, settled = false) =>
  targetOf(message, from, settled)?.origin ?? null;

describe('the target of a request on /mcp', () => {
  it('is the server of a listed name, whatever the name looks like', () => {
    const long = 'a_tool_with_a_name_that_is_much_longer_than_clients_would_take_it';
    const from = source({ box: catalogue({ tools: ['echo', long] }) });
    const [, exposed = ''] = [...from.exposure().tools.origins.keys()];
    expect(exposed.length).toBe(64);
    expect(originOf(request('tools/call', { name: exposed }), from)).toEqual({ server: 'box', key: long });
  });

  it('is the server in front of a name that is not listed, disabled ones too, the longest that fits', () => {
    const from = source({ a: null, a__b: null }, { off: ['off'] });
    expect(originOf(request('tools/call', { name: 'a__b__c' }), from)).toEqual({ server: 'a__b', key: 'c' });
    expect(originOf(request('tools/call', { name: 'a__x__c' }), from)).toEqual({ server: 'a', key: 'x__c' });
    expect(originOf(request('prompts/get', { name: 'off__p' }), from)).toEqual({ server: 'off', key: 'p' });
    expect(originOf(request('tools/call', { name: 'a__' }), from)).toBeNull();
    expect(originOf(request('tools/call', { name: 'echo' }), from)).toBeNull();
  });

  it('is the server of a resource or of a template that fits', () => {
    const from = source({
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
    expect(originOf(read, source({ one: reader, two: catalogue({}) }))?.server).toBe('one');
    expect(originOf(read, source({ one: reader, two: null }))).toBeNull();
    expect(originOf(read, source({ one: reader, two: null }), true)?.server).toBe('one');
    expect(originOf(read, source({ one: reader, two: reader }), true)).toBeNull();
  });

  it('of a completion is that of its prompt or template', () => {
    const from = source({ one: catalogue({ prompts: ['p'], templates: ['t:{id}'] }) });
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
    expect(() => targetOf(request(method, params), source({}), true)).toThrow(`${method} needs`);
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
    expect(errorOf(request('prompts/get', { name: 'x' }))).toMatchObject({ message: 'Unknown prompt: x.' });
    expect(errorOf(request('resources/read', { uri: 'a:b' }))).toEqual({
      code: -32_002,
      message: 'Resource not found',
      data: { uri: 'a:b' },
    });
  });
});
