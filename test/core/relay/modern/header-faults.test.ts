import { describe, expect, it } from 'vitest';
import { faultOfTool } from '../../../../src/main/core/relay/modern/header-faults.ts';

const at = (properties: unknown, rest: object = {}): string | null =>
  faultOfTool(JSON.stringify({ name: 'x', inputSchema: { type: 'object', properties, ...rest } }));
const text = (name: unknown): object => ({ type: 'string', 'x-mcp-header': name });

describe('a tool that asks for arguments as headers', () => {
  it.each([
    ['a text', { region: text('Region') }],
    [
      'an integer and a boolean',
      { n: { type: 'integer', 'x-mcp-header': 'N' }, b: { type: 'boolean', 'x-mcp-header': 'B' } },
    ],
    ['one within another', { where: { type: 'object', properties: { region: text("It's!#$%&*+-.^_`|~") } } }],
    ['a parameter of that name', { 'x-mcp-header': { type: 'string' } }],
    [
      'something that only looks like it',
      { region: { type: 'string', default: text('Region'), enum: [text('R')] } },
    ],
    ['nothing', {}],
  ])('may ask for %s', (_what, properties) => {
    expect(at(properties)).toBeNull();
  });

  it.each([
    ['no name', { region: text('') }],
    ['a name with blanks', { region: text('My Region') }],
    ['a name with a line break', { region: text('a\r\nb') }],
    ['a name that is none', { region: text(7) }],
    ['a number', { n: { type: 'number', 'x-mcp-header': 'N' } }],
    ['an object', { n: { type: 'object', 'x-mcp-header': 'N' } }],
    ['a parameter of no type', { n: { 'x-mcp-header': 'N' } }],
    ['one name twice', { a: text('Region'), b: { type: 'object', properties: { c: text('region') } } }],
    ['items of a list', { list: { type: 'array', items: text('Item') } }],
    ['one of several', { a: { oneOf: [text('A')] } }],
    ['what follows from a condition', { a: { if: {}, else: { properties: { b: text('B') } } } }],
    ['any other property', { a: { type: 'object', additionalProperties: text('A') } }],
  ])('may not ask for %s', (_what, properties) => {
    expect(at(properties)).toMatch(/x-mcp-header/);
  });

  it('may not ask outside of its parameters', () => {
    expect(at({}, { $defs: { region: text('Region') } })).toMatch(/"\$defs.region"|"region"/);
    expect(at({}, text('All'))).toMatch(/the schema itself/);
    expect(faultOfTool('{"name":"x"}')).toBeNull();
  });
});
