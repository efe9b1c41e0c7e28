// Errors in Russian: a sentence of its own where the error's particulars are known, else what its code means,
// followed by the sentence that it came with.
import type { ErrorView } from '../errors.ts';
import { configProblem } from './russian-faults.ts';
import { launchProblem } from './russian-launch-problems.ts';
import { meanings } from './russian-errors.ts';
import type { ProblemText, ToldProblem } from './server-words.ts';

/** Nothing that the error says is lost. */
export function problem(error: ErrorView): ProblemText {
  const own = launchProblem(error) ?? configProblem(error);
  if (own !== null) return own;
  return {
    message: `${meanings[error.code]} ${error.message}`,
    ...(error.expected === undefined ? {} : { expected: error.expected }),
  };
}

/** The same, with the sentence that it came with apart. */
export function told(error: ErrorView): ToldProblem {
  const { code, message, expected } = error;
  const own = launchProblem(error);
  if (own !== null) return own;
  const detail = expected === undefined ? message : `${message} ${expected}`;
  const fault = configProblem(error);
  return fault === null ? { message: meanings[code], detail } : { ...fault, detail };
}
