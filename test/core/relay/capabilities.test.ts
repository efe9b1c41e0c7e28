import { describe, expect, it } from 'vitest';
import { isCapable, neededCapability } from '../../../src/main/core/relay/capabilities.ts';
import { scan, type Json } from '../../support/listening-peer.ts';

const needed = (method: string, params?: Json): string | null =>
  neededCapability(scan({ jsonrpc: '2.0', id: 1, method, ...(params === undefined ? {} : { params }) }));

describe("what a server's request needs of a client", () => {
  it.each([
    ['roots/list', undefined, 'roots'],
    ['sampling/createMessage', { messages: [] }, 'sampling'],
    ['sampling/createMessage', { messages: [], tools: [{ name: 'tools' }] }, 'sampling.tools'],
    ['elicitation/create', { message: 'Who?', requestedSchema: { mode: 'url' } }, 'elicitation'],
    ['elicitation/create', { mode: 'form', message: 'Who?' }, 'elicitation'],
    ['elicitation/create', { mode: 'url', url: 'https://example.com' }, 'elicitation.url'],
    ['elicitation/create', undefined, 'elicitation'],
    ['something/else', {}, null],
  ])('%s with %j: %s', (method, params, capability) => {
    expect(needed(method, params)).toBe(capability);
  });

  it.each([
    [{}, null, true],
    [{}, 'sampling', false],
    [{ sampling: {} }, 'sampling', true],
    [{ sampling: {} }, 'sampling.tools', false],
    [{ sampling: { tools: {} } }, 'sampling.tools', true],
    [{ elicitation: {} }, 'elicitation', true],
    [{ elicitation: {} }, 'elicitation.url', false],
    [{ elicitation: { form: {} } }, 'elicitation', true],
    [{ elicitation: { form: {}, url: {} } }, 'elicitation', true],
    [{ elicitation: { url: {} } }, 'elicitation', false],
    [{ elicitation: { url: {} } }, 'elicitation.url', true],
    [{ roots: { listChanged: true } }, 'roots', true],
    [{}, 'toString', false],
  ])('%j for %s: %s', (capabilities, capability, able) => {
    expect(isCapable(capabilities, capability)).toBe(able);
  });
});
