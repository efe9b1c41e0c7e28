// What a person fills in: checked against what was asked for, by name and with what is accepted. Pure.
import { AppError } from '../../../shared/errors.ts';
import type { OfferSetting, SettingValue } from '../../../shared/offers.ts';
import { freeSecretName } from '../clients/import-names.ts';
import type { Part } from './entry-text.ts';
import type { Filled } from './types.ts';

export interface FilledSettings {
  readonly filled: Filled;
  /** By the secret's name. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** A setting with everything that is rarely said. */
export function setting(key: string, rest: Partial<OfferSetting> = {}): OfferSetting {
  return {
    key,
    title: key,
    description: null,
    type: 'text',
    isRequired: false,
    isSensitive: false,
    isMultiple: false,
    default: null,
    min: null,
    max: null,
    choices: [],
    ...rest,
  };
}

/** Throws BAD_REQUEST naming the setting. `taken` are names of secrets that there are. */
export function fillSettings(
  server: string,
  settings: readonly OfferSetting[],
  given: Readonly<Record<string, SettingValue>>,
  taken: readonly string[],
): FilledSettings {
  const unknown = Object.keys(given).find((key) => !settings.some((one) => one.key === key));
  if (unknown !== undefined) {
    throw new AppError('BAD_REQUEST', `There is no setting "${unknown}".`, {
      expected:
        settings.length === 0 ? 'It has none.' : `It has: ${settings.map(({ key }) => key).join(', ')}.`,
    });
  }
  const filled = new Map<string, readonly Part[]>();
  const secrets = new Map<string, string>();
  for (const one of settings) {
    // A stranger's key may be the name of something that every object has.
    const own = Object.hasOwn(given, one.key) ? given[one.key] : undefined;
    const values = valuesOf(one, own ?? one.default);
    const isKept = one.isSensitive && values.length > 0;
    const parts = values.map((text, index): Part => {
      if (!isKept) return text;
      const suffix = values.length > 1 ? `${one.key}_${index + 1}` : one.key;
      const name = freeSecretName(server, suffix, [...taken, ...secrets.keys()]);
      secrets.set(name, text);
      return { secret: name };
    });
    filled.set(one.key, parts);
  }
  return { filled, secrets };
}

function valuesOf(one: OfferSetting, value: SettingValue | null): readonly string[] {
  const list = value === null ? [] : Array.isArray(value) ? value : [value];
  const texts = list.map(String).filter((text) => text !== '');
  const fault = (what: string, expected: string): AppError =>
    new AppError('BAD_REQUEST', `The setting "${one.title}" ${what}.`, {
      expected,
      details: { setting: one.key },
    });
  if (texts.length === 0 && one.isRequired) throw fault('is missing', 'It is required.');
  if (texts.length > 1 && !one.isMultiple) throw fault('has several values', 'Give one.');
  for (const text of texts) {
    if (text.includes('\0')) throw fault('holds a NUL character', 'Take it out.');
    if (one.type === 'number') checkNumber(one, text, fault);
    if (one.type === 'boolean' && !/^(?:true|false)$/.test(text))
      throw fault(`is "${text}"`, 'true or false.');
    if (one.type === 'choice' && !one.choices.includes(text))
      throw fault(`is "${text}"`, `One of: ${one.choices.join(', ')}.`);
  }
  return texts;
}

function checkNumber(
  { min, max }: OfferSetting,
  text: string,
  fault: (what: string, expected: string) => AppError,
): void {
  const number = Number(text);
  const isWithin = (min === null || number >= min) && (max === null || number <= max);
  if (text.trim() !== '' && Number.isFinite(number) && isWithin) return;
  const bounds = [...(min === null ? [] : [`at least ${min}`]), ...(max === null ? [] : [`at most ${max}`])];
  throw fault(`is "${text}"`, ['A number', ...bounds].join(', ') + '.');
}
