// Words of the command line as values. What is wrong with one is told as the end of commander's sentence; exit status 2.
import { InvalidArgumentError } from 'commander';
import { parse } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { serverNameFault } from '../../shared/names.ts';

/** A whole number from 1. */
export function positiveNumber(word: string): number {
  const value = Number(word);
  if (/^\d{1,6}$/.test(word) && value > 0) return value;
  throw new InvalidArgumentError('Give a whole number from 1 to 999999.');
}

/** A name that a new server may have. */
export function newServerName(word: string): string {
  const fault = serverNameFault(word);
  if (fault === null) return word;
  throw new InvalidArgumentError(`It ${fault}.`);
}

/** One more `KEY=VALUE` of an option that may be repeated. */
export function keyValue(word: string, earlier: Record<string, string> = {}): Record<string, string> {
  const at = word.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give it as KEY=VALUE.');
  return { ...earlier, [word.slice(0, at)]: word.slice(at + 1) };
}

/** A tool's arguments: a JSON object. */
export function jsonObject(word: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(word);
  } catch {
    throw new InvalidArgumentError(`It is not valid JSON: ${faultOf(word)}.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new InvalidArgumentError('It must be a JSON object, such as {"path": "notes"}.');
}

// JSON.parse tells the place only of some faults.
function faultOf(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const offset = errors[0]?.offset ?? text.length;
  const rest = text.slice(offset, offset + 12);
  return rest === ''
    ? `it ends too early, at position ${offset}`
    : `look at position ${offset}, near ${rest}`;
}
