// Whether an answer is an error, told without looking at each answer as a whole: nearly none is one.
import { scanMessage } from './wire/message.ts';

/** Errors are short; longer answers are not looked into. */
const longestError = 64 * 1024;
const errorKey = Buffer.from('"error"');

/** An answer of more than 64 KiB counts as none. */
export function isErrorAnswer(answer: Buffer): boolean {
  return answer.length <= longestError && answer.includes(errorKey) && scanMessage(answer).kind === 'error';
}
