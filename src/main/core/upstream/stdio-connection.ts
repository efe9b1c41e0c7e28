// One child and the sessions on it: supervisor below, mux above. Starts it on demand, opens it after each (re)start,
// replays what sessions had asked of it, stops it when unused. Its sessions never notice a restart (S2.2, S2.6).
import { AppError, fromErrorView, toAppError } from '../../../shared/errors.ts';
import type { ChildHandle, Supervisor, SupervisorStatus } from '../launcher/types.ts';
import { ignored } from '../relay/exchanges.ts';
import { Mux } from '../relay/mux.ts';
import type { Pending } from '../relay/pending.ts';
import { asUndelivered } from '../relay/undelivered.ts';
import { ChildGreeter } from './child-greeter.ts';
import { endedError, stoppedError, stillStartingError } from './child-errors.ts';
import { readChildLine } from './child-line.ts';
import { ChildPipe } from './child-pipe.ts';
import { IdleStop } from './idle-stop.ts';
import { Liveness } from './liveness.ts';
import { mayRepeat } from './may-repeat.ts';
import type { Opening } from './opening.ts';
import type { Waiting } from './outbox.ts';
import { ReadyWaiters } from './ready-waiters.ts';
import { StartCircuit } from './start-circuit.ts';
import type { StdioConnectionOptions } from './stdio-connection-options.ts';
import type { Handshake } from './types.ts';

export class StdioConnection {
  readonly mux: Mux;
  handshake: Handshake | null = null;
  readonly liveness: Liveness;
  readonly starts: StartCircuit;
  private readonly idleStop: IdleStop;
  private readonly options: StdioConnectionOptions;
  private readonly supervisor: Supervisor;
  private readonly pipe: ChildPipe;
  private readonly waiters: ReadyWaiters;
  private readonly greeter: ChildGreeter;
  private closed = false;

  constructor(options: StdioConnectionOptions) {
    this.options = options;
    const repeatable = (waiting: Waiting): boolean => mayRepeat(waiting, this.mux.pending, options.hooks);
    this.pipe = new ChildPipe(options.config.name, options, repeatable);
    this.mux = new Mux({
      bounds: options.bounds,
      serverName: options.config.name,
      clock: options.clock,
      logger: options.logger,
      timeouts: options.timeouts,
      submit: (pending, message) => this.submit(pending, message),
      retract: (pending) => this.pipe.retract(pending),
      write: (message) => this.pipe.write(message),
      isOpen: () => this.pipe.isOpen,
      onListChanged: (kind) => options.hooks.onListChanged(kind),
    });
    this.greeter = new ChildGreeter({
      ...options,
      name: options.config.name,
      mux: this.mux,
      onOther: (opening) => this.change(opening),
      failure: () => this.failure(null),
    });
    this.waiters = new ReadyWaiters(options.clock);
    this.idleStop = new IdleStop({
      ...options,
      isUsed: () => this.mux.isUsed,
      isReady: () => this.status.status === 'ready',
      stop: () => void this.supervisor.stop(),
    });
    this.liveness = new Liveness({
      ...options,
      name: options.config.name,
      isIdle: () => this.pipe.isOpen && this.mux.pending.clientRequests === 0,
      ping: () => this.greeter.ping(),
      onChange: () => options.hooks.onChange(),
      onDead: () => void this.supervisor.restart().catch(() => undefined),
    });
    this.starts = new StartCircuit({
      clock: options.clock,
      status: () => this.supervisor.status,
      isWanted: () => this.isWanted(),
      tryOnce: () => void this.supervisor.tryOnce().catch(() => undefined),
      onChange: () => options.hooks.onChange(),
    });
    this.supervisor = options.supervise({
      onSpawned: (child) => this.open(child),
      onMessage: (line) => {
        this.liveness.heard();
        readChildLine(line, options.config.name, options.logger, (message) => this.mux.receive(message));
      },
      onOverlong: (head, tail) => this.mux.overlong(head, tail),
      onDrain: () => this.pipe.drained(),
      onEnded: (problem) => {
        if (problem !== null) options.hooks.onCrashed(problem);
        this.ended(problem === null ? null : fromErrorView(problem));
      },
      onStatus: (status) => this.statusChanged(status),
      wanted: () => this.isWanted(),
    });
  }

  /** Bytes that wait for the child. */
  get waitingBytes(): number {
    return this.pipe.waitingBytes;
  }

  get status(): SupervisorStatus {
    return { ...this.supervisor.status, retryAt: this.starts.retryAt };
  }

