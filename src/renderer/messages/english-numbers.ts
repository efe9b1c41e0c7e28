// Numbers as English has them.

export const locale = 'en';
export const numbers = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(locale);

/** "1 server", "2 servers". */
export function count(value: number, one: string, other: string): string {
  return `${numbers.format(value)} ${plurals.select(value) === 'one' ? one : other}`;
}
