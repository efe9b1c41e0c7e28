// Faults of config.json in Russian: from their reason, with what is accepted; the sentence that a fault came with follows
// where that says more.
import type { ErrorView } from '../errors.ts';
import type { Accepted, FaultReason } from '../fault-reasons.ts';
import { isRecord } from '../is-record.ts';
import type { FaultFacts, ProblemText, ToldProblem } from './server-words.ts';

type Code = FaultReason['code'];
type Sentences = {
  readonly [Key in Exclude<Code, 'server'>]: (reason: Extract<FaultReason, { code: Key }>) => string;
};

/** `toldError` says an error that is behind a fault. */
export function fault(facts: FaultFacts, toldError: (error: ErrorView) => ToldProblem): ToldProblem {
  const { message, expected, reason, accepted } = facts;
  if (reason?.code === 'server') {
    const { message: said, expected: advice, ...rest } = toldError(reason.problem);
    return { message: advice === undefined ? said : `${said} ${advice}`, ...rest };
  }
  const own = reason === undefined ? undefined : sentenceOf(reason);
  const detail = `${message}${expected === '' ? '' : ` Expected: ${expected}.`}`;
  return {
    message: own ?? 'Это значение не подходит.',
    ...(accepted === undefined ? {} : { expected: acceptedText(accepted) }),
    ...(own === undefined || accepted === undefined ? { detail } : {}),
  };
}

/** An error about faults of the file that has them along; null for any other. */
export function configProblem({ code, details }: ErrorView): ProblemText | null {
  if (code !== 'CONFIG_INVALID' || !isRecord(details)) return null;
  const [listed] = Array.isArray(details['faults']) ? (details['faults'] as readonly unknown[]) : [];
  const found: unknown = details['fault'] ?? listed;
  if (!isRecord(found) || !isRecord(found['reason'])) return null;
  const { key, line, column, reason, accepted } = found;
  const own = sentenceOf(reason as FaultReason);
  if (own === undefined) return null;
  const place = listed === undefined ? '' : `Строка ${String(line)}, столбец ${String(column)}: `;
  const subject = typeof key === 'string' && key !== '' ? `${key}. ` : '';
  return {
    message: `${place}${subject}${own}`,
    ...(isRecord(accepted) ? { expected: `Ожидается: ${acceptedText(accepted as Accepted)}.` } : {}),
  };
}

/** undefined for a reason of a newer Patchbay. */
function sentenceOf(reason: FaultReason): string | undefined {
  const sentence = (sentences as Readonly<Record<string, (one: FaultReason) => string>>)[reason.code];
  return sentence?.(reason);
}

const sentences: Sentences = {
  syntax: ({ error }) => syntax[error] ?? 'Это не JSON.',
  'empty-file': () => 'Файл пуст: в нём должно быть хотя бы { }.',
  'nested-too-deeply': () => 'Слишком глубокая вложенность.',
  'key-unusable': ({ name }) => `«${name}» не может быть ключом.`,
  'key-repeated': ({ name }) => `Ключ «${name}» указан здесь второй раз.`,
  'key-unknown': ({ name, section, guess }) =>
    `${section === '' ? `Раздела «${name}» нет` : `В «${section}» нет ключа «${name}»`}${meant(guess)}`,
  'name-unusable': ({ name }) =>
    `Имя «${name}» не подходит: от 1 до 64 символов A-Z a-z 0-9 . _ -, и оно не должно быть занято самим Patchbay.`,
  'name-repeated': ({ name }) => `Сервер «${name}» уже есть; имена не должны повторяться.`,
  'name-taken': ({ name }) => `Сервер «${name}» уже есть; нужно другое имя.`,
  missing: () => 'Обязательное значение не указано.',
  'wrong-kind': () => 'Значение другого типа.',
  'wrong-value': ({ value, guess }) => `Значение «${value}» не подходит${meant(guess)}`,
  'number-too-small': ({ value }) => `Число ${value} слишком мало.`,
  'number-too-large': ({ value }) => `Число ${value} слишком велико.`,
  empty: () => 'Значение пусто.',
  'too-long': () => 'Значение слишком длинное.',
  'needs-command-or-url': () => 'Нужен ключ "command" или "url".',
  'stands-beside': ({ other }) => `Стоит рядом с "${other}", а должно быть что-то одно.`,
  'type-does-not-fit': ({ type }) =>
    type === 'stdio'
      ? 'Тип "stdio" требует ключа "command".'
      : `Тип "${type}" не подходит к ключу "command": с ним бывает только "stdio".`,
  'tool-name-taken': ({ name, other }) => `Имя «${name}» уже получает инструмент «${other}».`,
  'file-of-other-kind': () => 'По этому пути не файл.',
  'file-too-large': () => 'Файл больше 4 МБ.',
  'file-unreadable': () => 'Файл не удаётся прочитать.',
  'file-gone': () => 'Файл исчез; действует то, что было прочитано последним.',
  'file-absent': () => 'Файла нет, и создать его не удалось.',
  'file-not-utf-8': () => 'Файл сохранён не в кодировке UTF-8.',
};

const syntax: Readonly<Record<string, string>> = {
  InvalidSymbol: 'Это не значение и не текст в кавычках.',
  InvalidNumberFormat: 'Число записано не так, как принято в JSON.',
  PropertyNameExpected: 'Здесь не хватает ключа в двойных кавычках.',
  ValueExpected: 'Здесь не хватает значения.',
  ColonExpected: 'Здесь не хватает двоеточия.',
  CommaExpected: 'Перед этим не хватает запятой.',
  CloseBraceExpected: 'Объект не закрыт: не хватает "}".',
  CloseBracketExpected: 'Список не закрыт: не хватает "]".',
  EndOfFileExpected: 'После конца конфигурации есть что-то ещё.',
  InvalidCommentToken: 'Это не комментарий: он начинается с // или /*.',
  UnexpectedEndOfComment: 'Комментарий не закрыт: не хватает "*/".',
  UnexpectedEndOfString: 'Текст не закрыт на своей строке: не хватает кавычки.',
  UnexpectedEndOfNumber: 'Число записано не до конца.',
  InvalidUnicode: 'После \\u нужны четыре шестнадцатеричные цифры.',
  InvalidEscapeCharacter: 'Такой последовательности в JSON нет; обратная косая черта пишется как \\\\.',
  InvalidCharacter: 'В тексте есть управляющий символ; пишется, например, \\n или \\t.',
};

function meant(guess: string | null): string {
  return guess === null ? '.' : `; возможно, имелось в виду «${guess}»?`;
}

function acceptedText(accepted: Accepted): string {
  switch (accepted.kind) {
    case 'one-of':
      return oneOf(accepted.values);
    case 'any-of':
      return oneOf(accepted.ways.map(acceptedText));
    case 'keys':
      return `что-то из: ${accepted.keys.join(', ')}`;
    case 'number': {
      const { isWhole, least, above, most } = accepted;
      const words = [
        isWhole ? 'целое число' : 'число',
        ...(least === null ? [] : [`от ${least}`]),
        ...(above === null ? [] : [`больше ${above}`]),
        ...(most === null ? [] : [`до ${most}`]),
      ];
      return words.join(' ');
    }
    default:
      return kinds[accepted.kind];
  }
}

const kinds = {
  boolean: 'true или false',
  text: 'текст в кавычках',
  'filled-text': 'непустой текст в кавычках',
  texts: 'список текстов, например ["one", "two"]',
  objects: 'список объектов',
  'text-map': 'объект с текстами, например { "NAME": "value" }',
  object: 'объект в { }',
  null: 'null',
} as const;

function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} или ${last}`;
}