  /**
   * Resolves with the newest handshake when the child is ready, starting it where needed. Rejects with AppError; with
   * SERVER_TIMEOUT after the time that any request has (S2.5), while the child goes on starting for whoever asks next.
   */
  async whenReady(): Promise<Handshake> {
    if (!this.pipe.isOpen) {
      const { requestMs } = this.options.timeouts;
      const ready = this.waiters.wait(requestMs, () =>
        stillStartingError(this.options.config.name, requestMs),
      );
      this.demand();
      await ready;
    }
    if (this.handshake === null)
      throw new AppError('INTERNAL', `"${this.options.config.name}" is ready without a handshake.`);
    return this.handshake;
  }

  /** Rejects with AppError. */
  async start(): Promise<void> {
    if (this.closed) throw stoppedError(this.options.config.name);
    this.starts.reset();
    await this.supervisor.start();
  }

  async stop(): Promise<void> {
    this.idleStop.cancel();
    const stopped = stoppedError(this.options.config.name);
    this.mux.failSent(stopped);
    this.failWaiting(stopped);
    await this.supervisor.stop();
    this.starts.reset();
  }

  /** Rejects with AppError. */
  async restart(): Promise<void> {
    if (this.closed) throw stoppedError(this.options.config.name);
    this.starts.reset();
    await this.supervisor.restart();
  }

  /** Stops it for good: nothing starts a child from now on. */
  async close(): Promise<void> {
    this.closed = true;
    await this.stop();
  }

  /** A client's notification; lost when no child is open, as there is nobody whom it concerns. */
  notify(message: Buffer): void {
    this.pipe.notify(message);
  }

  /** Called when a session or a call came or went: stops the child when it has been unused for long enough. */
  noteUse(): void {
    const { hooks } = this.options;
    if (hooks.onUse === undefined) hooks.onChange();
    else hooks.onUse();
    if (this.closed) this.idleStop.cancel();
    else this.idleStop.note();
  }

  private isWanted(): boolean {
    if (this.closed) return false;
    return (
      this.options.config.start === 'eager' ||
      this.mux.isUsed ||
      this.pipe.hasRequests ||
      this.waiters.areThere
    );
  }

  private submit(pending: Pending, message: Buffer): void {
    try {
      this.pipe.submit(pending, message);
    } catch (error) {
      this.mux.fail(pending, toAppError(error));
      return;
    }
    if (!this.pipe.isOpen) this.demand();
  }

  /** Somebody waits for the child: start it, unless it is on its way, or failed a moment ago. */
  private demand(): void {
    if (this.closed) {
      this.failWaiting(stoppedError(this.options.config.name));
      return;
    }
    const { status } = this.supervisor.status;
    const { refusal } = this.starts;
    const fail = (error: unknown): void => this.failWaiting(toAppError(error));
    if (refusal !== null) this.failWaiting(refusal);
    else if (status === 'failed') this.supervisor.tryOnce().catch(fail);
    else if (status === 'stopped' || status === 'stopping') this.supervisor.start().catch(fail);
  }

  private async open(child: ChildHandle): Promise<void> {
    this.pipe.begin(child);
    const { opening, handshake } = await this.greeter.greet(() => this.pipe.isOpening(child));
    this.handshake = handshake;
    this.liveness.begin();
    if (opening.confirmation !== null) this.pipe.write(opening.confirmation);
    if (opening.keepsWishes) this.mux.restore();
    this.waiters.resolveAll();
    this.pipe.open();
    const watch = opening.watch(handshake, this.options.client());
    if (watch !== null) this.mux.call(watch.method, watch.params, ignored, Number.POSITIVE_INFINITY);
    this.noteUse();
    this.options.hooks.onReady();
  }

  private change(opening: Opening): void {
    this.starts.reset();
    this.options.onOther(opening);
    this.failWaiting(asUndelivered(this.failure(null)));
  }

  private ended(problem: AppError | null): void {
    this.liveness.end();
    this.pipe.shut();
    this.mux.failSent(this.failure(problem));
    this.greeter.lost();
    this.options.hooks.onChange();
  }

  private statusChanged({ status, problem }: SupervisorStatus): void {
    if (status === 'stopping') this.pipe.shut();
    this.starts.changed();
    const { refusal } = this.starts;
    if (refusal !== null) this.failWaiting(refusal);
    else if (status === 'failed')
      this.failWaiting(problem === null ? this.failure(null) : fromErrorView(problem));
    this.options.hooks.onChange();
  }

  private failWaiting(error: AppError): void {
    for (const pending of this.pipe.drain()) this.mux.fail(pending, error);
    this.waiters.rejectAll(error);
  }

  private failure(problem: AppError | null): AppError {
    return endedError(this.options.config.name, problem);
  }
}
