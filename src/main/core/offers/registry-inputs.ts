// What a `server.json` asks a person for, and the words that come of the answers. Pure.
import type { OfferSetting } from '../../../shared/offers.ts';
import { entryText, type Part } from './entry-text.ts';
import type { Argument, Input, NamedInput, RegistryPackage } from './registry-schema.ts';
import { setting } from './settings.ts';
import type { Filled } from './types.ts';

export function settingsOf(one: RegistryPackage): readonly OfferSetting[] {
  const ofArguments = (list: readonly Argument[], kind: string): readonly OfferSetting[] =>
    list.flatMap((argument, index) => {
      const name = nameOf(argument, index);
      const key = `${kind}.${name}`;
      return argument.value === undefined
        ? [asSetting(key, name, argument, { isMultiple: argument.isRepeated })]
        : variableSettings(argument.variables, key);
    });
  return [
    ...namedSettings(one.environmentVariables, 'env'),
    ...ofArguments(one.runtimeArguments, 'runtime'),
    ...ofArguments(one.packageArguments, 'argument'),
  ];
}

function nameOf({ name, valueHint }: Argument, index: number): string {
  return name ?? valueHint ?? String(index + 1);
}

export function namedSettings(list: readonly NamedInput[], kind: string): readonly OfferSetting[] {
  return list.flatMap((one) =>
    one.value === undefined
      ? [asSetting(`${kind}.${one.name}`, one.name, one)]
      : variableSettings(one.variables, `${kind}.${one.name}`),
  );
}

export function variableSettings(
  variables: Readonly<Record<string, Input>>,
  of: string,
): readonly OfferSetting[] {
  return Object.entries(variables)
    .filter(([, one]) => one.value === undefined)
    .map(([name, one]) => asSetting(`${of}.${name}`, name, one));
}

function asSetting(key: string, title: string, one: Input, rest: Partial<OfferSetting> = {}): OfferSetting {
  const types = { string: 'text', number: 'number', boolean: 'boolean', filepath: 'file' } as const;
  const { choices = [] } = one;
  return setting(key, {
    title,
    description: one.description ?? null,
    type: choices.length > 0 ? 'choice' : types[one.format],
    isRequired: one.isRequired,
    isSensitive: one.isSecret,
    default: one.default ?? null,
    choices,
    ...rest,
  });
}

export function namedValues(
  list: readonly NamedInput[],
  kind: string,
  filled: Filled,
): Record<string, string> {
  return Object.fromEntries(
    list.flatMap(({ name, value, variables }): [string, string][] => {
      const key = `${kind}.${name}`;
      const parts =
        value === undefined ? filled.get(key)?.slice(0, 1) : withValues(value, variables, key, filled);
      return parts === undefined ? [] : [[name, entryText(parts)]];
    }),
  );
}

export function argumentWords(list: readonly Argument[], kind: string, filled: Filled): readonly string[] {
  return list.flatMap((argument, index) => {
    const { type, name, value, variables } = argument;
    const key = `${kind}.${nameOf(argument, index)}`;
    const values =
      value === undefined
        ? (filled.get(key) ?? []).map((part) => [part])
        : [withValues(value, variables, key, filled)];
    const isNamed = type === 'named' && name !== undefined;
    return values.flatMap((parts) => [...(isNamed ? [entryText([name])] : []), entryText(parts)]);
  });
}

/** `{name}` in a text that the file fixes. */
export function withValues(
  text: string,
  variables: Readonly<Record<string, Input>>,
  of: string,
  filled: Filled,
): readonly Part[] {
  return text.split(/(\{[^{}]+\})/).map((piece): Part => {
    const name = /^\{([^{}]+)\}$/.exec(piece)?.[1];
    if (name === undefined) return piece;
    const fixed = Object.hasOwn(variables, name) ? variables[name]?.value : undefined;
    return fixed ?? filled.get(`${of}.${name}`)?.[0] ?? piece;
  });
}
