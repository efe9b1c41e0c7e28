// Keeps one child running: the states of a server, its restarts, and who waits for what (S2.2, S2.6).
// All changes of state happen here; a child's life itself is child-run's.
import { deferred, type Deferred } from '../deferred.ts';
import { toAppError, toErrorView, type AppError, type ErrorView } from '../../../shared/errors.ts';
import { backoffMs } from './backoff.ts';
import { startChild, type ChildRun, type Ending } from './child-run.ts';
import { neverStarted, usualTiming } from './defaults.ts';
import { startTimeout, stoppedMeanwhile, tooManyRestarts } from './problems.ts';
import type { SupervisorPorts } from './ports.ts';
import { unwantedEnd, wantedStop, type Sequel } from './sequel.ts';
import type {
  ChildHandle,
  LaunchSpec,
  Supervisor,
  SupervisorEvents,
  SupervisorOptions,
  SupervisorStatus,
  SupervisorTiming,
} from './types.ts';

/** A supervisor of a server that is stopped. Nothing runs before the first `start`. */
export function createSupervisor(
  spec: LaunchSpec,
  options: SupervisorOptions,
  events: SupervisorEvents,
  ports: SupervisorPorts,
): Supervisor {
  return new ChildSupervisor(spec, options, events, ports);
}

class ChildSupervisor implements Supervisor {
  status: SupervisorStatus = neverStarted;
  private readonly spec: LaunchSpec;
  private readonly options: SupervisorOptions;
  private readonly timing: SupervisorTiming;
  private readonly events: SupervisorEvents;
  private readonly ports: SupervisorPorts;
  private run: ChildRun | null = null;
  /** From a launch until its group is gone and the state has followed. */
  private life: Promise<void> = Promise.resolve();
  /** Set once it is known that the present child ends. */
  private sequel: Sequel | null = null;
  /** Of everybody who waits for the present or the next child to be ready. */
  private waiting: Deferred<void> | null = null;
  private crashes = 0;
  private readySince: number | null = null;
  private cancelStartLimit: () => void = () => undefined;
  private cancelRetry: () => void = () => undefined;

  constructor(
    spec: LaunchSpec,
    options: SupervisorOptions,
    events: SupervisorEvents,
    ports: SupervisorPorts,
  ) {
    this.spec = spec;
    this.options = options;
    this.timing = { ...usualTiming, ...options.timing };
    this.events = events;
    this.ports = ports;
  }

  start(): Promise<void> {
    const { status } = this.status;
    if (status === 'ready') return Promise.resolve();
    const outcome = this.outcome();
    if (status === 'failed') this.crashes = 0;
    if (status === 'failed' || status === 'stopped') this.launch();
    return outcome;
  }

  stop(): Promise<void> {
    this.crashes = 0;
    this.refuseWaiting(stoppedMeanwhile(this.spec));
    if (this.run === null) {
      this.cancelRetry();
      if (this.status.status !== 'stopped' || this.status.problem !== null) {
        this.change({ status: 'stopped', problem: null, retryAt: null });
      }
    } else {
      this.end(wantedStop);
    }
    return this.life;
  }

  restart(): Promise<void> {
    this.crashes = 0;
    const outcome = this.outcome();
    if (this.run === null) this.launch();
    else this.end(wantedStop);
    return outcome;
  }

  private outcome(): Promise<void> {
    this.waiting ??= deferred<void>();
    return this.waiting.promise;
  }

  private refuseWaiting(problem: AppError): void {
    const { waiting } = this;
    this.waiting = null;
    waiting?.reject(problem);
  }

  private launch(): void {
    this.cancelRetry();
    this.sequel = null;
    this.readySince = null;
    const run = startChild(
      {
        spec: this.spec,
        maxLineBytes: this.options.maxLineBytes,
        timing: this.timing,
        onSpawned: (child) => this.spawned(run, child),
        onMessage: (line) => this.tell(() => this.events.onMessage(line)),
        onOverlong: (head, tail) => this.tell(() => this.events.onOverlong?.(head, tail)),
        onDrain: () => this.tell(() => this.events.onDrain()),
      },
      this.ports,
    );
    this.run = run;
    this.life = this.follow(run);
    this.change({ status: 'starting', retryAt: null });
  }

  private async follow(run: ChildRun): Promise<void> {
    this.ended(run, await run.ended);
    await run.gone;
    this.settle();
  }

