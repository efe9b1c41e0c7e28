// Programs that are measured, as processes of their own.
import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

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
  /** What it prints when it is ready, of which the first group is kept; or the port that it listens on then. */
  readonly ready: RegExp | number;
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
  const ready = typeof program.ready === 'number' ? listening(program.ready) : saying(child, program.ready);
  // Whatever else it prints is nobody's concern, and must not fill the pipe.
  for (const stream of [child.stdout, child.stderr]) stream.resume();
  const failing = ended.then(() => Promise.reject(new Error(`${program.file} ended before it was ready.`)));
  const late = AbortSignal.timeout(startsWithinMs);
  const waiting = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(new Error(`${program.file} is not ready.`)));
  });
  const said = await Promise.race([ready, failing, waiting]);
  return {
    child,
    said,
    end: async () => {
      child.kill();
      await ended;
    },
  };
}

/** What is printed once it fits; what comes afterwards is thrown away. */
function saying(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const hear = (chunk: string): void => {
      if (text.length > 100_000) return;
      text += chunk;
      const found = pattern.exec(text);
      if (found !== null) resolve(found[1] ?? found[0]);
    };
    child.stdout?.setEncoding('utf8').on('data', hear);
    child.stderr?.setEncoding('utf8').on('data', hear);
  });
}

async function listening(port: number): Promise<string> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false)).once('connect', () => socket.end());
    });
    if (isOpen) return String(port);
    await pause(100);
  }
}
