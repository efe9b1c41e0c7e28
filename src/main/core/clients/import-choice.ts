// What a person has chosen of a client's servers, made into what would be added. Pure.
import type { ImportEntry } from '../../../shared/clients.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import { keepValues } from './entry-values.ts';
import type { ReadEntry } from './read-import.ts';

export interface ImportChoice {
  readonly key: string;
  readonly name?: string | undefined;
  /** Ids of the values to be kept as secrets. */
  readonly secrets?: readonly string[] | undefined;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface HeldServer {
  readonly name: string;
  readonly entry: ServerEntryInput;
  readonly secrets: ReadonlyMap<string, string>;
  readonly missing: readonly string[];
}

/** Throws BAD_REQUEST for what is not there, or cannot be imported. */
export function heldServer(choice: ImportChoice, entries: readonly ReadEntry[]): HeldServer {
  const found = entries.find(({ shown }) => shown.key === choice.key);
  if (found === undefined) throw refused(`The file has no server "${choice.key}"`);
  const { shown, entry } = found;
  if (entry === null) throw refused(`"${choice.key}" cannot be imported: ${reasonOf(shown)}`);
  const wanted = shown.values.filter(({ id, kind, isSuggested }) =>
    kind === 'input' ? true : (choice.secrets?.includes(id) ?? isSuggested),
  );
  const kept = keepValues(entry, wanted, choice.inputs);
  return { name: choice.name ?? shown.name, ...kept };
}

function reasonOf({ status, name, problem }: ImportEntry): string {
  if (problem !== null) return problem;
  return status === 'ours' ? 'it leads to Patchbay itself.' : `it is here already, as "${name}".`;
}

export function refused(what: string): AppError {
  return new AppError('BAD_REQUEST', /[.!?]$/.test(what) ? what : `${what}.`, {
    expected: 'Choose among the servers that can be imported.',
  });
}