  private spawned(run: ChildRun, child: ChildHandle): void {
    const { startTimeoutMs } = this.options;
    this.change({ pid: child.pid, startedAt: this.ports.clock.now() });
    this.cancelStartLimit = this.ports.clock.after(startTimeoutMs, () => {
      this.fail(startTimeout(this.spec, startTimeoutMs, this.lastWords(run)));
    });
    void this.open(run, child);
  }

  private async open(run: ChildRun, child: ChildHandle): Promise<void> {
    let refusal: AppError | null = null;
    try {
      await this.events.onSpawned(child);
    } catch (error) {
      refusal = toAppError(error);
    }
    // It may have ended meanwhile, or its end may have been decided.
    if (this.run !== run || this.sequel !== null) return;
    if (refusal === null) this.ready();
    else this.fail(refusal);
  }

  private ready(): void {
    this.cancelStartLimit();
    this.readySince = this.ports.clock.monotonic();
    this.change({ status: 'ready', problem: null });
    const { waiting } = this;
    this.waiting = null;
    waiting?.resolve();
  }

  private fail(problem: AppError): void {
    this.refuseWaiting(problem);
    this.end({ kind: 'failed', problem });
  }

  private end(sequel: Sequel): void {
    this.cancelStartLimit();
    this.sequel = sequel;
    if (this.status.status !== 'stopping') {
      this.change({ status: 'stopping', problem: viewOf(sequel.problem) });
    }
    this.run?.stop();
  }

  /** The child is gone, though perhaps not its whole group. */
  private ended(run: ChildRun, ending: Ending): void {
    this.cancelStartLimit();
    if (this.sequel === null) {
      const phase = this.readySince === null ? 'starting' : 'running';
      this.sequel = unwantedEnd(this.spec, ending, phase, this.lastWords(run));
      if (this.sequel.problem !== null) this.refuseWaiting(this.sequel.problem);
    }
    if (ending.kind === 'not-spawned') return;
    const wasTold = this.status.pid !== null;
    const problem = viewOf(this.sequel.problem);
    this.change({ status: 'stopping', pid: null, problem });
    if (wasTold) this.tell(() => this.events.onEnded(problem));
  }

  /** Nobody of the group is left: what now? */
  private settle(): void {
    const sequel = this.sequel ?? wantedStop;
    this.run = null;
    const aliveMs = this.readySince === null ? 0 : this.ports.clock.monotonic() - this.readySince;
    if (sequel.kind === 'crashed') this.recover(sequel.problem, aliveMs >= this.timing.healthyMs);
    else if (this.waiting === null) this.rest(sequel.kind, sequel.problem);
    else this.launch();
  }

  private recover(problem: AppError, wasHealthy: boolean): void {
    this.crashes = wasHealthy ? 1 : this.crashes + 1;
    const isWanted = this.waiting !== null || this.events.wanted();
    if (!isWanted) {
      this.rest('stopped', problem);
    } else if (this.crashes > this.options.maxRestarts) {
      const last = tooManyRestarts(problem, this.crashes);
      this.refuseWaiting(last);
      this.rest('failed', last);
    } else {
      const { firstBackoffMs: firstMs, longestBackoffMs: longestMs } = this.timing;
      const random = (this.ports.random ?? Math.random)();
      const delayMs = backoffMs(this.crashes, { firstMs, longestMs }, random);
      this.cancelRetry = this.ports.clock.after(delayMs, () => {
        this.status = { ...this.status, restarts: this.status.restarts + 1 };
        this.launch();
      });
      const retryAt = this.ports.clock.now() + delayMs;
      this.change({ status: 'backing-off', problem: viewOf(problem), startedAt: null, retryAt });
    }
  }

  private rest(status: 'stopped' | 'failed', problem: AppError | null): void {
    this.change({ status, problem: viewOf(problem), pid: null, startedAt: null, retryAt: null });
  }

  private lastWords(run: ChildRun): readonly string[] {
    const { redact } = this.ports;
    return redact === undefined ? run.tail() : run.tail().map(redact);
  }

  private change(part: Partial<SupervisorStatus>): void {
    this.status = { ...this.status, ...part };
    this.tell(() => this.events.onStatus(this.status));
  }

  /** A mistake in a listener must cost neither the child nor the program. */
  private tell(report: () => void): void {
    try {
      report();
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.ports.logger.error(`A listener of "${this.spec.name}" failed: ${text}`);
    }
  }
}

function viewOf(problem: AppError | null): ErrorView | null {
  return problem === null ? null : toErrorView(problem);
}
