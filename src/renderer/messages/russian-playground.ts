// The words of the playground, in Russian.
import type { Fault } from '../pages/playground/schema/faults.ts';
import type { playground as english } from './english-playground.ts';
import { bytes, count, numbers } from './russian-numbers.ts';

const types: Readonly<Record<string, string>> = {
  string: 'текст',
  number: 'число, например 1.5',
  integer: 'целое число',
  boolean: 'true или false',
  array: 'список',
  object: 'объект',
  null: 'null',
  json: 'правильный JSON; тексты — в кавычках',
};

const formats: Readonly<Record<string, string>> = {
  email: 'адрес электронной почты, например ada@example.com',
  uri: 'полный адрес, например https://example.com',
  url: 'полный адрес, например https://example.com',
  date: 'дата, например 2026-07-28',
  'date-time': 'дата со временем, например 2026-07-28T12:00:00Z',
  uuid: 'UUID',
};

const characters = (value: number): string => count(value, 'символ', 'символа', 'символов');
const items = (value: number): string => count(value, 'элемент', 'элемента', 'элементов');

function fault(what: Fault): string {
  switch (what.kind) {
    case 'missing':
      return 'Это поле обязательно.';
    case 'unknown':
      return 'В схеме такого поля нет.';
    case 'twice':
      return 'Значения не должны повторяться.';
    case 'type':
      return `Здесь должно быть: ${types[what.type] ?? what.type}.`;
    case 'choice':
      return `Допустимые значения: ${what.choices.slice(0, 20).join(', ')}.`;
    case 'format':
      return `Ожидается ${formats[what.format] ?? `формат ${what.format}`}.`;
    case 'pattern':
      return `Значение не подходит под шаблон ${what.pattern.slice(0, 200)}`;
    case 'short':
      return `Минимальная длина — ${characters(what.limit)}.`;
    case 'long':
      return `Максимальная длина — ${characters(what.limit)}.`;
    case 'small':
      return `Не меньше ${numbers.format(what.limit)}.`;
    case 'large':
      return `Не больше ${numbers.format(what.limit)}.`;
    case 'above':
      return `Больше ${numbers.format(what.limit)}.`;
    case 'below':
      return `Меньше ${numbers.format(what.limit)}.`;
    case 'multiple':
      return `Число должно делиться на ${numbers.format(what.limit)}.`;
    case 'fewItems':
      return `Минимум — ${items(what.limit)}.`;
    case 'manyItems':
      return `Максимум — ${items(what.limit)}.`;
  }
}

const kinds = { tools: 'Инструменты', resources: 'Ресурсы', templates: 'Шаблоны', prompts: 'Промпты' };

