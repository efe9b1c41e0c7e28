// The words of the log section, in Russian.
import type { logs as english } from './english-logs.ts';
import { count, numbers } from './russian-numbers.ts';

export const logs: typeof english = {
  source: 'Источник',
  allSources: 'Все источники',
  own: 'patchbay, сам шлюз',
  ofAll: 'Журнал всех источников',
  search: 'Поиск',
  previousFound: 'Предыдущее совпадение',
  nextFound: 'Следующее совпадение',
  onlyFound: 'Только найденные',
  found: (place, all) => {
    if (all === 0) return 'ничего не найдено';
    return place === 0
      ? count(all, 'строка', 'строки', 'строк')
      : `${numbers.format(place)} из ${numbers.format(all)}`;
  },
  level: 'Уровень',
  levels: {
    debug: 'Все уровни',
    info: 'От info',
    warn: 'От warn',
    error: 'Только ошибки',
  },
  previousFailure: 'Предыдущий сбой',
  nextFailure: 'Следующий сбой',
  failures: (value) => count(value, 'ошибка', 'ошибки', 'ошибок'),
  copy: 'Скопировать показанные строки',
  save: 'Сохранить показанные строки в файл',
  saved: (file) => `Сохранено в ${file}`,
  nothingShown: 'Нет строк, подходящих под поиск и уровень.',
};
