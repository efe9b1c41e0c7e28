// The clients' own commands: looked for where a terminal would find them, and run to be asked something. Their words may
// hold tokens: they go to whoever asked, and into no log.
import type { Clock } from '../ports.ts';
import { readVariable, type Environment } from '../launcher/environment.ts';
import { findCommand } from '../launcher/find-command.ts';
import type { SpawnedChild, Spawner } from '../launcher/ports.ts';

/** What a command said until it ended; `code` is null where a signal ended it. */
export interface ProgramAnswer {
  readonly code: number | null;
  /** Of both streams, the end of it. */
  readonly output: string;
}

export interface ClientPrograms {
  /** Its file, absolute; null: it is not on PATH. */
  find(command: string): Promise<string | null>;
  /** null: it cannot be started, or takes too long, and is ended then. */
  run(file: string, args: readonly string[]): Promise<ProgramAnswer | null>;
}

export interface ClientProgramsOptions {
  readonly spawner: Spawner;
  readonly searchPath: () => Promise<string>;
  readonly platform: NodeJS.Platform;
  /** Our own environment. */
  readonly env: Environment;
  readonly homeDir: string;
  /** A folder of ours: where Windows and relative parts of PATH look first. */
  readonly dataDir: string;
  readonly clock: Pick<Clock, 'after'>;
  /** Default 30 s: some of them call every server that they have. */
  readonly limitMs?: number;
}

/** Where they keep their files, if not in the home folder. */
const places = ['CLAUDE_CONFIG_DIR', 'CODEX_HOME', 'GEMINI_CLI_HOME'];
const mostCharacters = 262_144;
/** How long output is still awaited from a command that is gone, while others hold its pipes open. */
const drainMs = 500;

export function clientPrograms(options: ClientProgramsOptions): ClientPrograms {
  const { spawner, searchPath, platform, env, homeDir, dataDir, clock, limitMs = 30_000 } = options;
  const own = {
    [platform === 'win32' ? 'USERPROFILE' : 'HOME']: homeDir,
    ...Object.fromEntries(
      places.flatMap((name) => {
        const value = readVariable(env, name, platform);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
  return {
    find: async (command) => {
      const pathExtensions = readVariable(env, 'PATHEXT', platform);
      const place = await findCommand(command, {
        platform,
        path: await searchPath(),
        pathExtensions,
        cwd: dataDir,
      });
      return place.status === 'executable' ? place.file : null;
    },
    run: async (file, args) => {
      let child;
      try {
        child = await spawner.spawn({ name: file, command: file, args, env: own, cwd: homeDir });
      } catch {
        return null;
      }
      const answer = await answerOf(child, clock, limitMs);
      // Also what it has started itself.
      await child.group.kill().catch(() => undefined);
      return answer;
    },
  };
}

function answerOf(
  { stdin, stdout, stderr, exited }: SpawnedChild,
  clock: Pick<Clock, 'after'>,
  limitMs: number,
): Promise<ProgramAnswer | null> {
  let output = '';
  let open = 2;
  return new Promise((resolve) => {
    const settle = (answer: ProgramAnswer | null): void => {
      cancelLimit();
      for (const stream of [stdout, stderr]) stream.destroy();
      resolve(answer);
    };
    const cancelLimit = clock.after(limitMs, () => settle(null));
    const closed = new Promise<void>((done) => {
      for (const stream of [stdout, stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output = (output + text).slice(-mostCharacters);
        });
        stream.on('error', () => undefined).once('close', () => (--open === 0 ? done() : undefined));
      }
    });
    stdin.on('error', () => undefined).end();
    const finish = async (): Promise<void> => {
      const { code } = await exited;
      const cancelDrain = clock.after(drainMs, () => settle({ code, output }));
      await closed;
      cancelDrain();
      settle({ code, output });
    };
    void finish();
  });
}
