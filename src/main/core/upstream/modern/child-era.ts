// Which era a command's server speaks: remembered, or tried once by whoever comes first, and again when it does not fit or
// may be another one by now (docs/decisions/0025).
import type { Era } from '../../../../shared/state.ts';
import type { Supervisor } from '../../launcher/types.ts';
import { stoppedError } from '../child-errors.ts';
import { probeChild, type ChildProbeOptions } from './probe-child.ts';

export interface ChildEraOptions extends Omit<ChildProbeOptions, 'signal'> {
  readonly remembered: Era | null;
  /** No child runs: another one may be tried. */
  readonly isIdle: () => boolean;
  readonly onChange: () => void;
  /** It was tried, or showed otherwise. */
  readonly onFound: (era: Era) => void;
}

export class ChildEra {
  private readonly options: ChildEraOptions;
  private verdict: Era | null;
  private finding: Promise<Era> | null = null;
  private abort = new AbortController();
  private closed = false;
  private isDoubted = false;
  private trying: Supervisor | null = null;

  constructor(options: ChildEraOptions) {
    this.options = options;
    this.verdict = options.remembered;
  }

  /** One that is in doubt counts as long as a child runs that was opened by it. */
  get known(): Era | null {
    return this.isDoubted && this.options.isIdle() ? null : this.verdict;
  }

  /** A server that speaks the legacy era may speak the newer one too by now; what speaks that shows when it no longer does. */
  doubt(): void {
    this.isDoubted = this.verdict === 'legacy';
  }

  /** Of the child that is tried now. */
  get pid(): number | null {
    return this.trying?.status.pid ?? null;
  }

  get isFinding(): boolean {
    return this.finding !== null;
  }

  /** What cannot be told is tried as legacy. Rejects with AppError SERVER_EXITED when it was stopped meanwhile. */
  async find(): Promise<Era> {
    const { known } = this;
    if (known !== null) return known;
    if (this.closed) throw stoppedError(this.options.name);
    this.finding ??= this.ask();
    return this.finding;
  }

  /** It showed when the server was opened. */
  learn(era: Era): void {
    this.verdict = era;
    this.isDoubted = false;
    this.options.onFound(era);
  }

  /** Ends the child that is tried, if there is one. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.finding?.catch(() => undefined);
  }

  /** The same, for good. */
  async close(): Promise<void> {
    this.closed = true;
    await this.stop();
  }

  private async ask(): Promise<Era> {
    const abort = new AbortController();
    this.abort = abort;
    this.options.onChange();
    const era = await probeChild({
      ...this.options,
      signal: abort.signal,
      supervise: (events, timing) => {
        this.trying = this.options.supervise(events, timing);
        return this.trying;
      },
    });
    this.trying = null;
    this.finding = null;
    this.options.onChange();
    // What was broken off tells nothing.
    if (abort.signal.aborted) throw stoppedError(this.options.name);
    this.learn(era);
    return era;
  }
}
