// Keeps one child running: the states of a server, its restarts, and who waits for what (S2.2, S2.6).
// All changes of state happen here; a child's life itself is child-run's.
import { toAppError, toErrorView, type AppError, type ErrorView } from '../../../shared/errors.ts';
import { startChild, type ChildRun, type Ending } from './child-run.ts';
import { CrashCount } from './crash-count.ts';
import { usualTiming } from './defaults.ts';
import { startTimeout, stoppedMeanwhile, tooManyRestarts } from './problems.ts';
import type { SupervisorPorts } from './ports.ts';
import { unwantedEnd, wantedStop, type Sequel } from './sequel.ts';
import { StatusReport } from './status-report.ts';
import type {
  ChildHandle,
  LaunchSpec,
  Supervisor,
  SupervisorEvents,
  SupervisorOptions,
  SupervisorStatus,
  SupervisorTiming,
} from './types.ts';
import { WaitingRoom } from './waiting-room.ts';

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
  private readonly spec: LaunchSpec;
  private readonly options: SupervisorOptions;
  private readonly timing: SupervisorTiming;
  private readonly events: SupervisorEvents;
  private readonly ports: SupervisorPorts;
  private readonly report: StatusReport;
  private readonly crashes: CrashCount;
  private readonly waiting = new WaitingRoom();
  private run: ChildRun | null = null;
  /** From a launch until its group is gone and the state has followed. */
  private life: Promise<void> = Promise.resolve();
  /** Set once it is known that the present child ends. */
  private sequel: Sequel | null = null;
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
    this.report = new StatusReport(spec.name, events, ports.logger);
    this.crashes = new CrashCount({
      maxRestarts: options.maxRestarts,
      timing: this.timing,
      random: ports.random ?? Math.random,
    });
  }

  get status(): SupervisorStatus {
    return this.report.status;
  }

  start(): Promise<void> {
    if (this.status.status === 'failed') this.crashes.reset();
    return this.tryOnce();
  }

  tryOnce(): Promise<void> {
    const { status } = this.status;
    if (status === 'ready') return Promise.resolve();
    const outcome = this.waiting.join();
    if (status === 'failed' || status === 'stopped') this.launch();
    return outcome;
  }

  stop(): Promise<void> {
    this.crashes.reset();
    this.waiting.refuse(stoppedMeanwhile(this.spec));
    if (this.run === null) {
      this.cancelRetry();
      if (this.status.status !== 'stopped' || this.status.problem !== null) {
        this.report.change({ status: 'stopped', problem: null, retryAt: null });
      }
    } else {
      this.end(wantedStop);
    }
    return this.life;
  }

  restart(): Promise<void> {
    this.crashes.reset();
    const outcome = this.waiting.join();
    if (this.run === null) this.launch();
    else this.end(wantedStop);
    return outcome;
  }

  private launch(news: Partial<SupervisorStatus> = {}): void {
    this.cancelRetry();
    this.sequel = null;
    this.readySince = null;
    const run = startChild(
      {
        spec: this.spec,
        maxLineBytes: this.options.maxLineBytes,
        timing: this.timing,
        onSpawned: (child) => this.spawned(run, child),
        onMessage: (line) => this.report.tell((events) => events.onMessage(line)),
        onOverlong: (head, tail) => this.report.tell((events) => events.onOverlong?.(head, tail)),
        onDrain: () => this.report.tell((events) => events.onDrain()),
      },
      this.ports,
    );
    this.run = run;
    this.life = this.follow(run);
    this.report.change({ status: 'starting', retryAt: null, ...news });
  }

  private async follow(run: ChildRun): Promise<void> {
    this.ended(run, await run.ended);
    await run.gone;
    this.settle();
  }

  private spawned(run: ChildRun, child: ChildHandle): void {
    const { startTimeoutMs } = this.options;
    this.report.change({ pid: child.pid, startedAt: this.ports.clock.now() });
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
    this.report.change({ status: 'ready', problem: null });
    this.waiting.admit();
  }

  private fail(problem: AppError): void {
    this.waiting.refuse(problem);
    this.end({ kind: 'failed', problem });
  }

  private end(sequel: Sequel): void {
    this.cancelStartLimit();
    this.sequel = sequel;
    if (this.status.status !== 'stopping') {
      this.report.change({ status: 'stopping', problem: viewOf(sequel.problem) });
    }
    this.run?.stop();
  }

  /** The child is gone, though perhaps not its whole group. */
  private ended(run: ChildRun, ending: Ending): void {
    this.cancelStartLimit();
    if (this.sequel === null) {
      const phase = this.readySince === null ? 'starting' : 'running';
      this.sequel = unwantedEnd(this.spec, ending, phase, this.lastWords(run));
      if (this.sequel.problem !== null) this.waiting.refuse(this.sequel.problem);
    }
    if (ending.kind === 'not-spawned') return;
    const wasTold = this.status.pid !== null;
    const problem = viewOf(this.sequel.problem);
    this.report.change({ status: 'stopping', pid: null, problem });
    if (wasTold) this.report.tell((events) => events.onEnded(problem));
  }

  /** Nobody of the group is left: what now? */
  private settle(): void {
    const sequel = this.sequel ?? wantedStop;
    this.run = null;
    if (sequel.kind === 'crashed') this.recover(sequel.problem);
    else if (this.waiting.isEmpty) this.rest(sequel.kind, sequel.problem);
    else this.launch();
  }

  private recover(problem: AppError): void {
    this.crashes.add(this.readySince === null ? 0 : this.ports.clock.monotonic() - this.readySince);
    if (!this.isWanted()) {
      this.rest('stopped', problem);
    } else if (this.crashes.isTooMany) {
      const last = tooManyRestarts(problem, this.crashes.count);
      this.waiting.refuse(last);
      this.rest('failed', last);
    } else {
      this.retryLater(problem);
    }
  }

  private retryLater(problem: AppError): void {
    const { clock } = this.ports;
    const delayMs = this.crashes.delayMs();
    this.cancelRetry = clock.after(delayMs, () => {
      // Whoever wanted it may have left meanwhile.
      if (this.isWanted()) this.launch({ restarts: this.status.restarts + 1 });
      else this.rest('stopped', problem);
    });
    const retryAt = clock.now() + delayMs;
    this.report.change({ status: 'backing-off', problem: viewOf(problem), startedAt: null, retryAt });
  }

  private isWanted(): boolean {
    return !this.waiting.isEmpty || this.events.wanted();
  }

  private rest(status: 'stopped' | 'failed', problem: AppError | null): void {
    this.report.change({ status, problem: viewOf(problem), pid: null, startedAt: null, retryAt: null });
  }

  private lastWords(run: ChildRun): readonly string[] {
    const { redact } = this.ports;
    return redact === undefined ? run.tail() : run.tail().map(redact);
  }
}

function viewOf(problem: AppError | null): ErrorView | null {
  return problem === null ? null : toErrorView(problem);
}
