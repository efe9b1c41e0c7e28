// What the schema of config.json says to somebody who writes it.
import { describe, expect, it } from 'vitest';
import { keysAt, schemaAt, valuesAt } from '../../src/renderer/pages/settings/editor/schema-words.ts';
import { configJsonSchema } from '../../src/shared/config-json-schema.ts';

const schema = configJsonSchema();
const keys = (...path: (string | number)[]): readonly string[] => keysAt(schema, path).map(({ key }) => key);

describe('keys', () => {
  it('are those of the section, with type, default and what they are for', () => {
    expect(keys()).toEqual(expect.arrayContaining(['gateway', 'mcpServers', 'logging']));
    expect(keysAt(schema, ['gateway']).find(({ key }) => key === 'port')).toEqual({
      key: 'port',
      type: 'number',
      description: 'Port of the gateway; 0 takes any free one.',
      default: '3004',
      stub: '3004',
    });
  });

  it('are found below names that people chose, in lists, and where a section may be null', () => {
    expect(keys('mcpServers', 'anything')).toEqual(expect.arrayContaining(['command', 'url', 'tools']));
    expect(keys('servers', 3)).toContain('path');
    expect(keys('gateway', 'tls')).toEqual(['mode', 'cert_file', 'key_file', 'ca_cert']);
    expect(keys('gateway', 'nothing', 'deeper')).toEqual([]);
  });

  it('begin with a value of their kind', () => {
    const stubs = new Map(keysAt(schema, ['mcpServers', 'x']).map(({ key, stub }) => [key, stub]));
    expect([stubs.get('command'), stubs.get('args'), stubs.get('env'), stubs.get('enabled')]).toEqual([
      '""',
      '[]',
      '{}',
      'true',
    ]);
  });
});

describe('values', () => {
  it('are listed where they can be, the default among them', () => {
    expect(valuesAt(schema, ['auth', 'mode'])).toEqual([
      { text: '"token"', isDefault: true },
      { text: '"none"', isDefault: false },
    ]);
    expect(valuesAt(schema, ['pinTools']).map(({ text }) => text)).toEqual(['true', 'false']);
    expect(valuesAt(schema, ['gateway', 'port'])).toEqual([{ text: '3004', isDefault: true }]);
    expect(valuesAt(schema, ['mcpServers', 'x', 'command'])).toEqual([]);
    expect(schemaAt(schema, ['nothing'])).toBeUndefined();
  });
});
