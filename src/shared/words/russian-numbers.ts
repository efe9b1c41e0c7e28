// Numbers as Russian has them.

export const locale = 'ru';
export const numbers = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(locale);

/** "1 сервер", "2 сервера", "5 серверов". */
export function count(value: number, one: string, few: string, many: string): string {
  return `${numbers.format(value)} ${plural(value, one, few, many)}`;
}

/** The form alone, for sentences that have the number elsewhere. A broken number takes that of two. */
export function plural(value: number, one: string, few: string, many: string): string {
  switch (plurals.select(value)) {
    case 'one':
      return one;
    case 'few':
    case 'other':
      return few;
    default:
      return many;
  }
}
