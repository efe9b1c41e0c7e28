// A server's entry for people to change who need not see its secrets: they are masked on the way out, and where a mask
// comes back unchanged, what stands in the file takes its place. Pure.
import { isRecord } from '../../../shared/is-record.ts';
import { isSensitiveName, mask } from '../../../shared/redact-patterns.ts';
import { redactText } from '../../../shared/redact.ts';
import { AppError } from '../../../shared/errors.ts';

type Entry = Readonly<Record<string, unknown>>;

/** The entry without secrets. References such as `${TOKEN}` are none. */
export function maskedEntry(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, maskedValue(key, value)]));
}

function maskedValue(key: string, value: unknown): unknown {
  if (key === 'args' && Array.isArray(value)) return maskedArgs(value);
  if (Array.isArray(value)) return value.map((item: unknown) => maskedValue('', item));
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, maskedMember(name, one)]));
  return typeof value === 'string' ? maskedText(value) : value;
}

function maskedMember(name: string, value: unknown): unknown {
  if (typeof value !== 'string' || !isSensitiveName(name)) return maskedValue(name, value);
  return hasLiteral(value) ? mask : value;
}

/** A value behind a flag such as `--token` is one, whatever it looks like. */
function maskedArgs(args: readonly unknown[]): readonly unknown[] {
  return args.map((arg, index) => {
    const flag = args[index - 1];
    const isBehind = typeof flag === 'string' && /^--?[A-Za-z][\w.-]*$/.test(flag) && isSensitiveName(flag);
    if (typeof arg !== 'string') return arg;
    return isBehind && !arg.startsWith('--') && hasLiteral(arg) ? mask : maskedText(arg);
  });
}

function maskedText(text: string): string {
  return hasLiteral(text) ? redactText(text) : text;
}

/** Whether anything but references, and the scheme before one, stands in it. */
function hasLiteral(text: string): boolean {
  return !/^(?:(?:Bearer|Basic|Token)\s+)?(?:\$\{[^{}]*\})+$/i.test(text);
}

/**
 * The entry with what the masks stand for, taken from the same place of `written`. Throws CONFIG_INVALID where a mask stands
 * for nothing.
 */
export function unmaskedEntry(entry: Entry, written: Entry): Entry {
  const restored = restore(entry, maskedEntry(written), written);
  const left = restored === undefined ? null : placeOfMask(restored, '');
  if (left !== null)
    throw new AppError('CONFIG_INVALID', `${left} has ${mask} in it, which stands for nothing there.`, {
      expected: 'Write the value anew.',
      details: { key: left },
    });
  return isRecord(restored) ? restored : entry;
}

function restore(value: unknown, masked: unknown, written: unknown): unknown {
  if (typeof value === 'string') return value.includes(mask) && value === masked ? written : value;
  if (Array.isArray(value)) return restoreList(value, asList(masked), asList(written));
  if (!isRecord(value)) return value;
  const [shown, own] = [isRecord(masked) ? masked : {}, isRecord(written) ? written : {}];
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, restore(one, shown[key], own[key])]),
  );
}

/** Items may have moved: each mask takes the first that looks like it and is not taken. */
function restoreList(
  list: readonly unknown[],
  masked: readonly unknown[],
  written: readonly unknown[],
): readonly unknown[] {
  const taken = new Set<number>();
  return list.map((item) => {
    if (typeof item !== 'string' || !item.includes(mask)) return item;
    const index = masked.findIndex((shown, at) => shown === item && !taken.has(at));
    if (index < 0) return item;
    taken.add(index);
    return written[index];
  });
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function placeOfMask(value: unknown, place: string): string | null {
  if (typeof value === 'string') return value.includes(mask) ? place : null;
  const members = Array.isArray(value)
    ? value.map((item: unknown, index) => [`${place}[${index}]`, item] as const)
    : isRecord(value)
      ? Object.entries(value).map(([key, one]) => [place === '' ? key : `${place}.${key}`, one] as const)
      : [];
  for (const [at, one] of members) {
    const found = placeOfMask(one, at);
    if (found !== null) return found;
  }
  return null;
}
