// What it takes to show that the test of an attack is real: which defence holds it off, how that is switched off in a copy
// of the source, and which tests have to fail then.

export interface Change {
  /** Below `src/main/core` unless it begins with `src/`. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly text: string;
  readonly by: string;
}

export interface ProvingTests {
  /** Below `test`. */
  readonly file: string;
  /** Parts of full names, those of what is around a test included. Each has to be in the name of a test that fails. */
  readonly names: readonly string[];
  /** Text of the file that shows that the tests are there, where names are put together from rows of a table. */
  readonly rows?: readonly string[];
}

export interface Defence {
  /** The attack that it is against. */
  readonly against: string;
  readonly off: readonly Change[];
  readonly tests: readonly ProvingTests[];
}

/** Where a change is made, from the root of the repository. */
export function pathOf({ file }: Change): string {
  return file.startsWith('src/') ? file : `src/main/core/${file}`;
}

/** How often the text stands there. */
export function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}
