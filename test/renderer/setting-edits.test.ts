// Settings in a form: what is shown, what cannot be right, and what the core is told.
import { describe, expect, it } from 'vitest';
import {
  changesOf,
  editsAfterSave,
  defaultValue,
  faultOfEdit,
  realEdits,
  shownValue,
} from '../../src/renderer/pages/settings/general/setting-edits.ts';
import { settingFields } from '../../src/renderer/pages/settings/general/setting-fields.ts';
import type { SettingKey } from '../../src/renderer/pages/settings/general/setting-fields.ts';
import { schemaAt } from '../../src/renderer/pages/settings/editor/schema-words.ts';
import { configJsonSchema } from '../../src/shared/config-json-schema.ts';
import { configSchema } from '../../src/shared/config-schema.ts';
import type { ConfigSettings } from '../../src/shared/configuration.ts';
import { calls } from '../../src/shared/contract.ts';

const schema = configJsonSchema();
const settings = (
  file: Parameters<typeof configSchema.parse>[0] = {},
  written: string[] = [],
): ConfigSettings => ({
  path: '/config.json',
  isEditable: true,
  values: configSchema.parse(file),
  written,
  overrides: [],
});
const faultOf = (key: SettingKey, text: string): unknown => {
  const field = settingFields.find((one) => one.key === key);
  return field === undefined ? 'no field' : faultOfEdit(schema, field, text);
};

describe('every setting with a form', () => {
  it.each(settingFields.map(({ key }) => key))('%s is in the schema, and the core takes it', (key) => {
    expect(schemaAt(schema, key.split('.'))).toBeDefined();
    const change = { key: key.replace(/^(gateway\.tls)\..*/, '$1'), value: null };
    expect(calls.changeSettings.input.safeParse({ changes: [change] }).success).toBe(true);
    expect(typeof shownValue(settings(), key)).toBe('string');
  });
});

describe('what is shown', () => {
  it('is what is in force, lists line by line', () => {
    const now = settings({ gateway: { port: 5, allowedHosts: ['a', 'b'] }, pinTools: true });
    expect(shownValue(now, 'gateway.port')).toBe('5');
    expect(shownValue(now, 'gateway.allowedHosts')).toBe('a\nb');
    expect(shownValue(now, 'pinTools')).toBe('true');
    expect(shownValue(now, 'gateway.rateLimitPerMinute')).toBe('');
    expect(shownValue(now, 'gateway.tls.mode')).toBe('off');
    expect([
      defaultValue(schema, 'gateway.port'),
      defaultValue(schema, 'gateway.rateLimitPerMinute'),
    ]).toEqual(['3004', null]);
  });
});

describe('what is typed', () => {
  it('is judged by the schema', () => {
    expect(faultOf('gateway.port', '70000')).toEqual({ kind: 'range', least: 0, most: 65_535 });
    expect(faultOf('gateway.port', '1.5')).toEqual({ kind: 'number', whole: true });
    expect(faultOf('gateway.port', 'x')).toEqual({ kind: 'number', whole: true });
    expect(faultOf('gateway.port', '')).toEqual({ kind: 'missing' });
    expect(faultOf('gateway.host', ' ')).toEqual({ kind: 'missing' });
    expect(faultOf('gateway.requestTimeoutSeconds', '0')).toMatchObject({ kind: 'range', least: 0 });
    expect(faultOf('gateway.requestTimeoutSeconds', '0.5')).toBeNull();
    expect(faultOf('gateway.rateLimitPerMinute', '')).toBeNull();
    expect(faultOf('gateway.port', '0')).toBeNull();
  });

  it('and is what was there is no change', () => {
    expect(realEdits(settings(), { 'gateway.port': '3004', 'auth.mode': 'token', pinTools: null })).toEqual(
      {},
    );
    expect(realEdits(settings({ pinTools: true }, ['pinTools']), { pinTools: null })).toEqual({
      pinTools: null,
    });
  });
});

describe('what is still to be saved', () => {
  it('is what was typed while the rest was saved', () => {
    const sent = { 'gateway.port': '3100', pinTools: 'true', 'logging.level': null } as const;
    expect(editsAfterSave(sent, sent)).toEqual({});
    expect(editsAfterSave({ ...sent, 'gateway.port': '3101', 'gateway.host': 'x' }, sent)).toEqual({
      'gateway.port': '3101',
      'gateway.host': 'x',
    });
    expect(editsAfterSave({}, sent)).toEqual({});
  });
});

describe('what the core is told', () => {
  it('are values of the right kind, and keys alone for what goes back to the default', () => {
    const now = settings({ gateway: { rateLimitPerMinute: 5 }, logging: { level: 'debug' } }, [
      'logging.level',
      'gateway.rateLimitPerMinute',
    ]);
    expect(
      changesOf(now, {
        'gateway.port': '3100',
        pinTools: 'true',
        'gateway.allowedHosts': ' one \n\ntwo',
        'logging.level': null,
        'gateway.rateLimitPerMinute': '',
      }),
    ).toEqual([
      { key: 'gateway.port', value: 3100 },
      { key: 'pinTools', value: true },
      { key: 'logging.level' },
      { key: 'gateway.rateLimitPerMinute' },
      { key: 'gateway.allowedHosts', value: ['one', 'two'] },
    ]);
  });

  it('is TLS as a whole', () => {
    const tls = { mode: 'mtls', cert_file: 'c.pem', key_file: 'k.pem', ca_cert: 'a.pem' } as const;
    expect(changesOf(settings(), { 'gateway.tls.mode': 'tls', 'gateway.tls.cert_file': 'c.pem' })).toEqual([
      { key: 'gateway.tls', value: { mode: 'tls', cert_file: 'c.pem' } },
    ]);
    const now = settings({ gateway: { tls } }, ['gateway.tls', 'gateway.tls.mode']);
    expect(changesOf(now, { 'gateway.tls.key_file': 'new.pem' })).toEqual([
      { key: 'gateway.tls', value: { ...tls, key_file: 'new.pem' } },
    ]);
    expect(changesOf(now, { 'gateway.tls.mode': 'off' })).toEqual([{ key: 'gateway.tls', value: null }]);
  });
});
