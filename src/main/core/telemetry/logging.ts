// All that is logged, put together: what the gateway says, what its children print, and who watches.
// Every text passes one cleaning on its way in; nothing here is written by anybody else.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRedactor } from '../../../shared/redact.ts';
import type { LogLevel, LogLine } from '../../../shared/state.ts';
import type { Clock, Logger, LogSink } from '../ports.ts';
import { describeFileTrouble } from '../system-error.ts';
import type { LogFeed } from '../types.ts';
import { createLineBatches } from './line-batches.ts';
import { cleanLine } from './log-line.ts';
import { LogMemory, ownSource, usualLimits } from './log-memory.ts';
import { openOwnLog } from './own-log.ts';
import { plainText } from './plain-text.ts';
import { createServerFiles } from './server-files.ts';

export interface LoggingOptions {
  readonly dataDir: string;
  readonly level: LogLevel;
  readonly clock: Clock;
  /** Also print the gateway's own lines on stderr. */
  readonly toConsole: boolean;
}

/** How much is kept. */
export interface LogSizes {
  readonly maxFileBytes: number;
  readonly maxServerFileBytes: number;
  /** Of each source, in memory. */
  readonly maxLines: number;
}

const usualSizes: LogSizes = { maxFileBytes: 5_000_000, maxServerFileBytes: 2_000_000, maxLines: 2000 };

export interface Logging {
  /**
   * For one part of the program; `scope` stands before its lines. With a server's name as `source` the lines are kept
   * among that server's, besides standing in patchbay.log.
   */
  logger(scope: string, source?: string): Logger;
  /** For what children print; not subject to the level. */
  readonly sink: LogSink;
  readonly feed: LogFeed;
  setLevel(level: LogLevel): void;
  setSizes(sizes: LogSizes): void;
  /** These exact values are masked from now on. A later call with the same `from` replaces them. */
  setSecrets(values: Iterable<string>, from?: string): void;
  /** Takes secrets out of any text, by the same rules as for log lines. */
  redact(text: string): string;
  /** Resolves when everything is written. Later lines go nowhere. */
  close(): Promise<void>;
}

/** Throws AppError never; a folder that cannot be written costs the files, not the lines in memory. */
export function createLogging({ dataDir, level, clock, toConsole }: LoggingOptions): Logging {
  const folder = join(dataDir, 'logs');
  const secrets = new Map<string, readonly string[]>();
  let redact = createRedactor();
  let isOpen = true;

  const clean = (text: string): string => cleanLine(text, redact);
  let sizes = usualSizes;
  const memory = new LogMemory({
    ...usualLimits,
    get linesPerSource() {
      return sizes.maxLines;
    },
  });
  const keep = (time: number, source: string, at: LogLevel, text: string): LogLine => {
    const line = memory.append(time, source, at, text);
    batches.push(line);
    return line;
  };
  const warn = (text: string): void => void keep(clock.now(), ownSource, 'warn', text);
  const batches = createLineBatches(clock, (error) =>
    warn(`A listener of the log failed and hears nothing more: ${clean(String(error))}`),
  );

  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // The first line that cannot be written tells.
  }
  const files = createServerFiles({
    folder,
    maxBytes: () => sizes.maxServerFileBytes,
    onTrouble: (error) =>
      warn(`Output of servers cannot be written to ${folder}: ${describeFileTrouble(error).reason}.`),
  });
  let isTroubleTold = false;
  const own = openOwnLog({
    folder,
    maxBytes: sizes.maxFileBytes,
    level,
    clock,
    toConsole,
    clean,
    onLine: ({ time, source, level: at, scope, text }) =>
      void keep(time, source, at, scope === source ? text : `${scope}: ${text}`),
    onTrouble: () => {
      if (!isTroubleTold) warn(`${join(folder, 'patchbay.log')} cannot be written.`);
      isTroubleTold = true;
    },
  });

  return {
    logger: (scope, source = ownSource) => {
      const speaker = { scope: plainText(scope), source };
      const at = (severity: LogLevel) => (message: string) => own.write(severity, speaker, message);
      return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
    },
    sink: {
      append: (source, at, text) => {
        if (isOpen) files.append(keep(clock.now(), source, at, clean(text)));
      },
    },
    feed: {
      read: (query) => memory.read(query),
      subscribe: (listener) => batches.subscribe(listener),
    },
    setLevel: (wanted) => own.setLevel(wanted),
    setSizes: (wanted) => {
      sizes = wanted;
      own.setMaxBytes(wanted.maxFileBytes);
    },
    setSecrets: (values, from = 'config') => {
      secrets.set(from, [...values]);
      redact = createRedactor([...secrets.values()].flat());
    },
    redact: (text) => redact(text),
    close: async () => {
      isOpen = false;
      own.close();
      batches.close();
      await files.flush();
    },
  };
}
