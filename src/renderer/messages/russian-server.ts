// The words of the list of servers, of the open one, of what can be done to them and of their logs, in Russian.
import type * as english from './english-server.ts';
import { count, numbers, plural } from './russian-numbers.ts';

export const servers: typeof english.servers = {
  title: 'Серверы',
  filter: 'Фильтр серверов',
  clearFilter: 'Сбросить фильтр',
  noMatch: (filter) => `По запросу «${filter}» серверов не найдено.`,
  attention: (value) => count(value, 'требует внимания', 'требуют внимания', 'требуют внимания'),
  none: {
    title: 'Ваших серверов пока нет',
    text: 'Пока у Patchbay есть только собственный. Первые шаги перенесут сюда серверы других ваших программ или покажут, как добавить новый.',
  },
  keyboard: 'Стрелки перемещают по списку, Enter открывает сервер.',
};

export const action: typeof english.action = {
  start: 'Запустить',
  stop: 'Остановить',
  restart: 'Перезапустить',
  enabled: 'Включён',
  startServer: (server) => `Запустить ${server}`,
  stopServer: (server) => `Остановить ${server}`,
  restartServer: (server) => `Перезапустить ${server}`,
  enabledServer: (server) => `Сервер ${server} включён`,
  failed: {
    start: (server) => `Не удалось запустить ${server}`,
    stop: (server) => `Не удалось остановить ${server}`,
    restart: (server) => `Не удалось перезапустить ${server}`,
    enable: (server) => `Не удалось включить ${server}`,
    disable: (server) => `Не удалось отключить ${server}`,
    approve: (server) => `Не удалось подтвердить ${server}`,
    unregister: (server) => `Не удалось удалить ${server}`,
    resume: () => 'Не удалось возобновить работу серверов',
  },
  dismiss: 'Закрыть',
  failures: 'Неудавшиеся действия',
};

export const detail: typeof english.detail = {
  back: 'Все серверы',
  gone: (server) => `Сервера «${server}» больше нет.`,
  choose: 'Выберите сервер, чтобы увидеть подробности и журнал.',
  address: 'Адрес',
  command: 'Команда',
  remote: 'Подключение',
  sessions: 'Сессии',
  inFlight: 'Выполняется',
  tools: 'Инструменты',
  resources: 'Ресурсы',
  prompts: 'Промпты',
  restarts: 'Перезапуски',
  startedAt: 'Запущен',
  lastSeenAt: 'Был на связи',
  processes: 'Процесс',
  protocol: 'Протокол',
  server: 'Представился как',
  kind: 'Тип',
  dataFolder: 'Папка данных',
  configFile: 'Конфигурация',
  facts: (server) => `Сведения о ${server}`,
  problem: 'Проблема',
  nextTry: (seconds) =>
    seconds <= 0 ? 'Пробуем снова' : `Следующая попытка через ${numbers.format(seconds)} с`,
};

export const log: typeof english.log = {
  title: 'Журнал',
  ownTitle: 'Журнал самого Patchbay',
  of: (server) => `Журнал ${server}`,
  follow: 'Следить',
  wrap: 'Перенос строк',
  pause: 'Пауза',
  resume: 'Продолжить',
  resumeWithNew: (lines) => `Продолжить, ${count(lines, 'новая строка', 'новые строки', 'новых строк')}`,
  lines: (value) => count(value, 'строка', 'строки', 'строк'),
  newestOf: (value) =>
    `${plural(value, 'последняя', 'последние', 'последние')} ${count(value, 'строка', 'строки', 'строк')}`,
  empty: 'Записей пока нет.',
  loading: 'Загружаем журнал',
  gap: (missing) => `здесь пропущено до ${count(missing, 'строки', 'строк', 'строк')}`,
  restarted: 'Patchbay был перезапущен',
  cut: (characters) => ` … ещё ${count(characters, 'символ', 'символа', 'символов')}`,
};
