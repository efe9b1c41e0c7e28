// What the launcher takes from the operating system, in three layers: raw calls (ProcessHost), who is running
// (ProcessTable), and one running child with its group (SpawnedChild). Tests put fakes at each of them.
import type { ChildProcess, SpawnOptionsWithoutStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Clock, Logger, LogSink } from '../ports.ts';
import type { LaunchSpec } from './types.ts';

/** Why a signal had no effect, if it had none: nobody is there, or somebody whom we may not touch. */
export type SignalOutcome = 'sent' | 'gone' | 'denied';

/** The operating system's calls, and which system it is. */
export interface ProcessHost {
  readonly platform: NodeJS.Platform;
  spawn(command: string, args: readonly string[], options: SpawnOptionsWithoutStdio): ChildProcess;
  /** A negative pid means the process group; signal 0 only asks. */
  signal(pid: number, signal: NodeJS.Signals | 0): SignalOutcome;
  /** Runs a helper program of the system and resolves with its stdout; rejects when it fails or takes too long. */
  run(file: string, args: readonly string[], timeoutMs: number): Promise<string>;
  /** The same while everything waits, for the last moment of this process; throws when it fails or takes too long. */
  runNow(file: string, args: readonly string[], timeoutMs: number): string;
}

/** Who is running. "Group" is the process group on POSIX and the tree of descendants on Windows. */
export interface ProcessTable {
  /** When a process began, as text to compare, exact enough to tell two holders of a pid apart; null: no such process. */
  startTime(pid: number): Promise<string | null>;
  /** Pids of the living members of the group that the process (`pid`, `startTime`) founded. Zombies do not count. */
  members(pid: number, startTime: string | null): Promise<readonly number[]>;
  /** Whether a process carries the launch marker `launchId` in its environment; false where that cannot be seen. */
  isMarked(pid: number, launchId: string): Promise<boolean>;
  /**
   * Living processes that carry the launch marker and have left the group: daemons, and what runs in a session of its
   * own. Not among them: this process, and programs that the desktop opened for a person. None where marks cannot be seen.
   */
  strays(launchId: string, group: number | null): Promise<readonly number[]>;
  /** Every living process with one of these marks, while everything waits. Never throws. */
  markedNow(launchIds: readonly string[]): readonly number[];
}

/** All processes that one launch brought about. */
export interface ProcessGroup {
  /** True when none of them lives; rejects when that cannot be found out at the moment. */
  isGone(): Promise<boolean>;
  /** Asks every member to end; false where the system has no such request (Windows). */
  terminate(): Promise<boolean>;
  /** Ends every member by force. */
  kill(): Promise<void>;
  /** The same for those who have not left the group, without waiting for anything; for the last moment of this process. */
  killNow(): void;
}

/** How a process ended: one of the two is set. */
export interface ExitStatus {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child that runs. */
export interface SpawnedChild {
  readonly pid: number;
  readonly launchId: string;
  readonly startTime: Promise<string | null>;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly group: ProcessGroup;
  /** Resolves when the child itself is gone; others of its group may still live, and output may still be on its way. */
  readonly exited: Promise<ExitStatus>;
}

export interface Spawner {
  /**
   * Resolves when the child runs. Rejects with AppError; `isTransient` tells whether trying again may help. `onLaunch`
   * hears the id of the launch right before there is a process that carries it.
   */
  spawn(spec: LaunchSpec, onLaunch?: (launchId: string) => void): Promise<SpawnedChild>;
}

/** What is written down of a running child, so that the next run of Patchbay can find it. */
export interface ChildRecord {
  readonly name: string;
  readonly command: string;
  /** null in the moment before there is one. */
  readonly pid: number | null;
  /** As ProcessTable gave it; null in the moment between spawn and the answer. */
  readonly startTime: string | null;
  readonly launchId: string;
}

/** children.json. Neither call throws: a journal that cannot be written costs the sweep, not the server. */
export interface ChildJournal {
  /** On disk when it returns. A later record of the same launch replaces the earlier one. */
  put(record: ChildRecord): void;
  remove(launchId: string): void;
}

/** What a supervisor works with. */
export interface SupervisorPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly logSink: LogSink;
  readonly spawner: Spawner;
  readonly journal: ChildJournal;
  /** 0 (inclusive) to 1 (exclusive), for jitter. Default Math.random. */
  readonly random?: () => number;
  /** Takes secrets out of text that is shown with a failure. Default: nothing is taken out. */
  readonly redact?: (text: string) => string;
}
