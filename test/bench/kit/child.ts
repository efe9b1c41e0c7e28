// Programs that are measured, as processes of their own.
import { spawn, type ChildProcess } from 'node:child_process';

export interface Target {
  readonly name: string;
  /** Its MCP endpoint. */
  readonly url: string;
  readonly pid: number;
  /** Null: it wants none. */
  readonly token: string | null;
  readonly end: () => Promise<void>;
}

export interface Program {
  readonly file: string;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints when it is ready; the first group is kept. */
  readonly ready: RegExp;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it said when it was ready. */
  readonly said: string;
  readonly end: () => Promise<void>;
}

const startsWithinMs = 60_000;

/** Starts a Node program and resolves with what it said when it was ready. Rejects when it ends, or says nothing for long. */
export async function startProgram(program: Program): Promise<Started> {
  const child = spawn(process.execPath, [program.file, ...program.words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...program.env },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = await new Promise<string>((resolve, reject) => {
    let text = '';
    const late = setTimeout(() => reject(new Error(`${program.file} is not ready: ${text}`)), startsWithinMs);
    const hear = (chunk: string): void => {
      if (text.length > 100_000) return;
      text += chunk;
      const found = program.ready.exec(text);
      if (found === null) return;
      clearTimeout(late);
      resolve(found[1] ?? found[0]);
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    void ended.then(() => reject(new Error(`${program.file} ended before it was ready: ${text}`)));
  });
  return {
    child,
    said,
    end: async () => {
      child.kill();
      await ended;
    },
  };
}
