// Every word of the page in Russian, section by section beside english.ts.
import type { english } from './english.ts';
import { servers as sentences } from '../../shared/words/russian-servers.ts';
import { activity } from './russian-activity.ts';
import { announcement } from './russian-announcement.ts';
import { clients } from './russian-clients.ts';
import { configuration } from './russian-configuration.ts';
import { consent } from './russian-consent.ts';
import { frame } from './russian-frame.ts';
import { count, locale, numbers } from './russian-numbers.ts';
import { logs } from './russian-logs.ts';
import { playground } from './russian-playground.ts';
import { overview } from './russian-overview.ts';
import { manage } from './russian-manage.ts';
import { offers } from './russian-offers.ts';
import { registrations } from './russian-registrations.ts';
import { action, detail, log, servers } from './russian-server.ts';
import { settings } from './russian-settings.ts';
import { tokens } from './russian-tokens.ts';

const clockTime = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hour12: false });
/** "21.11.2026, 14:03": the month in letters and "г." would not fit where numbers stand. */
const dayAndTime = new Intl.DateTimeFormat(locale, {
  dateStyle: 'short',
  timeStyle: 'short',
  hour12: false,
});

export const russian: typeof english = {
  locale,
  number: (value) => numbers.format(value),
  moment: (time, now) => (now - time < 12 * 3_600_000 ? clockTime.format(time) : dayAndTime.format(time)),
  unknown: '–',

  frame,
  overview,
  configuration,
  consent,
  settings,

  header: {
    gateway: 'Шлюз',
    allServers: 'Один адрес для всех серверов',
    noAddress: 'Адреса пока нет',
    sessions: (value) => count(value, 'сессия', 'сессии', 'сессий'),
    version: (version) => `Версия ${version}`,
  },
  gateway: {
    starting: 'Запускается',
    listening: 'Работает',
    stopping: 'Останавливается',
    stopped: 'Не работает',
  },
  status: {
    stopped: 'Не запущен',
    starting: 'Запускается',
    ready: 'Готов',
    'backing-off': 'Ждёт перезапуска',
    failed: 'Сбой',
    stopping: 'Останавливается',
  },
  disabled: 'Отключён',
  kind: {
    stdio: 'stdio',
    http: 'HTTP',
    sse: 'SSE',
    commands: 'команды',
    'built-in': 'встроенный',
  },
  level: { error: 'error', warn: 'warn', info: 'info', debug: 'debug' },
  server: sentences,

  connection: {
    connecting: 'Подключаемся к Patchbay',
    live: 'На связи',
    lost: 'Связь потеряна',
    expired: 'Ссылка устарела',
    lostBanner: 'Связь с Patchbay потеряна, пробуем снова.',
    lostDetail: 'Данные на странице могли устареть.',
    regained: 'Связь с Patchbay восстановлена.',
    tryNow: 'Попробовать сейчас',
  },
  expired: {
    title: 'Ссылка устарела',
    text: 'Каждая ссылка на эту страницу срабатывает один раз, а вход, который она даёт, заканчивается с перезапуском Patchbay.',
    advice: 'Откройте ссылку, которую вывела команда patchbay serve, или получите новую:',
    command: 'patchbay status',
    tryAgain: 'Попробовать снова',
  },
  callErrors: {
    unreachable: 'Patchbay не отвечает.',
    unreachableAdvice: 'Проверьте, что он запущен; страница подключится сама.',
    unauthorized: 'Вход в Patchbay на этой странице больше не действует.',
    unauthorizedAdvice: 'Выполните patchbay status и откройте ссылку, которую выведет команда.',
    unreadable: (httpStatus) => `Ответ Patchbay не удалось прочитать (HTTP ${httpStatus}).`,
    unreadableAdvice: 'Попробуйте снова; если не поможет, посмотрите журнал Patchbay.',
  },

  faults: {
    title: (faults) => `В файле конфигурации ${count(faults, 'ошибка', 'ошибки', 'ошибок')}`,
    text: 'Ничего не изменилось: пока файл не сохранён без ошибок, действует последняя верная конфигурация.',
    place: (line, column) => `Строка ${line}, столбец ${column}`,
    shortPlace: (line, column) => `${line}:${column}`,
    document: 'весь файл',
    expected: (text) => `Ожидается: ${text}`,
    gatewayTitle: 'Шлюз работает не так, как задано в config.json',
    gatewayText: 'Пока это не исправлено, он работает по-прежнему.',
  },

  paused: {
    title: (since) => `Все серверы приостановлены с ${since}`,
    text: 'Ни один не запущен, вызовы к ним отклоняются. Сессии клиентов остаются открытыми.',
    resume: 'Возобновить',
  },

  servers,
  action,
  copy: {
    copied: 'Скопировано',
    failed: 'Не удалось скопировать',
    gatewayAddress: 'Скопировать адрес шлюза',
    serverAddress: (server) => `Скопировать адрес ${server}`,
    target: 'Скопировать то, что запускается',
    configPath: 'Копировать путь к файлу конфигурации',
    snippet: (what) => `Скопировать ${what}`,
  },

  detail,
  log,
  activity,

  logs,

  announcement,

  playground,

  manage,

  registrations,

  tokens,

  clients,
  offers,

  announcements: {
    manyChanged: (servers) => `Изменилось состояние ${count(servers, 'сервера', 'серверов', 'серверов')}`,
  },
};
