// A change of a client's file, line by line.
import type { FileChange } from '../../../shared/clients.ts';
import type { Output } from './output.ts';
import { printableLine } from './printable.ts';

export function printChange(
  output: Output,
  { path, what, line, removed, added }: FileChange,
  verb: 'would be' | 'was' | 'is to be',
): void {
  output.line(`${printableLine(path)} ${verb} ${what}, line ${line}:`);
  for (const each of removed) output.line(output.paint('red', `- ${printableLine(each)}`));
  for (const each of added) output.line(output.paint('green', `+ ${printableLine(each)}`));
}
