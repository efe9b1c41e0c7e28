// Settings while they are being changed: what a form shows, whether what is typed can be right, and the changes that saving
// makes. Pure.
import type { ConfigSettings } from '../../../../shared/configuration.ts';
import { isRecord } from '../../../../shared/is-record.ts';
import { schemaAt } from '../editor/schema-words.ts';
import type { Schema } from '../editor/schema-words.ts';
import { settingFields } from './setting-fields.ts';
import type { SettingField, SettingKey } from './setting-fields.ts';

/** What was typed or chosen, as text; a switch is 'true' or 'false', a list has a line for each. null: back to the default. */
export type SettingEdits = Readonly<Partial<Record<SettingKey, string | null>>>;

/** Why a text cannot be saved. */
export type FieldFault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'number'; readonly whole: boolean }
  | { readonly kind: 'range'; readonly least: number | null; readonly most: number | null };

export interface SettingChange {
  readonly key: string;
  readonly value?: string | number | boolean | null | string[] | Record<string, string>;
}

const tlsKeys = ['mode', 'cert_file', 'key_file', 'ca_cert'] as const;

/** What is in force, as a form shows it; '' where nothing is. */
export function shownValue({ values }: ConfigSettings, key: SettingKey): string {
  const value = key
    .split('.')
    .reduce<unknown>((outer, name) => (isRecord(outer) ? outer[name] : undefined), values);
  if (key === 'gateway.tls.mode' && value === undefined) return 'off';
  if (Array.isArray(value)) return value.join('\n');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** What counts where the file says nothing, as a form shows it; null where that is nothing. */
export function defaultValue(schema: Schema | null, key: SettingKey): string | null {
  if (key === 'gateway.tls.mode') return 'off';
  const value = schema === null ? undefined : schemaAt(schema, key.split('.'))?.['default'];
  if (Array.isArray(value)) return value.join('\n');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}

/** The edits that are not what is in force anyway. */
export function realEdits(settings: ConfigSettings, edits: SettingEdits): SettingEdits {
  const real = settingFields.filter(({ key }) => {
    const edit = edits[key];
    if (edit === undefined) return false;
    return edit === null ? settings.written.includes(key) : edit !== shownValue(settings, key);
  });
  return Object.fromEntries(real.map(({ key }) => [key, edits[key]]));
}

/** What is still to be saved once `sent` is: what was typed since. */
export function editsAfterSave(edits: SettingEdits, sent: SettingEdits): SettingEdits {
  const left = settingFields.filter(({ key }) => edits[key] !== undefined && edits[key] !== sent[key]);
  return Object.fromEntries(left.map(({ key }) => [key, edits[key]]));
}

/** Whether a text fits its key; null: it does, or the schema is not there to say. */
export function faultOfEdit(
  schema: Schema | null,
  { key, kind }: SettingField,
  text: string,
): FieldFault | null {
  const known = schema === null ? undefined : schemaAt(schema, key.split('.'));
  if (known === undefined) return null;
  if (kind === 'text')
    return text.trim() === '' && known['default'] !== undefined ? { kind: 'missing' } : null;
  if (kind !== 'number') return null;
  if (text.trim() === '') return known['default'] === undefined ? null : { kind: 'missing' };
  const number = Number(text);
  const whole = known['type'] === 'integer';
  if (!Number.isFinite(number) || (whole && !Number.isInteger(number))) return { kind: 'number', whole };
  const least = numberOf(known['minimum']);
  const above = numberOf(known['exclusiveMinimum']);
  const most = numberOf(known['maximum']);
  const isSmall = (least !== null && number < least) || (above !== null && number <= above);
  return isSmall || (most !== null && number > most) ? { kind: 'range', least: least ?? above, most } : null;
}

/** What the core is told. TLS goes as a whole: its keys make no sense one by one. */
export function changesOf(settings: ConfigSettings, edits: SettingEdits): readonly SettingChange[] {
  const real = realEdits(settings, edits);
  const plain = settingFields.filter(({ key }) => !key.startsWith('gateway.tls.') && real[key] !== undefined);
  const changes = plain.map((field): SettingChange => {
    const edit = real[field.key] ?? null;
    return edit === null || (field.kind === 'number' && edit.trim() === '')
      ? { key: field.key }
      : { key: field.key, value: typed(field, edit) };
  });
  const hasTls = tlsKeys.some((name) => real[`gateway.tls.${name}`] !== undefined);
  return hasTls ? [...changes, { key: 'gateway.tls', value: tlsOf(settings, real) }] : changes;
}

function tlsOf(settings: ConfigSettings, edits: SettingEdits): Record<string, string> | null {
  const of = (name: (typeof tlsKeys)[number]): string =>
    (edits[`gateway.tls.${name}`] ?? shownValue(settings, `gateway.tls.${name}`)).trim();
  if (of('mode') === 'off') return null;
  return Object.fromEntries(tlsKeys.map((name) => [name, of(name)]).filter(([, value]) => value !== ''));
}

function typed({ kind }: SettingField, text: string): string | number | boolean | string[] {
  if (kind === 'number') return Number(text);
  if (kind === 'switch') return text === 'true';
  if (kind !== 'list') return text.trim();
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null;
}
