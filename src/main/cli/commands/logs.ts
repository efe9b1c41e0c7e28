// `patchbay logs`: the newest lines, and with --follow each new one as it comes.
import type { Command } from 'commander';
import type { LogLevel, LogLine } from '../../../shared/state.ts';
import { positiveNumber } from '../arguments.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { readEvents } from '../console/event-reader.ts';
import { timeOfDay } from '../output/durations.ts';
import { printAudit } from './audit.ts';
import type { Output, Style } from '../output/output.ts';
import { printable } from '../output/printable.ts';

interface LogsOptions extends CommonOptions {
  readonly follow?: true;
  readonly audit?: true;
  readonly lines: number;
}

const defaultLines = 100;
const levelStyles: Readonly<Partial<Record<LogLevel, Style>>> = {
  error: 'red',
  warn: 'yellow',
  debug: 'dim',
};

const example = `patchbay logs files --follow
  patchbay logs patchbay --lines 20
  patchbay logs --audit

With --follow and --json each log line is a JSON document on a line of its own.`;

export function registerLogs(program: Command, context: CommandContext): void {
  const { output } = context;
  const logs = declare(program, 'logs', 'print log lines of all sources, or of one', example)
    .argument('[server]', 'a server’s name; "patchbay" is the gateway itself')
    .option('-f, --follow', 'go on with new lines until interrupted')
    .option('--audit', 'who was let in or refused, what was approved, changed and launched')
    .option('-n, --lines <number>', 'how many of the newest lines', positiveNumber, defaultLines);
  logs.action(async (source: string | undefined, options: LogsOptions) => {
    if (options.audit === true) {
      if (source !== undefined || options.follow === true)
        logs.error('error: --audit goes with --lines and --json only');
      return printAudit(context, options);
    }
    const connection = context.connect(options);
    const limit = Math.min(options.lines, 10_000);
    const lines = await connection.client.readLogs({ ...(source === undefined ? {} : { source }), limit });
    if (options.follow !== true) {
      if (options.json === true) output.json(lines);
      else print(lines, output);
      return;
    }
    const show = (batch: readonly LogLine[]): void => {
      if (options.json !== true) print(batch, output);
      else for (const line of batch) output.jsonLine(line);
    };
    show(lines);
    await follow({ source, after: lines.at(-1)?.seq ?? -1, find: connection.find, show, output });
  });
}

interface Following {
  readonly source: string | undefined;
  readonly after: number;
  readonly find: Parameters<typeof readEvents>[0]['find'];
  readonly show: (lines: readonly LogLine[]) => void;
  readonly output: Output;
}

// Ends with the process: an interrupt, or a pipe that is closed at its other end.
async function follow({ source, after, find, show, output }: Following): Promise<void> {
  // A server may have one of the query's two words for its name; then its lines are picked out here.
  const isOddName = source === undefined || source === 'all' || source === 'none';
  await readEvents(
    {
      find,
      logs: isOddName ? 'all' : source,
      after,
      onEvent: (name, value) => {
        if (name !== 'logs') return;
        const lines = value as readonly LogLine[];
        show(source === undefined ? lines : lines.filter((line) => line.source === source));
      },
      onLost: () => output.problem('patchbay: the connection is lost; waiting for Patchbay to come back.'),
    },
    new AbortController().signal,
  );
}

function print(lines: readonly LogLine[], output: Output): void {
  for (const line of lines) output.line(logText(line, output));
}

/** `14:03:22.117 warn  files: the text`. */
function logText({ time, level, source, text }: LogLine, output: Output): string {
  const style = levelStyles[level];
  const word = level.padEnd(5);
  const shownLevel = style === undefined ? word : output.paint(style, word);
  return `${output.paint('dim', timeOfDay(time))} ${shownLevel} ${source}: ${printable(text)}`;
}
