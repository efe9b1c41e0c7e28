// The life of `patchbay serve`: start, say so, stop on a signal within a deadline. A second signal ends it at once,
// and so does nothing else: even after a mistake of our own the children are stopped first. However it ends, none is left.
import { AppError } from '../../../shared/errors.ts';
import { redactText } from '../../../shared/redact.ts';
import type { Clock } from '../../core/ports.ts';
import { RepeatedSignals } from '../../core/repeated-signals.ts';
import type { Core } from '../../core/types.ts';
import { describeFault } from '../output/config-fault.ts';
import type { Output } from '../output/output.ts';

const stopDeadlineMs = 10_000;
/** What is taken from Node's process. */
export interface ServeProcess {
  readonly platform: NodeJS.Platform;
  on(event: NodeJS.Signals, listener: () => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
}

export interface ServeParts {
  readonly core: Core;
  readonly clock: Clock;
  readonly output: Output;
  readonly process: ServeProcess;
  /** Ends the process at once, whatever is under way. */
  readonly exit: (status: number) => void;
}

/** Runs the core. Rejects when it does not start; otherwise ends the process with 0 after a signal, 1 after a failure. */
export async function runUntilStopped({ core, clock, output, process, exit }: ServeParts): Promise<void> {
  let isStopping = false;
  const signals = new RepeatedSignals(clock);

  function onSignal(): void {
    if (signals.hear() === 'echo') return;
    if (isStopping) {
      output.problem('patchbay: ended at once.');
      exit(1);
      return;
    }
    void stop(0);
  }

  async function stop(status: 0 | 1): Promise<void> {
    isStopping = true;
    clock.after(stopDeadlineMs, () => {
      output.problem(`patchbay: not everything stopped within ${stopDeadlineMs / 1000} s; ended anyway.`);
      exit(1);
    });
    try {
      await core.stop();
    } catch (error) {
      output.problem(`patchbay: stopping failed: ${redactText(textOf(error))}`);
      exit(1);
      return;
    }
    exit(status);
  }

  function onMistake(error: unknown): void {
    output.problem(`patchbay: a mistake of Patchbay itself: ${core.noteMistake(error)}`);
    // A second mistake on the way out must not cut the first one's stop short.
    if (!isStopping) void stop(1);
  }

  process.on('exit', () => core.endNow());
  process.on('uncaughtException', onMistake);
  process.on('unhandledRejection', onMistake);
  const usual = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of process.platform === 'win32' ? ([...usual, 'SIGBREAK'] as const) : usual) {
    process.on(signal, onSignal);
  }

  try {
    await core.start();
  } catch (error) {
    // A signal during the start makes it fail; then the stop that is under way ends the process.
    if (isStopping) return;
    throw error;
  }
  if (!isStopping) sayReady(core, output);
}

function sayReady(core: Core, output: Output): void {
  const { gateway, config } = core.state.get();
  output.line(`Patchbay ready on ${gateway.url ?? 'no address'}`);
  const link = core.consoleLink();
  if (link !== null) output.line(`Console: ${link}`);
  for (const fault of config.faults) output.problem(`patchbay: ${describeFault(config.path, fault)}`);
}

function textOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
