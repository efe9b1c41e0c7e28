// The words of the overview, in Russian.
import type { overview as english } from './english-overview.ts';
import { count, locale, numbers } from './russian-numbers.ts';

const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hour12: false });
const few = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });

const calls = (value: number): string => count(value, 'вызов', 'вызова', 'вызовов');
const withErrors = (value: number): string => `${numbers.format(value)} с ошибкой`;

function duration(ms: number): string {
  if (ms < 1) return `${few.format(ms)} мс`;
  if (ms < 1000) return `${numbers.format(Math.round(ms))} мс`;
  return `${few.format(ms / 1000)} с`;
}

export const overview: typeof english = {
  well: 'Всё в порядке',
  waiting: (things) => `Требует внимания: ${numbers.format(things)}`,
  counts: ({ ready, idle, disabled }) =>
    [
      count(ready, 'сервер готов', 'сервера готовы', 'серверов готово'),
      ...(idle === 0 ? [] : [count(idle, 'простаивает', 'простаивают', 'простаивают')]),
      ...(disabled === 0 ? [] : [count(disabled, 'отключён', 'отключены', 'отключено')]),
    ].join(', '),

  attention: {
    title: 'Требует внимания',
    more: (value) => `Показать ещё ${numbers.format(value)}`,
    gatewayStopped: 'Шлюз не принимает соединения',
    gatewayStoppedText: 'Пока это так, ни один клиент не достучится ни до одного сервера.',
    paused: 'Все серверы приостановлены',
    pausedText: 'Вызовы к ним отклоняются, пока их не возобновят.',
    resume: 'Возобновить',
    resumeAll: 'Возобновить все серверы',
    openConfiguration: 'Открыть конфигурацию',
    showLog: 'Показать журнал',
    details: 'Подробнее',
    detailsOf: (server) => `Подробнее о ${server}`,
    registration: (key) => `${key} ждёт подтверждения`,
    registrationText: (url, caller) => `${url}, объявлен с ${caller}`,
    tools: (server, value) =>
      `${server}: ${count(value, 'инструмент изменился', 'инструмента изменились', 'инструментов изменились')}`,
    review: 'Проверить',
    reviewTools: (server) => `Проверить инструменты ${server}`,
    announcement: (proxyUrl) => `Нет регистрации на ${proxyUrl}`,
    showRegistrations: 'Показать регистрации',
    certificate: (when, isOver) =>
      isOver ? `Срок сертификата шлюза истёк ${when}` : `Срок сертификата шлюза истекает ${when}`,
    token: (name, when, isActive) =>
      isActive ? `Срок токена «${name}» истекает ${when}` : `Токен «${name}» больше не действует`,
    tokenText: 'Тому, кто им пользуется, будет отказано. Создайте новый и передайте его клиенту.',
    openTokens: 'Открыть токены',
  },

  charts: {
    throughput: 'Вызовы',
    latency: 'Время ответа',
    unknown: '–',
    perMinute: (value) => `${numbers.format(value)}/мин`,
    calls: (value) => `${calls(value)} за 10 мин`,
    failed: withErrors,
    inFlight: (value) => `${numbers.format(value)} в работе`,
    median: 'медиана',
    p95: (ms) => `95 % за ${duration(ms)}`,
    duration,
    axisStart: '10 мин назад',
    axisEnd: 'сейчас',
    noCalls: 'За последние 10 минут клиенты не делали вызовов',
    noAnswers: 'За последние 10 минут ответов не было',
    throughputText: ({ lastMinute, most, calls: all, errors }) =>
      `Вызовы за последние 10 минут: ${calls(all)}, ${withErrors(errors)}; за последнюю минуту ${numbers.format(lastMinute)}, за самую загруженную ${numbers.format(most)}.`,
    latencyText: (medianMs, p95Ms, longestMs) =>
      medianMs === null || p95Ms === null
        ? 'Время ответа за последние 10 минут: ответов не было.'
        : `Время ответа за последние 10 минут: медиана ${duration(medianMs)}, 95 % за ${duration(p95Ms)}; в самые медленные секунды за ${duration(longestMs)}.`,
    throughputAt: ({ time, calls: all, errors }) =>
      `${clock.format(time)}: ${calls(all)} за минуту${errors === 0 ? '' : `, ${withErrors(errors)}`}`,
    latencyAt: ({ time, medianMs, p95Ms }) =>
      medianMs === null || p95Ms === null
        ? `${clock.format(time)}: ответов нет`
        : `${clock.format(time)}: медиана ${duration(medianMs)}, 95 % за ${duration(p95Ms)}`,
  },

  servers: {
    calls: 'Вызовы',
    callsLong: 'Вызовы за последние 10 минут',
    mean: 'Среднее',
    meanLong: 'Среднее время ответа за последние 10 минут',
  },
};