function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${numbers.format(Math.round(milliseconds))} мс`;
  return `${numbers.format(Math.round(milliseconds / 100) / 10)} с`;
}

export const playground: typeof english = {
  title: 'Песочница',
  server: 'Сервер',
  kinds,
  kindsLabel: 'Что попробовать',
  search: 'Поиск',
  listOf: (kind) => kinds[kind],
  reload: 'Прочитать списки заново',
  loading: (server) => `Открываем ${server}`,
  loadingHint: 'Если сервер ещё не запущен, сейчас он запускается.',
  failed: (server) => `Не удалось открыть ${server}`,
  tryAgain: 'Попробовать ещё раз',
  noneOf: {
    tools: 'У этого сервера нет инструментов.',
    resources: 'У этого сервера нет ресурсов.',
    templates: 'У этого сервера нет шаблонов.',
    prompts: 'У этого сервера нет промптов.',
  },
  noMatch: (search) => `По запросу «${search}» ничего не найдено.`,
  moreItems: (value) => `Ещё ${numbers.format(value)}; уточните поиск.`,
  noServers: 'Нет ни одного включённого сервера.',
  noServersHint: 'Включите или добавьте сервер, чтобы попробовать его инструменты.',
  toServers: 'К серверам',
  pick: {
    tools: 'Выберите инструмент, чтобы вызвать его.',
    resources: 'Выберите ресурс, чтобы прочитать его.',
    templates: 'Выберите шаблон, чтобы прочитать ресурс по нему.',
    prompts: 'Выберите промпт, чтобы получить его сообщения.',
  },
  gone: (name) => `«${name}» больше нет.`,
  instructions: 'Что сервер говорит о себе',
  hints: {
    isReadOnly: 'Только чтение',
    isReadOnlyHint: 'По словам сервера, этот инструмент ничего не меняет.',
    isDestructive: 'Может удалять',
    isDestructiveHint: 'По словам сервера, этот инструмент может что-то удалить или перезаписать.',
    isOpenWorld: 'Выходит наружу',
    isOpenWorldHint: 'По словам сервера, этот инструмент обращается за пределы этой машины.',
  },
  needsTask:
    'Этот инструмент можно вызвать только как задачу (task), а песочница этого не умеет; сервер откажет.',
  copyName: (name) => `Скопировать ${name}`,
  run: 'Вызвать',
  runAgain: 'Вызвать снова',
  read: 'Прочитать',
  get: 'Получить промпт',
  cancel: 'Отменить',
  reset: 'Сбросить',
  showMore: 'Показать больше',
  asForm: 'Форма',
  asJson: 'JSON',
  arguments: 'Аргументы',
  shown: 'Вид',
  subscribe: 'Сообщать об изменениях',
  subscribed: (changes) =>
    changes === 0
      ? 'Изменений пока не было'
      : `${count(changes, 'изменение', 'изменения', 'изменений')}; прочитайте снова`,
  address: 'Адрес',
  size: bytes,

  form: {
    fault,
    notSet: 'не задано',
    notSent: 'не передаётся',
    noFields: 'Аргументов нет.',
    notJson: (reason) => `Это не объект JSON: ${reason}`,
    item: (value) => `Элемент ${numbers.format(value)}`,
    addItem: (name) => `Добавить: ${name}`,
    removeItem: (value, name) => `Убрать элемент ${numbers.format(value)}: ${name}`,
    moreItems: (value) => `Ещё ${numbers.format(value)}; все видны в JSON.`,
    addObject: (name) => `Заполнить: ${name}`,
    removeObject: (name) => `Не передавать: ${name}`,
    otherMembers: (value) => `Ещё ${count(value, 'поле', 'поля', 'полей')}; все видны в JSON.`,
    variant: (value) => `Вариант ${numbers.format(value)}`,
    variants: 'Вариант',
  },

  result: {
    title: 'Результат',
    running: 'Выполняется',
    runningFor: (milliseconds) => `Выполняется ${duration(milliseconds)}`,
    done: (milliseconds) => `Готово за ${duration(milliseconds)}`,
    toolFailed: (milliseconds) => `Инструмент сообщил об ошибке через ${duration(milliseconds)}`,
    failed: 'Не удалось',
    cancelled: 'Отменено',
    progress: 'Ход выполнения',
    progressOf: (value, total) => `${numbers.format(value)} из ${numbers.format(total)}`,
    step: (value) => numbers.format(value),
    errorData: 'Данные ошибки',
    code: (code) => `Код ${code}`,
    nothing: 'В ответе ничего нет.',
    structured: 'Структурированные данные',
    whole: 'Весь ответ в JSON',
    text: 'Текст',
    image: (type) => `Изображение, ${type}`,
    audio: (type) => `Звук, ${type}`,
    resource: (uri) => `Ресурс ${uri}`,
    link: (name) => `Ссылка на ${name}`,
    unknown: (type) => `Содержимое вида «${type}»`,
    binary: (type, size) => `${type}, ${bytes(size)}`,
    broken: 'Эти данные нельзя показать.',
    showAll: (value) => `Показать целиком, ${characters(value)}`,
    showLess: 'Свернуть',
    tooLong: (value) => `Слишком длинно для показа: ${characters(value)}; скачайте файл.`,
    download: (what) => `Скачать: ${what}`,
    downloadShort: 'Скачать',
    copy: (what) => `Скопировать: ${what}`,
    readShort: 'Прочитать',
    readResource: (name) => `Прочитать ${name}`,
    open: (host) => `Открыть ${host}`,
    notOpened: 'Это не адрес http или https, поэтому его нельзя открыть.',
    messageFrom: (role) => (role === 'assistant' ? 'Ассистент' : role === 'user' ? 'Пользователь' : role),
    urlRequired: 'Сначала сервер просит посетить страницу, потом повторите вызов:',
  },

  questions: {
    title: (server) => `${server} спрашивает`,
    fromCall: 'Ваш вызов ждёт ответа.',
    fromNowhere: 'Вопрос не связан ни с одним вашим вызовом.',
    accept: 'Отправить ответ',
    decline: 'Отклонить',
    dismiss: 'Отменить',
    visited: 'Страница посещена',
    urlLead: 'Сервер просит посетить страницу:',
    urlWarning: 'Проверьте адрес, прежде чем открыть: его выбрал сервер.',
    sampling: (server) => `${server} обращается к языковой модели`,
    samplingLead: 'Вы отвечаете за неё.',
    system: 'Системный промпт',
    maxTokens: (value) => `Не больше ${count(value, 'токена', 'токенов', 'токенов')}`,
    tools: (value) => `Доступно: ${count(value, 'инструмент', 'инструмента', 'инструментов')}`,
    reply: 'Ответ',
    model: 'Модель',
    modelDefault: 'вручную',
    stopReason: 'Причина остановки',
    refuse: 'Отказать',
    wholeRequest: 'Весь запрос в JSON',
    pageAddress: 'адрес',
    other: (server, method) => `${server} запрашивает ${method}`,
    otherField: 'Результат в JSON',
    missed: 'Сервер уже не ждёт этого ответа.',
    came: (server) => `${server} задаёт вопрос`,
  },

  notes: {
    title: 'Сообщения',
    clear: 'Очистить',
    none: 'Здесь появится то, что сервер сообщает сам.',
    level: 'Запрашивать сообщения уровня',
    levelUnset: 'на выбор сервера',
    roots: 'Папки для серверов, которые спросят',
    rootsHint: 'Адреса через пробел',
    rootsFault: (uri) => `«${uri}» не начинается с file:///`,
    lost: (value) =>
      `Пропущено: ${count(value, 'сообщение', 'сообщения', 'сообщений')} — они приходили слишком быстро`,
  },
};
