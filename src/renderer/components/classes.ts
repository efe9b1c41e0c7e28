// Joins class names; what is not there is left out.

/** The names as one `class` attribute. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
