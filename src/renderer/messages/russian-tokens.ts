// The words of access tokens, in Russian.
import type { TokenReach } from '../state/token-scopes.ts';
import type { tokens as english } from './english-tokens.ts';
import { locale } from './russian-numbers.ts';

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
const list = new Intl.ListFormat(locale);
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const dateAndTime = new Intl.DateTimeFormat(locale, {
  dateStyle: 'medium',
  timeStyle: 'short',
  hour12: false,
});

const others: Readonly<Record<string, string>> = { registry: 'регистрация серверов', metrics: 'метрики' };

export const tokens: typeof english = {
  title: 'Токены доступа',
  lead: 'Их клиенты предъявляют шлюзу. Дайте каждому клиенту свой, чтобы отозвать можно было только его.',
  empty: 'Токенов пока нет. Создайте по одному для каждого клиента, который будет работать через этот шлюз.',
  own: 'Этот токен Patchbay создал сам: для patchbay bridge и ваших скриптов на этой машине.',
  loading: 'Загружаем токены',
  list: 'Токены',
  status: {
    active: 'Действует',
    expired: 'Истёк',
    outdated: 'Подписан старым секретом',
  },
  created: 'Создан',
  expires: 'Истекает',
  expired: 'Истёк',
  outdated: 'Принимался до',
  lastUsed: 'Использован',
  never: 'ни разу',
  id: 'Идентификатор',
  new: 'Новый токен',
  revoke: 'Отозвать',
  revokeToken: (name) => `Отозвать «${name}»`,
  revoked: (name) => `Токен «${name}» отозван`,
  day: (time) => date.format(time),
  moment: (time) => dateAndTime.format(time),
  fromNow,
  reach,

  form: {
    title: 'Новый токен',
    name: 'Имя',
    nameHint: 'Для чего он: например, название клиента.',
    nameMissing: 'Введите имя.',
    expires: 'Срок действия',
    lives: [
      { value: '1d', label: '1 день' },
      { value: '7d', label: '7 дней' },
      { value: '30d', label: '30 дней' },
      { value: '90d', label: '90 дней' },
      { value: '365d', label: '1 год' },
    ],
    anotherLife: 'Другой срок',
    lifeText: 'Срок до истечения',
    lifeHint: 'Число и s, m, h, d или w, например 12h или 45d; не больше 3650d.',
    lifeFault: 'Введите число и s, m, h, d или w, например 12h или 45d; больше нуля, не больше 3650d.',
    servers: 'Для чего годится',
    everything: 'Все серверы',
    everythingHint: 'И те, что появятся позже.',
    someServers: 'Только некоторые серверы',
    someHint: 'Остальных для него как будто нет.',
    chosen: 'Серверы',
    noneChosen: 'Выберите хотя бы один сервер.',
    readOnly: 'Только инструменты для чтения',
    readOnlyHint: 'Те, что сами сообщают, что ничего не меняют. Серверам тут верят на слово.',
    create: 'Создать токен',
    cancel: 'Отмена',
  },

  made: {
    title: (name) => `Токен для «${name}»`,
    lead: 'Скопируйте его сейчас: он показывается один раз, прочитать его потом будет нельзя.',
    token: 'Токен',
    header: 'Как заголовок',
    config: 'В конфигурации клиента',
    done: 'Готово',
    copyToken: 'токен',
    copyHeader: 'заголовок',
    copyConfig: 'конфигурацию клиента',
    until: (time) => `Действует до ${dateAndTime.format(time)}.`,
  },

  revocation: {
    title: (name) => `Отозвать «${name}»?`,
    text: 'Все, кто работает с этим токеном, сразу потеряют доступ. Вернуть его будет нельзя.',
    confirm: 'Отозвать токен',
    cancel: 'Отмена',
  },

  rotation: {
    title: 'Секрет подписи',
    text: 'Все токены подписаны одним секретом. Если он мог утечь, смените его: прежние токены действуют до конца отсрочки, за это время клиентам нужны новые.',
    open: 'Сменить секрет',
    dialogTitle: 'Сменить секрет подписи?',
    dialogText: 'Новые токены с этого момента подписываются другим секретом.',
    grace: 'Прежние токены действуют',
    graces: [
      { value: '0s', label: 'больше не действуют' },
      { value: '1h', label: 'ещё час' },
      { value: '1d', label: 'ещё день' },
      { value: '7d', label: 'ещё 7 дней' },
      { value: '30d', label: 'ещё 30 дней' },
    ],
    atOnce: 'Все нынешние клиенты сразу потеряют доступ, и им понадобится новый токен.',
    until: (time) =>
      `Нынешние клиенты работают до ${dateAndTime.format(time)}; к этому времени им нужен новый токен.`,
    confirm: 'Сменить секрет',
    cancel: 'Отмена',
    done: (time) => `Секрет сменён. Прежние токены действуют до ${dateAndTime.format(time)}.`,
    doneAtOnce: 'Секрет сменён. Прежние токены больше не действуют.',
  },
};

/** What a token is good for, as a sentence without its end. */
function reach({ everything, mcp, servers, readOnly, others: more }: TokenReach): string {
  if (everything) return 'Всё на шлюзе';
  const rest = more.map((scope) => others[scope] ?? scope);
  if (!mcp) return `Только ${list.format(rest)}`;
  const where = servers === null ? 'все серверы' : list.format(servers);
  const main = readOnly ? `Только инструменты для чтения: ${where}` : `Только ${where}`;
  return rest.length === 0 ? main : `${main}; а также ${list.format(rest)}`;
}

/** "через 89 дней", "5 минут назад". */
function fromNow(time: number, now: number): string {
  const distance = time - now;
  const length = Math.abs(distance);
  if (length < 60_000) return distance < 0 ? 'меньше минуты назад' : 'меньше чем через минуту';
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
  ] as const;
  const [unit, size] = units.find(([, one]) => length >= 2 * one) ?? (['minute', 60_000] as const);
  return relative.format(Math.round(distance / size), unit);
}
