import { describe, expect, it } from 'vitest';
import { errorTable } from '../../../src/shared/errors.ts';
import type { ErrorView } from '../../../src/shared/errors.ts';
import { servers as english } from '../../../src/shared/words/english-servers.ts';
import { chooseLanguage } from '../../../src/shared/words/language.ts';
import { servers as russian } from '../../../src/shared/words/russian-servers.ts';
import type { ServerFacts } from '../../../src/shared/words/server-words.ts';

const now = 1_000_000;

function facts(change: Partial<ServerFacts>): ServerFacts {
  return {
    enabled: true,
    status: 'ready',
    problem: null,
    tools: null,
    sessions: 0,
    restarts: 0,
    retryAt: null,
    silentSince: null,
    ...change,
  };
}

const exited: ErrorView = {
  code: 'SERVER_EXITED',
  message: '"db" ended with exit code 1; it last printed: Error: no database.',
  details: { server: 'db', reason: 'exited', exitCode: 1, signal: null, stderr: ['Error: no database'] },
};

const missing: ErrorView = {
  code: 'SERVER_FAILED',
  message: '"db" cannot start: the command "pg" was not found.',
  expected: 'Install it.',
  details: { server: 'db', reason: 'command-not-found', command: 'pg', searched: 12 },
};

describe('the sentence about a server', () => {
  it.each<[Partial<ServerFacts>, string, string]>([
    [{ enabled: false }, 'disabled', 'отключён'],
    [{ status: 'stopped', paused: true, tools: 3 }, 'paused', 'приостановлен'],
    [{ tools: 13, sessions: 4 }, 'ready, 13 tools, 4 sessions', 'готов, 13 инструментов, 4 сессии'],
    [{ tools: 1, sessions: 1 }, 'ready, 1 tool, 1 session', 'готов, 1 инструмент, 1 сессия'],
    [{ tools: 1300 }, 'ready, 1,300 tools', 'готов, 1\u00a0300 инструментов'],
    [
      { silentSince: now - 40_000 },
      'runs, but has not answered for 40 s',
      'работает, но не отвечает уже 40 с',
    ],
    [{ status: 'stopped', tools: 2 }, 'idle, 2 tools', 'не запущен, 2 инструмента'],
    [
      { status: 'backing-off', problem: exited, restarts: 2, retryAt: now + 7100 },
      'crashed 3 times: "db" ended with exit code 1; it last printed: Error: no database, retrying in 8 s',
      'аварийно завершился 3 раза: «db» завершился с кодом 1; последний вывод: Error: no database; перезапуск через 8 с',
    ],
    [
      { status: 'failed', problem: missing, retryAt: now + 30_000 },
      'failed: "db" cannot start: the command "pg" was not found. Tried again in 30 s.',
      'сбой: «db» не запускается: команда «pg» не найдена. Следующая попытка через 30 с.',
    ],
    [
      { tools: 3, changedTools: ['a', 'b'] },
      'ready, 3 tools; 2 tools changed since accepted',
      'готов, 3 инструмента; 2 инструмента изменились после одобрения',
    ],
  ])('of %j is in both languages', (change, inEnglish, inRussian) => {
    expect(english.summary(facts(change), now)).toBe(inEnglish);
    expect(russian.summary(facts(change), now)).toBe(inRussian);
  });
});

describe('an error in Russian', () => {
  it('is said from its particulars, and what it printed stays as it came', () => {
    expect(russian.problem(missing)).toEqual({
      message: '«db» не запускается: команда «pg» не найдена.',
      expected: 'Установите её или укажите в "command" полный путь; поиск шёл по PATH: 12 папок.',
    });
  });

  it('is what its code means, with all that it says, where the particulars are not known', () => {
    const error: ErrorView = {
      code: 'PORT_TAKEN',
      message: 'Port 3004 is taken.',
      expected: 'Choose another.',
    };
    expect(russian.problem(error)).toEqual({
      message: 'Порт занят другой программой. Port 3004 is taken.',
      expected: 'Choose another.',
    });
  });

  it('has what it came with apart, where there is room for it', () => {
    const error: ErrorView = {
      code: 'PORT_TAKEN',
      message: 'Port 3004 is taken.',
      expected: 'Choose another.',
    };
    expect(russian.told(error)).toEqual({
      message: 'Порт занят другой программой.',
      detail: 'Port 3004 is taken. Choose another.',
    });
    expect(russian.told(missing)).toEqual(russian.problem(missing));
    expect(english.told(error)).toEqual({ message: error.message, expected: error.expected });
  });

  it.each(Object.keys(errorTable))('has words for %s', (code) => {
    const { message } = russian.problem({ code: code as ErrorView['code'], message: '' });
    expect(message).toMatch(/[а-я].*\.\s*$/);
  });
});

describe('the language somebody gets', () => {
  it.each<[readonly string[], string]>([
    [['ru-RU', 'en-US'], 'ru'],
    [['ru'], 'ru'],
    [['de-AT', 'ru', 'en'], 'ru'],
    [['en-GB', 'ru'], 'en'],
    [['ja', 'rue'], 'en'],
    [[], 'en'],
  ])('is the first of %j that there is', (preferred, language) => {
    expect(chooseLanguage(preferred)).toBe(language);
  });
});
