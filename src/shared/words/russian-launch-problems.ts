// Why a server does not run, in Russian: from the particulars that the launcher gives along with its own sentence.
import type { ErrorView } from '../errors.ts';
import { isRecord } from '../is-record.ts';
import { count } from './russian-numbers.ts';
import type { ProblemText } from './server-words.ts';

type Details = Readonly<Record<string, unknown>>;

/** null where the particulars are not all there. */
export function launchProblem({ details }: ErrorView): ProblemText | null {
  if (!isRecord(details)) return null;
  const server = text(details['server']);
  const reason = text(details['reason']);
  if (server === null || reason === null) return null;
  return sentences[reason]?.(server, details) ?? null;
}

const sentences: Readonly<Record<string, (server: string, details: Details) => ProblemText | null>> = {
  'command-not-found': (server, { command, searched }) =>
    typeof command !== 'string' || typeof searched !== 'number'
      ? null
      : searched === 0
        ? {
            message: `«${server}» не запускается: нет файла «${command}».`,
            expected: 'Исправьте "command" в конфигурации.',
          }
        : {
            message: `«${server}» не запускается: команда «${command}» не найдена.`,
            expected: `Установите её или укажите в "command" полный путь; поиск шёл по PATH: ${count(searched, 'папка', 'папки', 'папок')}.`,
          },
  'not-executable': (server, { file }) =>
    typeof file !== 'string'
      ? null
      : {
          message: `«${server}» не запускается: файл «${file}» нельзя выполнить.`,
          expected: 'Сделайте файл исполняемым или укажите программу, которая его запускает.',
        },
  'interpreter-missing': (server, { file }) =>
    typeof file !== 'string'
      ? null
      : {
          message: `«${server}» не запускается: файл «${file}» есть, а программы из его первой строки нет.`,
          expected: 'Установите эту программу или укажите в "command" другую.',
        },
  'folder-missing': (server, { folder }) =>
    typeof folder !== 'string'
      ? null
      : {
          message: `«${server}» не запускается: папка «${folder}» недоступна.`,
          expected: 'Исправьте "cwd" в конфигурации или создайте папку.',
        },
  'spawn-refused': (server, { why }) => ({
    message: `«${server}» не запускается: ${text(why) ?? 'система отказала'}.`,
    expected: 'Проверьте "command" и "args" этого сервера.',
  }),
  'out-of-resources': (server, { why }) => ({
    message: `«${server}» пока не запускается: ${text(why) ?? 'системе не хватает ресурсов'}.`,
    expected: 'Patchbay попробует снова.',
  }),
  exited: (server, details) => {
    const { exitCode, signal, phase } = details;
    const how = typeof signal === 'string' ? `был завершён сигналом ${signal}` : exit(exitCode);
    const when = phase === 'starting' ? ' при запуске' : '';
    return { message: `«${server}» ${how}${when}${lastWords(details)}.${inARow(details)}` };
  },
  'streams-closed': (server, details) => ({
    message: `«${server}» закрыл стандартные потоки, не завершившись, и был остановлен${lastWords(details)}.${inARow(details)}`,
  }),
  'start-timeout': (server, details) => {
    const limit = typeof details['timeoutSeconds'] === 'number' ? details['timeoutSeconds'] : null;
    const after = limit === null ? 'вовремя' : `за ${count(limit, 'секунду', 'секунды', 'секунд')}`;
    return {
      message: `«${server}» не успел запуститься ${after}${lastWords(details)}.${inARow(details)}`,
      expected: 'Запустите его команду в терминале и проверьте, что это MCP-сервер на stdio.',
    };
  },
};

function exit(code: unknown): string {
  return typeof code === 'number' ? `завершился с кодом ${code}` : 'завершился';
}

function lastWords({ stderr }: Details): string {
  if (!Array.isArray(stderr) || stderr.length === 0) return '';
  return `; последний вывод: ${stderr.slice(-3).join(' | ')}`;
}

function inARow({ crashes }: Details): string {
  return typeof crashes === 'number' ? ` Это произошло ${count(crashes, 'раз', 'раза', 'раз')} подряд.` : '';
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
