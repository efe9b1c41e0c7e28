// One call of the contract, checked: what IPC and console HTTP do with a name and an input that came in.
// Knows nothing of how either travelled.
import type { z } from 'zod';
import { callNames, calls } from './contract.ts';
import type { CallName, Commands } from './contract.ts';
import { AppError } from './errors.ts';

/** Whether a word that came in is the name of a call. */
export function isCallName(word: string): word is CallName {
  return (callNames as readonly string[]).includes(word);
}

/**
 * Checks `input` with the call's schema and runs the command.
 * Rejects with BAD_REQUEST naming the first field that is wrong, or with what the command rejects with.
 */
export async function performCall(commands: Commands, name: CallName, input: unknown): Promise<unknown> {
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) throw badInput(name, parsed.error.issues[0]);
  // The schema of `name` has just made the input of `name`; the compiler cannot pair the two over a union.
  const command = commands[name] as (checked: unknown) => Promise<unknown>;
  return command(parsed.data);
}

function badInput(name: CallName, issue: z.core.$ZodIssue | undefined): AppError {
  const field = issue === undefined ? '' : issue.path.map(String).join('.');
  const place = field === '' ? 'the input' : `"${field}"`;
  const fields = Object.keys(calls[name].input.shape);
  return new AppError(
    'BAD_REQUEST',
    `${name}: ${place} is not valid: ${issue?.message ?? 'unknown fault'}.`,
    {
      details: { call: name, field, reason: issue?.message ?? '' },
      expected: fields.length === 0 ? 'Accepted: {}.' : `Accepted fields: ${fields.join(', ')}.`,
    },
  );
}
