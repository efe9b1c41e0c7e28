// The gateway's own lines, through electron-log: `logs/patchbay.log`, stderr if wanted, and whoever listens.
// Each line is a synchronous append, so what children print does not go this way.
import { Console } from 'node:console';
import { join } from 'node:path';
import electronLog from 'electron-log/node';
import type { LogLevel } from '../../../shared/state.ts';
import type { Clock } from '../ports.ts';
import { ownSource } from './log-memory.ts';

export interface OwnLogOptions {
  readonly folder: string;
  readonly level: LogLevel;
  readonly clock: Clock;
  readonly toConsole: boolean;
  /** One older file of that size is kept beside it, `patchbay.old.log`. */
  readonly maxBytes: number;
  /** Makes a text fit to be shown. */
  readonly clean: (text: string) => string;
  /** Each line that passes the level, cleaned. */
  readonly onLine: (line: OwnLine) => void;
  /** The file cannot be written. */
  readonly onTrouble: () => void;
}

/** Who says it. */
export interface Speaker {
  /** The part of the program. */
  readonly scope: string;
  /** Under which source the line is kept: the gateway's own, or the server that it is about. */
  readonly source: string;
}

export interface OwnLine extends Speaker {
  readonly time: number;
  readonly level: LogLevel;
  readonly text: string;
}

export interface OwnLog {
  write(level: LogLevel, speaker: Speaker, text: string): void;
  setLevel(level: LogLevel): void;
  setMaxBytes(bytes: number): void;
  /** Later lines go nowhere. */
  close(): void;
}

type Message = Parameters<typeof electronLog.processMessage>[0];

export function openOwnLog(options: OwnLogOptions): OwnLog {
  const { folder, clock, toConsole, maxBytes, clean, onLine } = options;
  const log = electronLog.create({ logId: 'patchbay' });
  const { file, console: terminal } = log.transports;
  const stderr = new Console(process.stderr);

  // Without a name the library looks for a package.json, and throws where there is none.
  file.setAppName('Patchbay');
  file.resolvePathFn = () => join(folder, 'patchbay.log');
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  file.maxSize = maxBytes;
  file.format = ({ message }) => [lineOf(message)];
  terminal.format = ({ message }) => [lineOf(message)];
  terminal.writeFn = ({ message }) => stderr.error(String(message.data[0]));
  const listener = Object.assign((message: Message) => onLine(ownLine(message)), {
    level: options.level,
    transforms: [],
  });
  log.transports['listener'] = listener;
  log.hooks.push((message) => ({ ...message, data: [clean(message.data.join(' '))] }));

  // The library tells its own troubles, for every line anew, to the console of its default instance, which nobody uses.
  electronLog.transports.console.writeFn = options.onTrouble;

  const setLevels = (level: LogLevel | false): void => {
    file.level = level;
    listener.level = level || 'error';
    terminal.level = toConsole ? level : false;
  };
  setLevels(options.level);

  let isOpen = true;
  return {
    write: (level, { scope, source }, text) => {
      if (!isOpen) return;
      const variables = { processType: 'main', source };
      log.processMessage({ data: [text], date: new Date(clock.now()), level, scope, variables });
    },
    setLevel: (level) => {
      if (isOpen) setLevels(level);
    },
    setMaxBytes: (bytes) => {
      file.maxSize = bytes;
    },
    close: () => {
      isOpen = false;
      setLevels(false);
      electronLog.transports.console.writeFn = () => {};
    },
  };
}

function lineOf(message: Message): string {
  const { time, level, scope, text } = ownLine(message);
  return `${new Date(time).toISOString()} ${level.padEnd(5)} ${scope}: ${text}`;
}

function ownLine({ date, level, scope = '', variables, data }: Message): OwnLine {
  const source: unknown = variables?.['source'];
  return {
    time: date.getTime(),
    level: level === 'verbose' || level === 'silly' ? 'debug' : level,
    scope,
    source: typeof source === 'string' ? source : ownSource,
    text: String(data[0]),
  };
}
