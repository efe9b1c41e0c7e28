// What every server of these runs does: gives back what it got, once it has put the token of the call into its ledger. A
// mood that is set from outside makes it slow or rude.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isRecord } from '../../../src/shared/is-record.ts';

export interface EchoArguments {
  readonly token: string;
  readonly delayMs?: number;
  /** So many reports of progress before the answer, each with the token as its message. */
  readonly steps?: number;
  readonly filler?: string;
}

export interface Mood {
  /** Epoch milliseconds; in force until then. */
  readonly until: number;
  /** Added to every call. */
  readonly slowMs?: number;
  /** Says what is no message, or answers what is no answer. */
  readonly isRude?: boolean;
}

export interface Echo {
  readonly mood: () => Mood | null;
  /** Counts the call and resolves with its answer. */
  run(args: EchoArguments, report: (step: number) => void | Promise<void>): Promise<string>;
}

const mostDelayMs = 60_000;
const mostSteps = 1000;

/** What a client gave, whatever it is: what does not fit is left out, so that nobody's arguments end the server. */
export function readArguments(given: unknown): EchoArguments {
  const { token, delayMs, steps, filler } = isRecord(given) ? given : {};
  return {
    token: typeof token === 'string' ? token : 'none',
    ...(typeof delayMs === 'number' ? { delayMs: Math.min(delayMs, mostDelayMs) } : {}),
    ...(typeof steps === 'number' ? { steps: Math.min(steps, mostSteps) } : {}),
    ...(typeof filler === 'string' ? { filler } : {}),
  };
}

/** What is to be in the answer, exactly. */
export function answerOf(server: string, { token, filler = '' }: EchoArguments): string {
  return `<${server}|${token}|${filler}|${server}>`;
}

export function ledgerFile(folder: string, server: string): string {
  return join(folder, `${server}.ledger`);
}

export function moodFile(folder: string, server: string): string {
  return join(folder, `${server}.mood`);
}

export function pidFile(folder: string, server: string): string {
  return join(folder, `${server}.pid`);
}

export function createEcho(folder: string, server: string): Echo {
  writeFileSync(pidFile(folder, server), String(process.pid));
  const mood = (): Mood | null => {
    try {
      const found = JSON.parse(readFileSync(moodFile(folder, server), 'utf8')) as Mood;
      return found.until > Date.now() ? found : null;
    } catch {
      return null;
    }
  };
  return {
    mood,
    run: async (args, report) => {
      // Before anything else: what was begun counts, also when it is killed on the way.
      appendFileSync(ledgerFile(folder, server), `${args.token}\n`);
      const { delayMs = 0, steps = 0 } = args;
      const waitMs = delayMs + (mood()?.slowMs ?? 0);
      for (let step = 1; step <= steps; step++) {
        await setTimeout(waitMs / (steps + 1));
        await report(step);
      }
      if (waitMs > 0) await setTimeout(waitMs / (steps + 1));
      return answerOf(server, args);
    },
  };
}
