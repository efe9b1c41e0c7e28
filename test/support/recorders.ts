// A logger and a log sink that keep what they are told.
import type { Logger, LogSink } from '../../src/main/core/ports.ts';
import type { LogLevel } from '../../src/shared/state.ts';

export interface RecordedLine {
  readonly source: string;
  readonly level: LogLevel;
  readonly text: string;
}

export interface RecordingSink extends LogSink {
  readonly lines: RecordedLine[];
}

export function recordingSink(): RecordingSink {
  const lines: RecordedLine[] = [];
  return { lines, append: (source, level, text) => void lines.push({ source, level, text }) };
}

export interface RecordingLogger extends Logger {
  readonly lines: { readonly level: LogLevel; readonly text: string }[];
}

export function recordingLogger(): RecordingLogger {
  const lines: { level: LogLevel; text: string }[] = [];
  const at = (level: LogLevel) => (text: string) => void lines.push({ level, text });
  return { lines, error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
