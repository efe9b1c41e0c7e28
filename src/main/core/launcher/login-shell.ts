// Asks the login shell for its PATH, as the person has it in a terminal. Programs started from a desktop see a shorter
// one, without Homebrew, nvm and the like. Must not touch our terminal, and never waits longer than its limit.
import { randomUUID } from 'node:crypto';
import type { SpawnOptionsWithoutStdio } from 'node:child_process';
import type { Clock } from '../ports.ts';
import type { Environment } from './environment.ts';
import type { ProcessHost } from './ports.ts';

export interface LoginShellQuestion {
  readonly shell: string;
  readonly env: Environment;
  readonly limitMs: number;
}

/** So that frameworks around zsh neither update themselves nor put a multiplexer in between. */
const quietShell = { DISABLE_AUTO_UPDATE: 'true', ZSH_TMUX_AUTOSTART: 'false', ZSH_TMUX_AUTOSTARTED: 'true' };

/** Rc files may print megabytes; only what stands between the delimiters counts. */
const mostOutputCharacters = 1_000_000;

/** The PATH of an interactive login shell; null when the shell fails, is too slow, or speaks another language. */
export function askLoginShell(
  host: ProcessHost,
  clock: Clock,
  { shell, env, limitMs }: LoginShellQuestion,
): Promise<string | null> {
  const mark = `_${randomUUID()}_`;
  // printenv instead of $PATH: fish would join or split the list in its own way. Words that sh, zsh and fish all know.
  const script = `printf '%s' '${mark}'; command printenv PATH; printf '%s' '${mark}'; exit`;
  const options: SpawnOptionsWithoutStdio = {
    env: { ...env, ...quietShell },
    // A session of its own: an interactive shell would otherwise take our terminal away.
    detached: true,
    windowsHide: true,
  };
  return new Promise((resolve) => {
    const child = host.spawn(shell, ['-ilc', script], options);
    let output = '';
    const settle = (path: string | null): void => {
      cancelLimit();
      child.stdout?.destroy();
      resolve(path);
    };
    const cancelLimit = clock.after(limitMs, () => {
      if (child.pid !== undefined) host.signal(-child.pid, 'SIGKILL');
      settle(null);
    });
    child.stdin?.on('error', () => undefined).end();
    child.stderr?.on('error', () => undefined).resume();
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-mostOutputCharacters);
      const [, between, rest] = output.split(mark);
      if (between !== undefined && rest !== undefined) settle(between.trim() === '' ? null : between.trim());
    });
    child.on('error', () => settle(null));
    child.on('close', () => settle(null));
  });
}
