// What a client's own command said of our entry, as a sentence.
import type { ClientCheck } from '../../../shared/clients.ts';
import type { Output } from './output.ts';

/** Nothing where the client has no such command. `name` is the client's. */
export function printCheck(output: Output, check: ClientCheck, name: string): void {
  if (check.command !== null) output.line(sentenceOf(check.result, check.command, name));
}

function sentenceOf(result: ClientCheck['result'], command: string, name: string): string {
  const asked = `Asked by ${command},`;
  switch (result) {
    case 'reached':
      return `${asked} ${name} reaches Patchbay.`;
    case 'not reached':
      return `${asked} ${name} knows the entry and did not reach Patchbay.`;
    case 'seen':
      return `${asked} ${name} knows the entry.`;
    case 'not seen':
      return `${asked} ${name} knows of no such entry; it may read another file.`;
    case 'not on PATH':
      return `Not asked whether ${name} sees it: ${command} needs a command that is not on PATH.`;
    case 'no answer':
      return `${asked} ${name} gave no answer that says whether it sees the entry.`;
    case 'no command':
      return '';
    default:
      return result satisfies never;
  }
}
