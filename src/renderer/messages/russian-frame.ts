// The words of the page's frame, in Russian.
import type { frame as english } from './english-frame.ts';
import { count } from './russian-numbers.ts';

export const frame: typeof english = {
  navigation: 'Разделы',
  sections: {
    overview: 'Обзор',
    servers: 'Серверы',
    registrations: 'Регистрации',
    clients: 'Клиенты',
    activity: 'Вызовы',
    logs: 'Журналы',
    playground: 'Песочница',
    settings: 'Настройки',
  },
  badges: {
    waiting: (_section, value) => ` ${count(value, 'ждёт', 'ждут', 'ждут')} подтверждения`,
    broken: (section, value) =>
      section === 'settings'
        ? ` ${count(value, 'ошибка', 'ошибки', 'ошибок')} в конфигурации`
        : ` ${count(value, 'требует', 'требуют', 'требуют')} внимания`,
  },
  settingsNavigation: 'Части настроек',
  settings: { general: 'Общие', configuration: 'Файл конфигурации', tokens: 'Токены доступа' },
  skip: 'Перейти к содержимому',
  title: (place, attention) =>
    attention === 0 ? `${place} – Patchbay` : `(${attention}) ${place} – Patchbay`,
};
