// The PATH that commands of servers are looked up on: ours, made whole by the login shell's where ours may be short.
// Windows has no such split: there the PATH of a desktop program is the person's.
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import type { Clock, Logger } from '../ports.ts';
import { readVariable, type Environment } from './environment.ts';
import { askLoginShell } from './login-shell.ts';
import type { ProcessHost } from './ports.ts';

export interface SearchPathParts {
  readonly host: ProcessHost;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly env: Environment;
  readonly homeDir: string;
  /** The person's shell by the user database, where SHELL is not set. */
  readonly userShell: string | null;
  /** Default 5000. */
  readonly limitMs?: number;
  readonly folderExists?: (folder: string) => boolean;
}

const defaultLimitMs = 5000;

/** Where programs usually are, for when the shell does not tell; `~` is the home folder. */
const usualFolders = [
  '~/.local/bin',
  '~/bin',
  '~/.volta/bin',
  '~/.asdf/shims',
  '~/.local/share/mise/shims',
  '~/.pyenv/shims',
  '~/.bun/bin',
  '~/.deno/bin',
  '~/.cargo/bin',
  '~/.nix-profile/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
  '/home/linuxbrew/.linuxbrew/bin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/bin',
  '/bin',
  '/usr/sbin',
  '/sbin',
  '/snap/bin',
];

/**
 * Finds the PATH at the first call and remembers it; later calls get the same promise. Never rejects.
 * The shell is asked only when we were not started from one: with TERM and SHLVL set, our PATH is the person's already.
 */
export function createSearchPath(parts: SearchPathParts): () => Promise<string> {
  let known: Promise<string> | null = null;
  return () => (known ??= findSearchPath(parts));
}

async function findSearchPath(parts: SearchPathParts): Promise<string> {
  const { host, env } = parts;
  const own = readVariable(env, 'PATH', host.platform) ?? '';
  if (host.platform === 'win32') return own;
  if (own !== '' && env['TERM'] !== undefined && Number(env['SHLVL'] ?? '0') > 0) return own;
  const shell = env['SHELL'] ?? parts.userShell;
  const limitMs = parts.limitMs ?? defaultLimitMs;
  const asked = shell === null ? null : await askLoginShell(host, parts.clock, { shell, env, limitMs });
  if (asked !== null) return mergePaths([asked, own]);
  parts.logger.info(
    `The login shell (${shell ?? 'none set'}) did not tell its PATH; the usual folders are used.`,
  );
  const exists = parts.folderExists ?? existsSync;
  const usual = usualFolders.map((folder) => folder.replace('~', parts.homeDir)).filter(exists);
  return mergePaths([own, usual.join(posix.delimiter)]);
}

/** Every folder of all lists, once, where it first stood. */
function mergePaths(lists: readonly string[]): string {
  const folders = lists.flatMap((list) => list.split(posix.delimiter)).filter((folder) => folder !== '');
  return [...new Set(folders)].join(posix.delimiter);
}
