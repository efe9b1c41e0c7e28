// The words of config.json in its editor, in Russian.
import type { configuration as english } from './english-configuration.ts';
import { bytes, count, locale, numbers } from './russian-numbers.ts';

const list = new Intl.ListFormat(locale);
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hour12: false });

/** CodeMirror's words by their English form. */
const phrases: Readonly<Record<string, string>> = {
  Find: 'Найти',
  Replace: 'Заменить на',
  next: 'дальше',
  previous: 'назад',
  all: 'все',
  'match case': 'с учётом регистра',
  'by word': 'слово целиком',
  regexp: 'регулярное выражение',
  replace: 'заменить',
  'replace all': 'заменить все',
  close: 'закрыть',
  'current match': 'текущее совпадение',
  'on line': 'в строке',
  'replaced match on line $': 'замена в строке $',
  'replaced $ matches': 'замен: $',
  'Go to line': 'Перейти к строке',
  go: 'перейти',
  Completions: 'Подсказки',
  Diagnostics: 'Ошибки',
  'No diagnostics': 'Ошибок нет',
  'Folded lines': 'Свёрнутые строки',
  'Unfolded lines': 'Развёрнутые строки',
  to: '–',
  'folded code': 'свёрнутый текст',
  unfold: 'развернуть',
  'Fold line': 'Свернуть',
  'Unfold line': 'Развернуть',
  'Control character': 'Управляющий знак',
  'Selection deleted': 'Выделенное удалено',
  '$ unchanged lines': 'строк без изменений: $',
};

export const configuration: typeof english = {
  title: 'Файл конфигурации',
  copyPath: 'Скопировать путь к файлу',
  reading: 'Читаем файл',
  unchanged: 'Как на диске',
  unsaved: 'Изменено здесь, не сохранено',
  notText: 'Этот файл нельзя показать как текст. Исправьте его другой программой.',
  versions: 'Версии',
  discard: 'Отменить',
  review: 'Проверить и сохранить',
  changedOutside: 'С тех пор как файл прочитан здесь, его изменила другая программа.',
  takeTheirs: 'Показать, что в нём сейчас',
  keepMine: 'Продолжить со своим',
  savedNow: 'Конфигурация сохранена и действует',

  editor: {
    label: 'config.json',
    /** CodeMirror's own words by their English form. */
    phrases: () => phrases,
  },
  defaultValue: (text) => `по умолчанию: ${text}`,
  expected: (text) => `Ожидалось: ${text}.`,
  faults: (value) => count(value, 'ошибка', 'ошибки', 'ошибок'),

  reviewTitle: 'Сохранить эту конфигурацию?',
  difference: 'Что изменится в файле',
  effects: {
    title: 'К чему это приведёт',
    nothing: 'Меняются только комментарии и оформление; ничего не перезапускается.',
    added: (names) => `Добавятся: ${list.format(names)}.`,
    removed: (names) => `Будут убраны: ${list.format(names)}. Их сессии завершатся.`,
    restarted: (names) => `Перезапустятся: ${list.format(names)}.`,
    updated: (names) => `Изменятся без перезапуска: ${list.format(names)}.`,
    keys: (keys) => `Изменятся настройки: ${list.format(keys)}.`,
  },
  newCommands: (value) =>
    `На этой машине с вашими правами ${value === 1 ? 'будет запускаться' : 'будут запускаться'} ${count(value, 'новая команда', 'новые команды', 'новых команд')}`,
  agree: (value) =>
    value === 1
      ? 'Я прочитал эту команду и хочу, чтобы она запускалась'
      : 'Я прочитал эти команды и хочу, чтобы они запускались',
  back: 'Назад',
  save: 'Сохранить',

  versionsTitle: 'Прежние версии',
  versionsLead: 'Последние 20, какая бы программа их ни записала.',
  currentVersion: 'Сейчас в файле',
  restore: 'Вернуть',
  restoreVersion: (time) => `Вернуть версию: ${time}`,
  writtenBy: { patchbay: 'Записал Patchbay', outside: 'Записала другая программа' },
  withFaults: 'с ошибками',
  size: bytes,
  more: (value) => `и ещё ${numbers.format(value)}`,
  moment: (time) => moment.format(time),
};
