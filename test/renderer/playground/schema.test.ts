// JSON Schemas as forms see them: which control fits, what a form begins with, what is wrong with a value.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, pathKey, type FieldPath } from '../../../src/renderer/pages/playground/schema/check.ts';
import { isTame } from '../../../src/renderer/pages/playground/schema/check-scalar.ts';
import { fieldKindOf } from '../../../src/renderer/pages/playground/schema/field-kind.ts';
import { isNullable, resolve, type Schema } from '../../../src/renderer/pages/playground/schema/schema.ts';
import {
  asJsonText,
  emptyValue,
  initialValue,
  Unparsed,
  withMember,
} from '../../../src/renderer/pages/playground/schema/values.ts';

const kindOf = (schema: Schema, root: Schema = schema): string =>
  fieldKindOf(resolve(schema, root), root).kind;
const faultAt = (value: unknown, schema: Schema, ...path: FieldPath): string | undefined =>
  check(value, schema, schema).get(pathKey(path))?.kind;

const tree: Schema = {
  $ref: '#/$defs/node',
  $defs: {
    node: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string' },
        children: { type: 'array', items: { $ref: '#/$defs/node' } },
        parent: { $ref: '#/$defs/node' },
      },
    },
  },
};

describe('which control fits', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ type: 'integer' }, 'number'],
    [{ type: 'number' }, 'number'],
    [{ type: 'boolean' }, 'boolean'],
    [{ const: 7 }, 'constant'],
    [{ enum: ['a', 2, null] }, 'choice'],
    [{ oneOf: [{ const: 'a', title: 'First' }, { const: 'b' }] }, 'choice'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, 'choices'],
    [{ type: 'array', items: { anyOf: [{ const: 'a', title: 'First' }] } }, 'choices'],
    [{ type: 'array', items: { type: 'string' } }, 'list'],
    [{ type: 'array' }, 'json'],
    [{ type: 'array', prefixItems: [{ type: 'string' }] }, 'json'],
    [{ properties: { a: {} } }, 'object'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'json'],
    [{ oneOf: [{ type: 'string' }, { type: 'number' }] }, 'variants'],
    [{ type: ['string', 'number'] }, 'variants'],
    [{ properties: { a: {} }, anyOf: [{ required: ['a'] }, { required: ['b'] }] }, 'object'],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'number'],
    [{ type: ['string', 'null'] }, 'text'],
    [{ allOf: [{ type: 'object', properties: { a: { type: 'string' } } }] }, 'object'],
    [{}, 'json'],
  ])('%j is shown as %s', (schema, kind) => {
    expect(kindOf(schema)).toBe(kind);
  });

  it('follows references, with what stands beside them, and gives up on circles', () => {
    expect(kindOf(tree)).toBe('object');
    expect(
      resolve(
        { $ref: '#/$defs/a~1b', title: 'Mine' },
        { $defs: { 'a/b': { type: 'string', title: 'Its' } } },
      ),
    ).toEqual({
      type: 'string',
      title: 'Mine',
    });
    const circle = { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } };
    expect(kindOf(circle)).toBe('json');
    expect(kindOf({ $ref: 'https://example.com/schema' })).toBe('json');
    expect(kindOf({ allOf: [{ $ref: '#' }] })).toBe('json');
  });

  it('names choices by their titles, or by what they are', () => {
    const titled = fieldKindOf({ enum: ['a', 'b'], enumNames: ['First'] }, {});
    expect(titled).toEqual({
      kind: 'choice',
      choices: [
        { value: 'a', label: 'First' },
        { value: 'b', label: 'b' },
      ],
    });
  });

  it('takes whatever is no schema for anything, and breaks at none', () => {
    const words = [
      '$ref',
      '$defs',
      'type',
      'properties',
      'required',
      'items',
      'prefixItems',
      'enum',
      'const',
    ];
    const more = ['oneOf', 'anyOf', 'allOf', 'default', 'pattern', 'format', 'minimum', 'title', 'enumNames'];
    const values = ['#', '#/$defs/a', '#/properties', 'string', 'object', 'array', 'null', '('];
    const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
      schema: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 1 }),
        fc.constantFrom<unknown>(...values),
        fc.array(tie('schema'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...words, ...more, 'a'), tie('schema'), { maxKeys: 5 }),
      ),
    }));
    const tried = fc.property(schema, fc.jsonValue({ maxDepth: 3 }), (given, value) => {
      const root = resolve(given, {});
      fieldKindOf(root, root);
      check(value, given, root);
      check(initialValue(given, root), given, root);
      isNullable(given, root);
    });
    expect(fc.check(tried).counterexample).toBeNull();
  });
});

