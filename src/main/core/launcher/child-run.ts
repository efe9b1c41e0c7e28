// One child from spawn to the end of its whole group: pipes, log, journal, stop ladder. Knows nothing of restarts.
import { deferred } from '../deferred.ts';
import { finished } from 'node:stream/promises';
import { toAppError, type AppError } from '../../../shared/errors.ts';
import { giveBack } from '../give-back.ts';
import type { Clock } from '../ports.ts';
import { createChildInput } from './child-input.ts';
import { createChildLog, type ChildLog } from './child-log.ts';
import { createMessageReader } from './message-reader.ts';
import type { ExitStatus, SpawnedChild, SupervisorPorts } from './ports.ts';
import { endGroup } from './stop-ladder.ts';
import type { ChildHandle, LaunchSpec, SupervisorTiming } from './types.ts';

export type Ending =
  | { readonly kind: 'not-spawned'; readonly error: AppError }
  /** `wasMute`: it had closed its pipes, and was ended for that. */
  | { readonly kind: 'exited'; readonly exit: ExitStatus; readonly wasMute: boolean };

export interface ChildRun {
  /** The child itself is gone and its output read. Never rejects. */
  readonly ended: Promise<Ending>;
  /** No process of its group is left, as far as the system lets us end it. Never rejects. */
  readonly gone: Promise<void>;
  /** Its last stderr lines so far. */
  tail(): readonly string[];
  /** Begins the stop ladder; also before the child is there. */
  stop(): void;
}

/** How much of a line that was too long is shown in the log. */
const shownOfOverlongBytes = 200;

export interface ChildRunOptions {
  readonly spec: LaunchSpec;
  readonly maxLineBytes: number;
  readonly timing: SupervisorTiming;
  onSpawned(child: ChildHandle): void;
  onMessage(line: Buffer): void;
  onOverlong(head: Buffer, tail: Buffer): void;
  onDrain(): void;
}

type Life = Pick<ChildRun, 'ended' | 'gone'>;

/** Starts a child. */
export function startChild(options: ChildRunOptions, ports: SupervisorPorts): ChildRun {
  const log = createChildLog(options.spec.name, ports.logSink, ports.clock);
  const stopping = new AbortController();
  const { name, command } = options.spec;
  let announced: string | null = null;
  // Before there is a process: were we killed right after the spawn, the next start would know its mark.
  const announce = (launchId: string): void => {
    announced = launchId;
    ports.journal.put({ name, command, pid: null, startTime: null, launchId });
  };
  const life = ports.spawner.spawn(options.spec, announce).then(
    (child): Life => followChild(child, { options, ports, log, stopping }),
    (error: unknown): Life => {
      if (announced !== null) ports.journal.remove(announced);
      return {
        ended: Promise.resolve({ kind: 'not-spawned', error: toAppError(error) }),
        gone: Promise.resolve(),
      };
    },
  );
  return {
    ended: life.then(({ ended }) => ended),
    gone: life.then(({ gone }) => gone),
    tail: () => log.tail(),
    stop: () => stopping.abort(),
  };
}

interface Surroundings {
  readonly options: ChildRunOptions;
  readonly ports: SupervisorPorts;
  readonly log: ChildLog;
  readonly stopping: AbortController;
}

function followChild(child: SpawnedChild, around: Surroundings): Life {
  const { options, ports, log, stopping } = around;
  const { spec, timing } = options;
  const { clock, journal } = ports;
  const { pid, launchId } = child;
  const record = { name: spec.name, command: spec.command, pid, launchId };
  journal.put({ ...record, startTime: null });

  let hasExited = false;
  let isSettled = false;
  let wasMute = false;
  /** A server that can no more be heard or spoken to is of no use, even if it lives on. */
  const muted = (): void => {
    clock.after(timing.muteMs, () => {
      if (hasExited || stopping.signal.aborted) return;
      wasMute = true;
      stopping.abort();
    });
  };
  const input = createChildInput(child.stdin, { onDrain: () => options.onDrain(), onBroken: muted });
  const readOutput = connectOutput(child, options, log);
  child.stdout.once('close', muted);

  // The record is complete once the system has told the start time, unless all is over by then.
  const completeRecord = async (): Promise<void> => {
    const startTime = await child.startTime;
    if (!isSettled && startTime !== null) journal.put({ ...record, startTime });
  };
  void completeRecord();

  const abandoned = deferred<ExitStatus>();
  const end = async (): Promise<Ending> => {
    const exit = await Promise.race([child.exited, abandoned.promise]);
    hasExited = true;
    await readOutput(clock, timing.drainMs);
    return { kind: 'exited', exit, wasMute };
  };
  const clearAway = async (ended: Promise<Ending>): Promise<void> => {
    await Promise.race([aborted(stopping.signal), child.exited]);
    const closeInput = hasExited ? {} : { closeInput: () => input.close() };
    const isGone = await endGroup(child.group, { clock, timing, ...closeInput });
    if (!isGone) {
      ports.logger.error(`A process of "${spec.name}" (group ${pid}) could not be ended.`);
      abandoned.resolve({ code: null, signal: 'SIGKILL' });
    }
    await ended;
    child.stdin.destroy();
    isSettled = true;
    if (isGone) journal.remove(launchId);
  };

  const ended = end();
  const gone = clearAway(ended);
  if (!stopping.signal.aborted) options.onSpawned({ pid, write: (message) => input.write(message) });
  return { ended, gone };
}

/** Reads both outputs; the answer waits for their ends, or for the limit where somebody else keeps them open. */
function connectOutput(
  child: SpawnedChild,
  options: ChildRunOptions,
  log: ChildLog,
): (clock: Clock, limitMs: number) => Promise<void> {
  const { maxLineBytes } = options;
  const reader = createMessageReader({
    maxLineBytes,
    onMessage: (line) => options.onMessage(line),
    onNoise: (line) => log.noise(line),
    onOverlong: (head, tail, totalBytes) => {
      log.overlong(head.subarray(0, shownOfOverlongBytes), totalBytes, maxLineBytes);
      options.onOverlong(head, tail);
    },
  });
  const { stdout, stderr } = child;
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const allRead = Promise.allSettled([finished(stdout), finished(stderr)]);
  stdout.on('data', (chunk: Buffer) => {
    if (!reader.push(chunk)) giveBack(chunk);
  });
  stderr.on('data', (chunk: Buffer) => log.stderr(chunk));
  return async (clock, limitMs) => {
    const limit = deferred<void>();
    const cancel = clock.after(limitMs, () => limit.resolve());
    await Promise.race([allRead, limit.promise]);
    cancel();
    // Whoever left the group may hold the pipes open for ever.
    stdout.destroy();
    stderr.destroy();
    reader.end();
    log.end();
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
