// The words about this Patchbay's own registration with another proxy, in Russian.
import type { announcement as english } from './english-announcement.ts';

export const announcement: typeof english = {
  title: 'Этот Patchbay на другом прокси',
  state: {
    off: 'Выключено',
    idle: 'Не зарегистрирован',
    registering: 'Регистрируется',
    registered: 'Зарегистрирован',
    retrying: 'Прокси не отвечает',
    misconfigured: 'Нужно исправить настройки',
  },
  pending: 'Зарегистрирован, ждёт подтверждения на прокси',
  key: 'Ключ',
  address: 'Объявленный адрес',
  heard: 'Последний сигнал',
  nextTry: 'Следующая попытка',
  in: (time) => `через ${time}`,
};
