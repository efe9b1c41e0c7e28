// Sentences about servers, in Russian. What a server or the operating system said stays as it came.
import { fault } from './russian-faults.ts';
import { launchProblem } from './russian-launch-problems.ts';
import { problem, told } from './russian-problems.ts';
import { count, numbers } from './russian-numbers.ts';
import { isHeld, secondsSince, secondsUntil } from './server-words.ts';
import type { ServerFacts, ServerWords } from './server-words.ts';

export const servers: ServerWords = {
  summary: (server, now) => {
    if (!server.enabled) return 'отключён';
    if (isHeld(server)) return 'приостановлен';
    const changed = server.changedTools?.length ?? 0;
    const summary = summarize(server, now);
    return changed === 0 ? summary : `${summary}; ${changes(changed)}`;
  },
  problem,
  told,
  fault: (facts) => fault(facts, told),
};

function summarize(server: ServerFacts, now: number): string {
  const { status, tools, sessions, restarts, retryAt, silentSince } = server;
  const known = tools === null ? [] : [count(tools, 'инструмент', 'инструмента', 'инструментов')];
  const why = reasonOf(server.problem);
  switch (status) {
    case 'ready':
      return [
        silentSince === null ? 'готов' : silence(silentSince, now),
        ...known,
        ...(sessions === 0 ? [] : [count(sessions, 'сессия', 'сессии', 'сессий')]),
      ].join(', ');
    case 'stopped':
      return [server.problem === null ? 'не запущен' : `не запущен после сбоя: ${why}`, ...known].join(', ');
    case 'starting':
      return 'запускается';
    case 'stopping':
      return 'останавливается';
    case 'backing-off': {
      const wait =
        retryAt === null ? 'перезапускается' : `перезапуск через ${seconds(secondsUntil(retryAt, now))}`;
      return `${crashes(restarts + 1)}: ${withoutStop(why)}; ${wait}`;
    }
    case 'failed':
      if (server.problem?.code === 'SERVER_OFFLINE') return why;
      return `сбой: ${why}${next(retryAt, now)}`;
  }
}

/** Without what its code means: the sentence around it says that already. */
function reasonOf(problem: ServerFacts['problem']): string {
  if (problem === null) return 'причина неизвестна';
  return launchProblem(problem)?.message ?? problem.message;
}

function next(retryAt: number | null, now: number): string {
  return retryAt === null ? '' : ` Следующая попытка через ${seconds(secondsUntil(retryAt, now))}.`;
}

function crashes(times: number): string {
  return times <= 1 ? 'завершился аварийно' : `аварийно завершился ${count(times, 'раз', 'раза', 'раз')}`;
}

function silence(since: number, now: number): string {
  const passed = secondsSince(since, now);
  const time = passed < 120 ? seconds(passed) : `${numbers.format(Math.round(passed / 60))} мин`;
  return `работает, но не отвечает уже ${time}`;
}

function changes(tools: number): string {
  return `${count(tools, 'инструмент изменился', 'инструмента изменились', 'инструментов изменились')} после одобрения`;
}

function seconds(value: number): string {
  return `${numbers.format(value)} с`;
}

function withoutStop(text: string): string {
  return text.endsWith('.') ? text.slice(0, -1) : text;
}
