// The words that the program was started with. Those it does not know belong to Chromium and are left alone.
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { StartFlags } from '../core/start-options.ts';

export interface LaunchWords {
  readonly flags: StartFlags;
  /** Start without the window, as at login. */
  readonly hidden: boolean;
}

const options = {
  config: { type: 'string' },
  'data-dir': { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'console-port': { type: 'string' },
  'no-console': { type: 'boolean' },
  auth: { type: 'string' },
  'log-level': { type: 'string' },
  hidden: { type: 'boolean' },
} as const;

/** The flags of `patchbay serve`, and `--hidden`. */
export function readLaunchWords(words: readonly string[]): LaunchWords {
  const { values } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true });
  const text = (name: keyof typeof options): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    flags: {
      config: text('config'),
      dataDir: text('data-dir'),
      host: text('host'),
      port: text('port'),
      consolePort: text('console-port'),
      console: values['no-console'] !== true,
      auth: text('auth'),
      logLevel: text('log-level'),
    },
    hidden: values['hidden'] === true,
  };
}

/** The words that a start by the system needs as well: which data folder and file it was. Paths are made whole. */
export function lastingWords({ dataDir, config }: StartFlags, workingDir: string): readonly string[] {
  const word = (name: string, value: string | undefined): readonly string[] =>
    value === undefined || value === '' ? [] : [name, path.resolve(workingDir, value)];
  return [...word('--data-dir', dataDir), ...word('--config', config)];
}
