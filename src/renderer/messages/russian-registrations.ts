// The words of registrations, in Russian.
import type { registrations as english } from './english-registrations.ts';
import { numbers, plural } from './russian-numbers.ts';

export const registrations: typeof english = {
  title: 'Регистрации',
  empty:
    'Пока ни один сервер не зарегистрировался сам. Здесь появится каждый, кто отправит шлюзу POST /register.',
  clients: 'Зарегистрированные клиенты',
  noClients: 'Ни один клиент не зарегистрирован.',
  state: {
    pending: 'Ждёт подтверждения',
    healthy: 'Работает',
    stale: 'Нет сигнала, проверяется',
    offline: 'Недоступен',
  },
  kinds: { mcp: 'MCP', sse: 'MCP, HTTP+SSE', commands: 'команды JSON-RPC' },
  approve: 'Подтвердить',
  remove: 'Удалить',
  kind: 'Протокол',
  tools: 'Инструменты',
  heartbeat: 'Последний сигнал',
  lease: 'Аренда',
  from: 'Откуда объявлен',
  copy: 'Копия',
  onlyCopy: 'одна',
  ofCopies: (copy, copies) => `${numbers.format(copy)} (всего ${numbers.format(copies)})`,
  since: 'Зарегистрирован',
  filter: 'Найти регистрацию',
  noMatch: (filter) => `Нет регистраций по запросу «${filter}».`,
  ago: (time) => `${time} назад`,
  active: (time) => `активность ${time} назад`,
  more: (next, left) =>
    next === left
      ? `Показать ещё ${numbers.format(left)}`
      : `Показать ещё ${numbers.format(next)} из ${numbers.format(left)} ${plural(left, 'оставшейся', 'оставшихся', 'оставшихся')}`,
  seconds: timeSpan,
};

/** In the largest unit of which there are two. */
function timeSpan(ms: number): string {
  const units = [
    ['дн.', 86_400_000],
    ['ч', 3_600_000],
    ['мин', 60_000],
  ] as const;
  const [unit, size] = units.find(([, length]) => ms >= 2 * length) ?? ['с', 1000];
  return `${numbers.format(Math.floor(ms / size))} ${unit}`;
}
