// The launcher's border: what it is told to run, what it tells of it.
import type { ErrorView } from '../../../shared/errors.ts';
import type { ServerStatus } from '../../../shared/state.ts';

/** A command with everything expanded. `env` is the server's own part only. */
export interface LaunchSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
}

/**
 * What became of a message: the pipe has taken all of it; some of it may still be on its way, and the pipe wants a pause
 * until `onDrain`; or there is no pipe any more, and it took nothing.
 */
export type Written = 'taken' | 'underway' | 'refused';

/** A running child as the supervisor's user sees it. */
export interface ChildHandle {
  readonly pid: number;
  /** Writes one JSON-RPC message (no newline inside). */
  write(message: Buffer): Written;
}

export interface SupervisorStatus {
  readonly status: ServerStatus;
  readonly pid: number | null;
  readonly problem: ErrorView | null;
  /** Epoch milliseconds. */
  readonly startedAt: number | null;
  readonly retryAt: number | null;
  readonly restarts: number;
}

/** What the user of a supervisor is told, always in this order for one child: spawned, messages, ended. */
export interface SupervisorEvents {
  /**
   * A child runs. Resolve when it is usable (after `initialize`), reject with an AppError to fail it:
   * the child is stopped and the reason shown. Not resolving within the start timeout is a failure too.
   */
  onSpawned(child: ChildHandle): Promise<void>;
  /** One line of the child's stdout that looks like a JSON object or array; without its line end. */
  onMessage(line: Buffer): void;
  /** A line was longer than `maxLineBytes` and is dropped; `head` and `tail` are how it began and ended. */
  onOverlong?(head: Buffer, tail: Buffer): void;
  /** The pipe has taken what was `underway`, and takes messages again. */
  onDrain(): void;
  /** The child is gone; everything in flight on it is lost. `problem` says why, for people; null after a wanted stop. */
  onEnded(problem: ErrorView | null): void;
  onStatus(status: SupervisorStatus): void;
  /** Asked after a crash, and again when the restart is due: is anybody waiting for this server, so that it should come back by itself? */
  wanted(): boolean;
}

export interface SupervisorOptions {
  /** Restarts in a row before the server counts as failed; the count starts anew after a healthy minute. */
  readonly maxRestarts: number;
  /** Longest time from spawn to `onSpawned` resolved. */
  readonly startTimeoutMs: number;
  /** Longest stdout line; a longer one is dropped with a log line. */
  readonly maxLineBytes: number;
  /** Other than usual durations. */
  readonly timing?: Partial<SupervisorTiming>;
}

/** Durations, in milliseconds. */
export interface SupervisorTiming {
  /** Stop ladder: to leave after stdin was closed, after SIGTERM, and to be cleared away after SIGKILL. Default 2000 each. */
  readonly inputMs: number;
  readonly terminateMs: number;
  readonly killMs: number;
  /** Delay before the first restart; doubles with each one in a row, up to the longest. Default 1000 and 30 000. */
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
  /** Ready for so long, a crash counts as the first again. Default 60 000. */
  readonly healthyMs: number;
  /** How long output is still awaited from a child that is gone, while others hold its pipes open. Default 500. */
  readonly drainMs: number;
  /** How long a child may live on with its standard streams closed. Default 2000. */
  readonly muteMs: number;
}

/** Keeps one child running. Every method is safe in every state. */
export interface Supervisor {
  readonly status: SupervisorStatus;
  /** Starts it unless it is starting or ready; resolves when ready, rejects with AppError when it fails. */
  start(): Promise<void>;
  /** The same for one that was given up: another end of it is one more in a row, so nothing follows but another pause. */
  tryOnce(): Promise<void>;
  /** Walks the stop ladder; resolves when no process of the group is left. */
  stop(): Promise<void>;
  /** Stop, then start with fresh counters. */
  restart(): Promise<void>;
}
