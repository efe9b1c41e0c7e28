// docs/CONFIGURATION.md says what the schema says: all keys, their defaults, and examples that are valid.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { configJsonSchema, type JsonSchema } from '../../../src/shared/config-json-schema.ts';
import { loaded } from './context.ts';

const text = readFileSync(path.join(import.meta.dirname, '../../../docs/CONFIGURATION.md'), 'utf8');

type Node = JsonSchema | boolean | undefined;

/** Each key with its default as JSON, '' where it has none. */
function keysOf(node: Node, prefix: string): readonly (readonly [key: string, fallback: string])[] {
  if (typeof node !== 'object') return [];
  const alternative = node.anyOf?.find(
    (one): one is JsonSchema => typeof one === 'object' && one.properties !== undefined,
  );
  return Object.entries((alternative ?? node).properties ?? {}).flatMap(([name, child]) => {
    const key = prefix + name;
    const below = keysOf(child, `${key}.`);
    const isSection = below.length > 0 && typeof child === 'object' && child.anyOf === undefined;
    const fallback: unknown = typeof child === 'object' ? child.default : undefined;
    const own = [key, fallback === undefined ? '' : JSON.stringify(fallback)] as const;
    return isSection ? below : [own, ...below];
  });
}

/** The rows of a chapter's tables that begin with a key. */
function rowsOf(chapter: string): readonly (readonly [key: string, fallback: string])[] {
  return [...chapter.matchAll(/^\| `([\w.]+)` +\| (?:`(.*?)`)? *\|/gm)].map(([, key = '', fallback = '']) => [
    key,
    fallback,
  ]);
}

const [, servers = '', settings = ''] = /## Servers\n(.*)\n## Settings\n(.*)/s.exec(text) ?? [];

describe('docs/CONFIGURATION.md', () => {
  it('has every key of the sections, with its default', () => {
    const {
      mcpServers: _objects,
      servers: _list,
      $schema: _schema,
      ...sections
    } = configJsonSchema().properties ?? {};
    const known = keysOf({ properties: sections }, '');
    expect(known.length).toBeGreaterThan(30);
    expect(rowsOf(settings).toSorted()).toEqual(known.toSorted());
  });

  it('has every key of a server, with its default', () => {
    const entry = configJsonSchema().properties?.['mcpServers'];
    const known = keysOf(typeof entry === 'object' ? entry.additionalProperties : undefined, '');
    expect(known.length).toBeGreaterThan(15);
    expect(rowsOf(servers).toSorted()).toEqual(known.toSorted());
  });

  it('has examples that are valid', () => {
    const examples = [...text.matchAll(/```jsonc\n(.*?)```/gs)].map(([, example = '']) => loaded(example));
    expect(examples.map((example) => [...example.servers.keys()])).toEqual([
      ['files', 'remote'],
      ['simple'],
      ['github'],
      [],
    ]);
    expect(examples[3]?.tls?.mode).toBe('mtls');
  });
});
