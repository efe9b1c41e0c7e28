// What is wrong with one text or number. Patterns come from strangers: one that could take forever is left to the server.
import type { Fault } from './faults.ts';
import type { Schema } from './schema.ts';

/** Longer texts are not held against patterns. */
const maxPatternText = 500;

export function checkText(value: string, schema: Schema): Fault | null {
  const { minLength, maxLength, pattern, format } = schema;
  const length = Array.from(value).length;
  if (typeof minLength === 'number' && length < minLength) return { kind: 'short', limit: minLength };
  if (typeof maxLength === 'number' && length > maxLength) return { kind: 'long', limit: maxLength };
  if (typeof pattern === 'string' && !fitsPattern(value, pattern)) return { kind: 'pattern', pattern };
  if (typeof format === 'string' && formats[format]?.(value) === false) return { kind: 'format', format };
  return null;
}

export function checkNumber(value: number, schema: Schema): Fault | null {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === 'number' && value < minimum) return { kind: 'small', limit: minimum };
  if (typeof maximum === 'number' && value > maximum) return { kind: 'large', limit: maximum };
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum)
    return { kind: 'above', limit: exclusiveMinimum };
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum)
    return { kind: 'below', limit: exclusiveMaximum };
  if (typeof multipleOf === 'number' && multipleOf > 0 && !isMultiple(value, multipleOf))
    return { kind: 'multiple', limit: multipleOf };
  return null;
}

/** 0.3 is a multiple of 0.1, whatever floating point makes of it. */
function isMultiple(value: number, of: number): boolean {
  const times = value / of;
  return Math.abs(times - Math.round(times)) < 1e-9 * Math.max(1, Math.abs(times));
}

function fitsPattern(value: string, pattern: string): boolean {
  if (value.length > maxPatternText || !isTame(pattern)) return true;
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

/** Whether it says no in a time that nobody notices: `(a+)+` takes forever, and so may many repetitions in a row. */
export function isTame(pattern: string): boolean {
  const bare = pattern.replaceAll(/\\./gu, 'x').replaceAll(/\[[^\]]*\]/gu, 'x');
  const repeats = bare.match(/[*+{]/gu)?.length ?? 0;
  return pattern.length <= 500 && repeats <= 3 && !/\)[*+{]/u.test(bare);
}

const formats: Readonly<Record<string, (value: string) => boolean>> = {
  email: (value) => /^[^\s@]+@[^\s@]+$/u.test(value),
  uri: (value) => URL.canParse(value),
  url: (value) => URL.canParse(value),
  date: (value) => isDate(value),
  'date-time': (value) => /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/u.test(value) && !Number.isNaN(Date.parse(value)),
  uuid: (value) => /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/iu.test(value),
};

/** A day that there is: 30 February is none. */
function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/u.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