describe('what a form begins with', () => {
  it('has defaults, the only values, and the objects around them; nothing that nobody asked for', () => {
    const schema: Schema = {
      type: 'object',
      required: ['kind', 'inner', 'name'],
      properties: {
        kind: { const: 'box' },
        name: { type: 'string' },
        size: { type: 'integer', default: 3 },
        inner: { type: 'object', properties: { color: { default: 'blue' }, other: { type: 'string' } } },
        aside: { type: 'object', properties: { note: { type: 'string' } } },
      },
    };
    expect(initialValue(schema, schema)).toEqual({ kind: 'box', size: 3, inner: { color: 'blue' } });
  });

  it('has an end in schemas that contain themselves, however often', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
    const properties = Object.fromEntries(names.map((name) => [name, { $ref: '#' }]));
    const wide: Schema = { type: 'object', required: names, properties };
    expect(asJsonText(initialValue(wide, wide)).length).toBeLessThan(200_000);
    const round: Schema = { anyOf: [{ $ref: '#' }, { $ref: '#' }, { $ref: '#' }] };
    expect(check({ a: 1 }, round, round).size).toBe(0);
    expect(initialValue(tree, tree)).toEqual({});
    const endless: Schema = { type: 'object', required: ['self'], properties: { self: { $ref: '#' } } };
    expect(asJsonText(initialValue(endless, endless)).length).toBeLessThan(1000);
  });

  it('leaves out what is emptied, or makes it null where something must be there', () => {
    expect(withMember({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
    expect(withMember(undefined, 'a', 1)).toEqual({ a: 1 });
    expect(emptyValue({ type: ['string', 'null'] }, {}, true)).toBeNull();
    expect(emptyValue({ type: ['string', 'null'] }, {}, false)).toBeUndefined();
    expect(emptyValue({ type: 'string' }, {}, true)).toBeUndefined();
  });
});

describe('what is wrong with a value', () => {
  const person: Schema = {
    type: 'object',
    required: ['name', 'tags'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 2, maxLength: 5 },
      age: { type: 'integer', minimum: 0, maximum: 150 },
      mail: { type: 'string', format: 'email' },
      day: { type: 'string', format: 'date' },
      site: { type: 'string', format: 'uri' },
      code: { type: 'string', pattern: '^[A-Z]{2}$' },
      color: { enum: ['red', 'blue'] },
      step: { type: 'number', multipleOf: 0.1 },
      tags: { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true, items: { type: 'string' } },
      home: { type: 'object', required: ['city'], properties: { city: { type: 'string' } } },
      pet: {
        oneOf: [
          { type: 'object', required: ['bark'], properties: { bark: { type: 'boolean' } } },
          { type: 'object', required: ['lives'], properties: { lives: { type: 'integer', maximum: 9 } } },
        ],
      },
    },
  };
  const good = { name: 'Ada', tags: ['x'] };

  it.each([
    [{}, ['name'], 'missing'],
    [{ ...good, name: 'A' }, ['name'], 'short'],
    [{ ...good, name: 'Adaline' }, ['name'], 'long'],
    [{ ...good, age: -1 }, ['age'], 'small'],
    [{ ...good, age: 151 }, ['age'], 'large'],
    [{ ...good, age: 1.5 }, ['age'], 'type'],
    [{ ...good, age: new Unparsed('1.') }, ['age'], 'type'],
    [{ ...good, mail: 'ada' }, ['mail'], 'format'],
    [{ ...good, day: '2026-02-30' }, ['day'], 'format'],
    [{ ...good, site: 'example' }, ['site'], 'format'],
    [{ ...good, code: 'ab' }, ['code'], 'pattern'],
    [{ ...good, color: 'green' }, ['color'], 'choice'],
    [{ ...good, step: 0.25 }, ['step'], 'multiple'],
    [{ ...good, tags: [] }, ['tags'], 'fewItems'],
    [{ ...good, tags: ['a', 'b', 'c'] }, ['tags'], 'manyItems'],
    [{ ...good, tags: ['a', 'a'] }, ['tags'], 'twice'],
    [{ ...good, tags: ['a', 1] }, ['tags', 1], 'type'],
    [{ ...good, home: {} }, ['home', 'city'], 'missing'],
    [{ ...good, pet: { lives: 10 } }, ['pet', 'lives'], 'large'],
    [{ ...good, other: 1 }, ['other'], 'unknown'],
  ])('%j: %j is at fault, %s', (value, path, kind) => {
    expect(faultAt(value, person, ...path)).toBe(kind);
    expect(check(value, person, person).size).toBeGreaterThan(0);
  });

  it('is nothing where all fits', () => {
    const full = {
      name: 'Ada',
      age: 36,
      mail: 'ada@example.com',
      day: '1815-12-10',
      site: 'https://example.com',
      code: 'GB',
      color: 'red',
      step: 0.3,
      tags: ['a', 'b'],
      home: { city: 'London' },
      pet: { lives: 9 },
    };
    expect(check(full, person, person).size).toBe(0);
    expect(check({ name: 'a', children: [{ name: 'b' }] }, tree, tree).size).toBe(0);
    expect(check({ name: 'a', children: [{ name: 'b', children: [{}] }] }, tree, tree).size).toBe(1);
    expect(check(null, { type: ['string', 'null'] }, {}).size).toBe(0);
  });

  it('leaves patterns that could take forever to the server', () => {
    expect(isTame('^[a-z]+$')).toBe(true);
    for (const pattern of ['(a+)+$', '(a|a)*b', '.*.*.*.*=x', 'a'.repeat(1000)])
      expect(isTame(pattern)).toBe(false);
    expect(faultAt('a'.repeat(40), { type: 'string', pattern: '^(a+)+b$' })).toBeUndefined();
    expect(faultAt('x', { type: 'string', pattern: '[' })).toBeUndefined();
  });
});
