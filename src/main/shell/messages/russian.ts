// Every word of the shell in Russian.
import type { ShellMessages } from './english.ts';
import { count, locale, numbers } from '../../../shared/words/russian-numbers.ts';
import { servers } from '../../../shared/words/russian-servers.ts';

const clockTime = new Intl.DateTimeFormat(locale, { timeStyle: 'short', hour12: false });
const list = new Intl.ListFormat(locale);

export const russian: ShellMessages = {
  locale,
  server: servers,

  attention: {
    pending: (key) => `${key} ждёт подтверждения`,
    fault: (line, key, message) =>
      `config.json, строка ${numbers.format(line)}:${key === '' ? '' : ` ${key}:`} ${message}`,
    failed: (server, reason) => `${server}: ${reason}`,
    changedTools: (server, first, more) =>
      `${server} изменил описание: ${more === 0 ? first : `${first} и ещё ${numbers.format(more)}`}`,
    announcement: (proxy) => `Patchbay не может зарегистрироваться на ${proxy}`,
    more: (value) => `Ещё ${numbers.format(value)}…`,
    from: (caller) => `объявлен с ${caller}`,
    approve: 'Подтвердить',
    remove: 'Удалить',
  },

  menu: {
    gateway: {
      starting: 'Шлюз запускается…',
      listening: 'Шлюз запускается…',
      stopping: 'Шлюз останавливается…',
      stopped: 'Шлюз остановлен',
    },
    copyAddress: 'Скопировать адрес',
    noServers: 'Серверов пока нет',
    moreServers: (value) => `Ещё ${count(value, 'сервер', 'сервера', 'серверов')}…`,
    start: 'Запустить',
    stop: 'Остановить',
    restart: 'Перезапустить',
    enabled: 'Включён',
    openLog: 'Открыть журнал',
    recentFailures: 'Недавние сбои',
    failure: (time, server, reason) => `${clockTime.format(time)} ${server}: ${reason}`,
    copyFor: 'Скопировать настройку для',
    paused: (since) => `Все серверы приостановлены с ${clockTime.format(since)}`,
    pause: 'Приостановить все серверы',
    resume: 'Возобновить работу серверов',
    update: (version) => `Перезапустить и обновить до ${version}`,
    open: 'Открыть Patchbay',
    quit: 'Выйти из Patchbay',
  },

  face: {
    status: {
      starting: 'запускается',
      listening: 'работает',
      stopping: 'останавливается',
      stopped: 'остановлен',
    },
    paused: 'все серверы приостановлены',
    pending: (keys) => `ждут подтверждения: ${keys.join(', ')}`,
    gateway: 'шлюз работает не так, как задано',
    faults: (value) => `${count(value, 'ошибка', 'ошибки', 'ошибок')} в config.json`,
    failed: (names) => `сбой: ${names.join(', ')}`,
    changedTools: (names) => `изменились инструменты: ${names.join(', ')}`,
    announcement: 'не зарегистрирован на другом прокси',
    well: (amount, sessions) =>
      `${count(amount, 'сервер', 'сервера', 'серверов')}, ${count(sessions, 'сессия', 'сессии', 'сессий')}`,
  },

  notices: {
    pending: {
      title: (key) => `Впустить ${key}?`,
      body: (url, caller) => `Сервер ${url} зарегистрировался сам (запрос с ${caller}) и ждёт подтверждения.`,
    },
    fault: {
      title: (faults) => `${count(faults, 'ошибка', 'ошибки', 'ошибок')} в config.json`,
      body: 'Ничего не изменилось: действует последняя верная конфигурация.',
    },
    gateway: 'Шлюз работает не так, как задано',
    failed: (server) => `${server} не работает`,
    changedTools: {
      title: (server) => `${server} изменил свои инструменты`,
      body: (tools) => `Проверьте их, прежде чем ими снова пользоваться: ${list.format(tools)}.`,
    },
    announcement: 'Patchbay не может зарегистрироваться на другом прокси',
    many: {
      title: (things) => `${count(things, 'вопрос требует', 'вопроса требуют', 'вопросов требуют')} внимания`,
    },
    update: {
      title: (version) => `Patchbay ${version} готов к установке`,
      body: 'Он установится, когда вы выйдете из Patchbay; перезапустить можно из меню значка, когда вам удобно.',
    },
    copied: {
      title: (client) => `Скопировано для ${client}`,
      body: (path) => `Место этому в ${path}. Внутри токен: больше никуда это не вставляйте.`,
    },
  },

  dialogs: {
    cannotStart: 'Patchbay не может запуститься',
    hadToEnd: 'Patchbay пришлось завершить',
    mistake: (what) => `Ошибка в самом Patchbay: ${what}`,
  },

  applicationMenu: {
    about: 'О программе Patchbay',
    services: 'Службы',
    hide: 'Скрыть Patchbay',
    hideOthers: 'Скрыть остальные',
    showAll: 'Показать все',
    quit: 'Завершить Patchbay',
    edit: 'Правка',
    undo: 'Отменить',
    redo: 'Повторить',
    cut: 'Вырезать',
    copy: 'Скопировать',
    paste: 'Вставить',
    selectAll: 'Выбрать все',
    window: 'Окно',
    minimize: 'Свернуть',
    zoom: 'Изменить масштаб',
    close: 'Закрыть',
    front: 'Все окна — на передний план',
  },
};
