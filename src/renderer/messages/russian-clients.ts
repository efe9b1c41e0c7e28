// The words of other programs on this machine, of importing their servers, and of the first steps, in Russian.
import type { clients as english } from './english-clients.ts';
import { count, locale } from './russian-numbers.ts';
import type { ClientCheckResult, ImportObstacle } from '../../shared/clients.ts';

const list = new Intl.ListFormat(locale);
const servers = (value: number): string => count(value, 'сервер', 'сервера', 'серверов');

const checks: Record<ClientCheckResult, (name: string, command: string) => string> = {
  reached: (name, command) => `По ответу на ${command}, ${name} обращается к Patchbay успешно.`,
  'not reached': (name, command) =>
    `По ответу на ${command}, ${name} видит запись, но связаться с Patchbay не удалось.`,
  seen: (name, command) => `По ответу на ${command}, ${name} видит запись.`,
  'not seen': (name, command) =>
    `По ответу на ${command}, ${name} такой записи не видит; возможно, читается другой файл.`,
  'not on PATH': (name, command) =>
    `Видит ли ${name} запись, не проверено: команды для ${command} нет в PATH.`,
  'no answer': (name, command) => `По ответу на ${command} не понять, видит ли ${name} запись.`,
  'no command': () => '',
};

export const clients: typeof english = {
  title: 'Клиенты',
  lead: 'Программы на этом компьютере, которые могут пользоваться вашими серверами. Каждая получает одну запись в своём файле и собственный токен.',
  reading: 'Ищем клиентов',
  list: 'Клиенты на этом компьютере',
  none: 'На этом компьютере нет ни одного из клиентов, которых знает Patchbay.',
  absent: (names) => `Нет на этом компьютере: ${list.format(names)}.`,
  state: {
    connected: 'Подключён',
    'not connected': 'Не подключён',
    'not installed': 'Не установлен',
    unusable: 'Файл непригоден',
  },
  own: (value) => (value === 0 ? 'своих серверов нет' : `своих: ${servers(value)}`),
  connect: 'Подключить',
  connectClient: (name) => `Подключить ${name}`,
  disconnect: 'Отключить',
  disconnectClient: (name) => `Отключить ${name}`,
  import: 'Импорт',
  importFrom: (name) => `Импортировать серверы из ${name}`,
  undo: 'Отменить импорт',
  undoFrom: (name) => `Отменить импорт из ${name}`,
  connected: (name) => `${name}: подключено. Перезапустите программу, чтобы она прочла изменение.`,
  checked: (name, command, result) => checks[result](name, command),
  disconnected: (name) => `${name}: отключено. Перезапустите программу, чтобы она прочла изменение.`,
  nothingToUndo: (name) => `${name}: подключения не было.`,
  undone: (name, removed, kept) =>
    [
      removed.length === 0
        ? `Импорт из ${name} отменён.`
        : `Импорт из ${name} отменён, удалено: ${list.format(removed)}.`,
      ...(kept.length === 0 ? [] : [`Изменено с тех пор и оставлено: ${list.format(kept)}.`]),
    ].join(' '),
  undoTitle: (name) => `Отменить импорт из ${name}?`,
  undoText:
    'Импортированные серверы и их секреты будут удалены. Если клиент был переведён на Patchbay, его файл станет прежним.',
  undoConfirm: 'Отменить импорт',
  cancel: 'Отмена',
  close: 'Закрыть',
  firstSteps: 'Первые шаги',

  change: {
    connect: (name) => `Подключить ${name}?`,
    disconnect: (name) => `Отключить ${name}?`,
    made: 'Будет создан файл:',
    changed: 'Будет изменён файл; больше ничего в нём не изменится:',
    gone: 'Файл будет удалён; раньше его не было:',
    lines: 'Изменение',
    removed: 'удалено',
    added: 'добавлено',
    token: 'Собственный токен появится, когда вы согласитесь; он встанет на место скрытого здесь значения.',
    confirm: 'Внести изменение',
    again: 'Показать снова',
    working: 'Готовим изменение',
  },

  importing: {
    title: (name) => `Импорт из ${name}`,
    reading: 'Читаем серверы',
    empty: 'Своих серверов у этой программы нет.',
    lead: 'Выберите, что перенести сюда. Команды показаны целиком; они будут выполняться на этом компьютере со всеми вашими правами.',
    servers: 'Серверы для импорта',
    choose: (name) => `Импортировать ${name}`,
    as: (name) => `под именем ${name}`,
    duplicate: (name) => `Уже есть под именем ${name}`,
    ours: 'Ведёт в сам Patchbay',
    unusable: (problem, obstacle) =>
      `Импортировать нельзя: ${obstacle === undefined ? problem : obstacleText(obstacle)}`,
    leftOut: (keys) => `Не переносится: ${keys.join(', ')}.`,
    keep: 'Хранить как секреты',
    keepHint: 'В хранилище ключей системы, если оно есть; в config.json останутся только имена.',
    ask: (name) => `Значение для ${name}`,
    switchOver: (name) => `Перевести ${name} на Patchbay`,
    switchHint: 'Вместо записей об этих серверах появится одна — о Patchbay. Отменяется вместе с импортом.',
    noSwitch: 'Перевести нельзя:',
    review: 'Проверить',
    reviewTitle: (value) => `Добавить ${servers(value)}?`,
    onlySwitchTitle: (name) => `Перевести ${name} на Patchbay?`,
    keptAs: (names) => `Станут секретами: ${list.format(names)}`,
    back: 'Назад',
    confirm: (value) => (value === 0 ? 'Перевести' : `Добавить ${servers(value)}`),
    doneTitle: (name) => `Импорт из ${name} завершён`,
    done: (names) => (names.length === 0 ? 'Новых серверов не было.' : `Добавлено: ${list.format(names)}.`),
    switched: (name) => `${name} будет пользоваться ими через Patchbay после перезапуска.`,
    missing: (names) => `Ещё нет значений: ${list.format(names)}. Задайте их командой patchbay secret set.`,
    undoable: 'Всё это можно отменить одним действием в разделе «Клиенты».',
  },

  others: {
    title: 'Любой другой клиент',
    lead: 'Кто понимает Streamable HTTP, тому нужны этот адрес и собственный токен; кто умеет только запускать программы, тому — команда.',
    newToken: 'Создать токен',
    url: 'По адресу',
    command: 'Как команда',
    toml: 'В формате TOML',
    token: 'TOKEN',
    copyUrl: 'запись с адресом',
    copyCommand: 'запись с командой',
    copyToml: 'запись в формате TOML',
  },

  steps: {
    title: 'Patchbay работает',
    lead: 'Три коротких шага до первого вызова инструмента из вашего клиента.',
    skip: 'Пропустить',
    done: 'Готово',
    finished: 'сделано',
    bring: 'Перенесите свои серверы',
    bringText:
      'В файлах этих программ есть серверы. Выберите, какие перенести сюда; ничего не появится без вашего ведома.',
    bringNone: 'В файлах других программ серверов нет.',
    bringElse: 'Или добавьте сервер сами: в окне или в файле настроек, сохранение подхватится сразу.',
    addServer: 'Добавить сервер',
    here: (names) => `Уже здесь: ${list.format(names)}.`,
    connect: 'Подключите клиента',
    connectText: 'Одна запись в его файле: вы увидите её заранее, и убрать её так же просто.',
    connectNone: 'На этом компьютере нет ни одного из клиентов, которых знает Patchbay.',
    otherClients: 'Любой другой клиент',
    call: 'Сделайте первый вызов',
    callText: 'Спросите встроенный сервер, что здесь запущено, — так же, как это сделал бы клиент.',
    callButton: 'Вызвать list_servers',
    called: (value) => `Ответ за ${count(value, 'миллисекунду', 'миллисекунды', 'миллисекунд')}:`,
    answer: 'Ответ',
    callFailed: 'Инструмент ответил ошибкой:',
    configSnippet: 'пример настройки',
    exampleName: 'files',
    exampleFolder: '/путь/к/заметкам',
  },
};

const wanted = { list: 'список', object: 'объект', text: 'текст' } as const;

/** The end of a sentence. */
function obstacleText(obstacle: ImportObstacle): string {
  switch (obstacle.code) {
    case 'no-object':
      return 'запись не объект.';
    case 'both-ways':
      return 'в ней и команда, и адрес.';
    case 'no-way':
      return 'в ней нет ни команды, ни адреса.';
    case 'headers-program':
      return 'заголовки для него даёт программа.';
    case 'extension':
      return `он входит в расширение программы ${obstacle.client}.`;
    case 'wrong-kind':
      return `в "${obstacle.key}" должен быть ${wanted[obstacle.wanted]}.`;
    case 'nul-character':
      return `в "${obstacle.key}" есть символ NUL.`;
    case 'unknown-variable':
      return `в "${obstacle.key}" есть ${obstacle.variable}, а это знает только ${obstacle.client}.`;
    case 'not-valid':
      return obstacle.key === '' ? 'запись не подходит.' : `значение "${obstacle.key}" не подходит.`;
  }
}
