// Numbers as English has them.

export const locale = 'en';
export const numbers = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(locale);

/** "1 server", "2 servers". */
export function count(value: number, one: string, other: string): string {
  return `${numbers.format(value)} ${plural(value, one, other)}`;
}

/** The form alone, for sentences that have the number elsewhere. */
export function plural(value: number, one: string, other: string): string {
  return plurals.select(value) === 'one' ? one : other;
}
