// Whether a child that is not there is worth waiting for. One that ended while it worked comes back; one that failed to
// start again and again does not, so calls are refused with the cause, and it is tried one start at a time (decision 18).
import { AppError, fromErrorView } from '../../../shared/errors.ts';
import type { Circuit } from '../../../shared/state.ts';
import type { SupervisorStatus } from '../launcher/types.ts';
import type { Clock } from '../ports.ts';

export interface StartCircuitOptions {
  readonly clock: Clock;
  readonly status: () => SupervisorStatus;
  /** Somebody would use it if it were there. */
  readonly isWanted: () => boolean;
  /** Starts it once; never throws. */
  readonly tryOnce: () => void;
  readonly onChange: () => void;
}

/** Starts that failed in a row, and calls do not wait for the next one any more. */
const failuresToOpen = 2;
/** After it was given up, it is tried at the earliest after so many milliseconds; doubled each time up to the longest. */
const firstPauseMs = 10_000;
const longestPauseMs = 300_000;
/** Ready for so long, in milliseconds, a failure counts as the first again. */
const healthyMs = 60_000;

export class StartCircuit {
  private readonly options: StartCircuitOptions;
  private before: SupervisorStatus['status'] = 'stopped';
  private failedStarts = 0;
  /** Of the present child, or the last one; monotonic milliseconds. */
  private readyAt: number | null = null;
  private nextPauseMs = firstPauseMs;
  /** Monotonic milliseconds. */
  private openUntil = Number.NEGATIVE_INFINITY;
  /** The child that starts is to show whether it can. */
  private isTrying = false;
  private cancelTry: (() => void) | null = null;

  constructor(options: StartCircuitOptions) {
    this.options = options;
  }

  get circuit(): Circuit {
    const { status } = this.options.status();
    if (status === 'failed' || this.isRefusing) return 'open';
    return status === 'starting' && this.isTrying ? 'half-open' : 'closed';
  }

  /** When it is tried next at the earliest, in epoch milliseconds; null: it runs, or is tried when somebody needs it. */
  get retryAt(): number | null {
    const { clock, status } = this.options;
    const leftMs = this.openUntil - clock.monotonic();
    return status().retryAt ?? (this.isResting && leftMs > 0 ? clock.now() + leftMs : null);
  }

  /** What calls are told at once; null: they may wait. */
  get refusal(): AppError | null {
    const { problem } = this.options.status();
    if (!this.isRefusing || problem === null) return null;
    const { code, message, details, expected } = fromErrorView(problem);
    const leftMs = (this.retryAt ?? 0) - this.options.clock.now();
    const seconds = Math.max(1, Math.ceil(leftMs / 1000));
    const when = `It is tried again in ${seconds} s.`;
    return new AppError(code, message, {
      details: { ...details, retryInSeconds: seconds },
      expected: expected === undefined ? when : `${when} ${expected}`,
    });
  }

  /** To be called with each change of status. */
  changed(): void {
    const { clock, status } = this.options;
    const now = status();
    const { before } = this;
    if (now.status === before) return;
    this.before = now.status;
    switch (now.status) {
      case 'starting':
        this.cancel();
        this.isTrying ||= before === 'failed' || this.failedStarts >= failuresToOpen;
        this.readyAt = null;
        break;
      case 'ready':
        this.isTrying = false;
        this.failedStarts = 0;
        this.readyAt = clock.monotonic();
        break;
      case 'backing-off':
        this.failedStarts = this.readyAt === null ? this.failedStarts + 1 : 0;
        break;
      case 'failed':
        this.rest();
        break;
      case 'stopped':
        if (now.problem === null) this.reset();
        else this.endedUnwanted();
        break;
      case 'stopping':
        break;
    }
  }

  /** A person decided what becomes of it: as if nothing had been. */
  reset(): void {
    this.cancel();
    this.failedStarts = 0;
    this.nextPauseMs = firstPauseMs;
    this.openUntil = Number.NEGATIVE_INFINITY;
    this.isTrying = false;
  }

  private get isResting(): boolean {
    const { status } = this.options.status();
    return status === 'failed' || status === 'stopped';
  }

  private get isRefusing(): boolean {
    if (this.isResting) return this.options.clock.monotonic() < this.openUntil;
    return this.options.status().status === 'backing-off' && this.failedStarts >= failuresToOpen;
  }

  /** Nobody wants it now. Whoever does next must not pay for each start in vain either. */
  private endedUnwanted(): void {
    this.failedStarts = this.readyAt === null ? this.failedStarts + 1 : 0;
    if (this.failedStarts >= failuresToOpen) this.openFor(this.pauseMs());
  }

  /** It was given up. */
  private rest(): void {
    this.failedStarts = Math.max(this.failedStarts, failuresToOpen);
    this.openFor(this.pauseMs());
  }

  private pauseMs(): number {
    const wasHealthy = this.readyAt !== null && this.options.clock.monotonic() - this.readyAt >= healthyMs;
    const pauseMs = wasHealthy ? firstPauseMs : this.nextPauseMs;
    this.nextPauseMs = Math.min(2 * pauseMs, longestPauseMs);
    return pauseMs;
  }

  private openFor(pauseMs: number): void {
    const { clock, isWanted, tryOnce, onChange } = this.options;
    this.cancel();
    this.openUntil = clock.monotonic() + pauseMs;
    this.cancelTry = clock.after(pauseMs, () => {
      this.cancelTry = null;
      if (this.isResting && isWanted()) tryOnce();
      else onChange();
    });
  }

  private cancel(): void {
    this.cancelTry?.();
    this.cancelTry = null;
  }
}
