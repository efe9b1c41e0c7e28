// Sentences about servers, in English; errors are written in English where they are made.
import type { ErrorView } from '../errors.ts';
import { count } from './english-numbers.ts';
import { isHeld, secondsSince, secondsUntil } from './server-words.ts';
import type { ProblemText, ServerFacts, ServerWords } from './server-words.ts';

export const servers: ServerWords = {
  summary: (server, now) => {
    if (!server.enabled) return 'disabled';
    if (isHeld(server)) return 'paused';
    const changed = server.changedTools?.length ?? 0;
    const summary = summarize(server, now);
    return changed === 0 ? summary : `${summary}; ${count(changed, 'tool', 'tools')} changed since accepted`;
  },
  problem: asItCame,
  told: asItCame,
  fault: ({ message, expected, reason }) =>
    reason?.code === 'server'
      ? { message: `${message} ${expected}`.trim() }
      : { message, ...(expected === '' ? {} : { expected }) },
};

function asItCame({ message, expected }: ErrorView): ProblemText {
  return { message, ...(expected === undefined ? {} : { expected }) };
}

function summarize(server: ServerFacts, now: number): string {
  const { status, problem, tools, sessions, restarts, retryAt, silentSince } = server;
  const known = tools === null ? [] : [count(tools, 'tool', 'tools')];
  switch (status) {
    case 'ready':
      return [
        silentSince === null ? 'ready' : silence(silentSince, now),
        ...known,
        ...(sessions === 0 ? [] : [count(sessions, 'session', 'sessions')]),
      ].join(', ');
    case 'stopped':
      return [problem === null ? 'idle' : `idle after a failure: ${problem.message}`, ...known].join(', ');
    case 'starting':
      return 'starting';
    case 'stopping':
      return 'stopping';
    case 'backing-off': {
      const wait = retryAt === null ? 'retrying' : `retrying in ${secondsUntil(retryAt, now)} s`;
      return `crashed ${restarts < 1 ? 'once' : `${restarts + 1} times`}: ${withoutStop(problem?.message ?? 'no reason known')}, ${wait}`;
    }
    case 'failed':
      // Its message says all: it is not there.
      if (problem?.code === 'SERVER_OFFLINE') return problem.message;
      return `failed: ${problem?.message ?? 'no reason known'}${next(retryAt, now)}`;
  }
}

function withoutStop(text: string): string {
  return text.endsWith('.') ? text.slice(0, -1) : text;
}

function next(retryAt: number | null, now: number): string {
  return retryAt === null ? '' : ` Tried again in ${secondsUntil(retryAt, now)} s.`;
}

function silence(since: number, now: number): string {
  const seconds = secondsSince(since, now);
  return `runs, but has not answered for ${seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`}`;
}
