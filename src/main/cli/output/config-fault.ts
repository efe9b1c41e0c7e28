// A fault of config.json as a line of text, the same in every command.
import type { ConfigFault } from '../../../shared/state.ts';
import { printableLine } from './printable.ts';

/** A fault with its place as editors understand it: `file:line:column`. */
export function describeFault(file: string, { line, column, key, message, expected }: ConfigFault): string {
  const what = key === '' ? message : `${key}: ${message}`;
  const advice = expected === '' ? '' : ` Expected: ${expected}.`;
  return printableLine(`${file}:${line}:${column} ${what}${/[.!?]$/.test(what) ? '' : '.'}${advice}`);
}
