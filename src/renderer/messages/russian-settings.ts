// The words of the settings' forms, in Russian.
import type { settings as english } from './english-settings.ts';
import { count, locale, numbers } from './russian-numbers.ts';

const list = new Intl.ListFormat(locale);

export const settings: typeof english = {
  title: 'Общие',
  reading: 'Читаем настройки',
  groups: {
    gateway: 'Шлюз',
    desktop: 'Приложение',
    access: 'Доступ',
    tls: 'TLS',
    tools: 'Инструменты',
    log: 'Журнал',
    advanced: 'Дополнительно',
  },
  choices: {
    token: 'С токеном',
    none: 'Без токена',
    auto: 'С этой машины сразу, остальные ждут',
    manual: 'Все ждут одобрения',
    off: 'Выключено',
    tls: 'TLS',
    mtls: 'TLS, клиентам нужен сертификат',
    always: 'Всегда',
    'on-conflict': 'Только при совпадении имён',
    open: 'Открывается',
    hidden: 'Не открывается',
    system: 'Как в системе',
    en: 'English',
    ru: 'Русский',
    error: 'Ошибки',
    warn: 'Предупреждения',
    info: 'Сведения',
    debug: 'Всё',
  },
  fields: {
    'gateway.port': { label: 'Порт', hint: 'По нему клиентам доступны все серверы; 0 — любой свободный.' },
    'gateway.host': { label: 'Адрес', hint: 'Где слушает шлюз. 127.0.0.1 — только для этой машины.' },
    'desktop.window': {
      label: 'Окно при запуске',
      hint: 'Если области уведомлений нет, открывается всегда.',
    },
    'desktop.notifications': { label: 'Уведомления', hint: 'О том, что требует вашего внимания.' },
    'desktop.language': { label: 'Язык', hint: 'Значка, окна и уведомлений.' },
    'auth.mode': { label: 'Вызовы', hint: 'Без токена — только на этой машине или с сертификатами.' },
    'registration.enabled': { label: 'Серверы могут регистрироваться сами' },
    'registration.approval': { label: 'Одобрение', hint: 'Какие серверы подключаются без вашего согласия.' },
    'registration.auth': { label: 'Регистрация', hint: 'Что для неё нужно серверу.' },
    'gateway.tls.mode': { label: 'Шифрование', hint: 'Клиентам нужно сообщить новый адрес, с https.' },
    'gateway.tls.cert_file': { label: 'Сертификат', hint: 'Файл PEM: свой, затем промежуточные.' },
    'gateway.tls.key_file': { label: 'Закрытый ключ', hint: 'Файл PEM, без пароля.' },
    'gateway.tls.ca_cert': {
      label: 'Удостоверяющие центры клиентов',
      hint: 'Файл PEM с теми, чьи сертификаты принимаются.',
    },
    pinTools: {
      label: 'Придерживать изменённые инструменты',
      hint: 'Новые и изменившиеся инструменты ждут, пока вы их не примете.',
    },
    'aggregate.prefix': { label: 'Имя сервера перед инструментами', hint: 'На общем адресе всех серверов.' },
    'logging.level': { label: 'Уровень', hint: 'Что записывать, начиная с этого.' },
    'gateway.requestTimeoutSeconds': { label: 'Время на запрос', hint: 'Кроме вызовов инструментов.' },
    'gateway.toolTimeoutSeconds': {
      label: 'Время на вызов инструмента',
      hint: 'Отсчёт начинается заново, когда сервер сообщает о ходе работы.',
    },
    'gateway.sessionIdleMinutes': { label: 'Сессия засыпает через', hint: 'Пока клиент не вернётся.' },
    'gateway.sessionKeepHours': { label: 'Спящая сессия забывается через' },
    'gateway.keepAliveSeconds': { label: 'Проверка связи в потоках каждые' },
    'gateway.maxSessions': { label: 'Открытых сессий одновременно' },
    'gateway.maxMessageBytes': { label: 'Самое длинное сообщение', hint: 'Клиентов и серверов.' },
    'gateway.rateLimitPerMinute': {
      label: 'Запросов с одним токеном',
      hint: 'Если пусто: 6000, и сообщения MCP не считаются.',
    },
    'registration.leaseSeconds': {
      label: 'Сервер считается пропавшим через',
      hint: 'Если не даёт о себе знать.',
    },
    'registration.forgetAfterHours': { label: 'Пропавший сервер забывается через' },
    'logging.maxLines': { label: 'Строк журнала каждого сервера в памяти' },
    'logging.maxFileBytes': { label: 'Размер файла журнала', hint: 'Хранится ещё один, прежний.' },
    'gateway.allowedHosts': {
      label: 'Имена узлов',
      hint: 'Принимаются кроме имён этой машины; по одному в строке.',
    },
    'gateway.allowedOrigins': {
      label: 'Веб-источники',
      hint: 'Страницы, которым можно обращаться к шлюзу; по одному в строке.',
    },
    'gateway.limits.maxConnections': { label: 'Соединений' },
    'gateway.limits.maxHeaderBytes': { label: 'Заголовки одного запроса' },
    'gateway.limits.maxSessionsPerToken': { label: 'Сессий с одним токеном' },
    'gateway.limits.maxCallsPerSession': { label: 'Ждущих запросов одной сессии' },
    'gateway.limits.maxCallsPerServer': { label: 'Ждущих запросов к одному серверу' },
    'gateway.limits.maxStreamsPerSession': { label: 'Потоков одной сессии' },
    'gateway.limits.maxListenStreams': { label: 'Подписок потоком', hint: 'Клиенты версии 2026-07-28.' },
    'gateway.limits.maxSubscriptionsPerSession': { label: 'Ресурсов, на которые подписана сессия' },
    'gateway.limits.maxQuestionsPerSession': { label: 'Вопросов без ответа у одного клиента' },
    'gateway.limits.maxParkedCallsPerServer': {
      label: 'Вызовов, которые ждут возвращения клиента',
    },
    'gateway.limits.maxBatchLength': { label: 'Сообщений в одном пакете' },
    'gateway.limits.maxUnreadBytes': { label: 'Не прочитано одним клиентом', hint: 'В каждом потоке.' },
    'gateway.limits.maxWaitingBytes': { label: 'Ждёт один процесс' },
    'gateway.limits.maxSessionRecordBytes': { label: 'Хранится от одной сессии между запусками' },
  },
  units: { seconds: 'с', minutes: 'мин', hours: 'ч', bytes: 'байт', perMinute: 'в минуту' },
  advancedLead: 'Пределы и сроки. Значения по умолчанию подходят почти всем.',
  usual: (text) => `По умолчанию: ${text}.`,
  overridden: (text) => `Сейчас ${text}: так задано при запуске или переменной окружения.`,
  reset: (label) => `${label}: вернуть значение по умолчанию`,
  faults: {
    missing: 'Здесь нужно что-то ввести.',
    number: 'Введите число.',
    whole: 'Введите целое число.',
    range: (least, most) =>
      most === null
        ? `Введите число не меньше ${numbers.format(least ?? 0)}.`
        : `Введите число от ${numbers.format(least ?? 0)} до ${numbers.format(most)}.`,
  },
  fileHasFaults: 'В файле конфигурации есть ошибки. Пока они не исправлены, здесь ничего нельзя изменить.',
  unsaved: (value) =>
    count(value, 'изменение не сохранено', 'изменения не сохранены', 'изменений не сохранены'),
  nothingToSave: 'Сохранять нечего',
  discard: 'Отменить',
  save: 'Сохранить',
  cancel: 'Отмена',
  saved: 'Настройки сохранены и действуют',

  launch: {
    label: 'Запускать при входе в систему',
    hint: 'В фоне, без окна.',
    unavailable: {
      headless: 'Без приложения недоступно. Система может сама запускать «patchbay serve».',
      'not-installed': 'Недоступно: этот Patchbay не установлен.',
      unsupported: 'В этой системе недоступно.',
    },
  },
  metrics: {
    label: 'Метрики',
    hint: 'Для Prometheus.',
    withToken: 'Для Prometheus, с токеном для метрик.',
    copy: 'Скопировать адрес метрик',
  },
  move: {
    title: 'Адрес шлюза изменится',
    to: (from, to) => `С ${from} на ${to}`,
    toFreePort: (from) => `С ${from} на любой свободный порт`,
    nobody:
      'Клиентов с прежним адресом Patchbay не знает. Тем, что подключены вручную, нужно сообщить новый.',
    before: (names) =>
      `Прежний адрес записан здесь: ${list.format(names)}. Что делать, будет показано после переезда шлюза.`,
    sessions: (value) =>
      `Сейчас ${count(value, 'открыта сессия', 'открыты сессии', 'открыто сессий')}: их клиенты будут искать шлюз по прежнему адресу.`,
    confirm: 'Сменить адрес',
    staleTitle: (value) =>
      `${count(value, 'клиент не найдёт', 'клиента не найдут', 'клиентов не найдут')} шлюз`,
    stale: (url) => `Шлюз теперь по адресу ${url}. Выполните для каждого команду и перезапустите клиент:`,
    copyCommand: (name) => `Скопировать команду для ${name}`,
    others: 'Клиентам, которые подключены вручную, адрес нужно сменить вручную.',
  },
};
