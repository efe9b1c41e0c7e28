// Whether a server behind a URL may be asked now: not while it is sure to fail and finding that out takes time, nor while
// it wants a pause. What is refused is refused at once, with the cause and when it is tried next; then a single request
// finds out for all (decision 18). Knows nothing of HTTP.
import { AppError } from '../../../shared/errors.ts';
import type { Circuit } from '../../../shared/state.ts';
import { deferred, type Deferred } from '../deferred.ts';
import { backoffMs } from '../launcher/backoff.ts';
import type { Clock } from '../ports.ts';
import { asUndelivered, withAnotherTry } from '../relay/undelivered.ts';

export interface BreakerOptions {
  readonly clock: Clock;
  /** 0 (inclusive) to 1 (exclusive), for jitter. */
  readonly random?: () => number;
  /** `circuit` or `retryAt` changed. */
  readonly onChange: () => void;
}

/** What became of a request that was let through; one of these is called once. */
export interface Passage {
  /** The server answered, whatever it said. */
  answered(): void;
  /** It answered that it is to be left alone for so long. */
  paused(reason: AppError, forMs: number): void;
  /** It could not be reached. Returns what to tell of it. */
  failed(error: AppError, cost: Cost): AppError;
  /** Nobody wanted to know any more, or it tells nothing. */
  dropped(): void;
}

/** What trying in vain costs: next to nothing, as where nobody listens on the port, or time. */
export type Cost = 'cheap' | 'dear';

/** Failures in a row that open it, and for how long it has to fail so, in milliseconds: a restart takes a moment. */
const failuresToOpen = 3;
const failingMs = 1000;
/** How long it stays open at first and at the longest, in milliseconds, by what an attempt costs. */
const firstPauseMs = 1000;
const longestPauseMs = { cheap: 5000, dear: 30_000 };
/** How long others wait for the one that finds out, in milliseconds: one that is slow is not one that fails. */
const patienceMs = 3000;
/** A failure is cheap only if it came within this, in milliseconds: some systems try a refused connection for seconds. */
const cheapMs = 250;
/** Waits before what was not delivered is sent again, in milliseconds, for as long as it is closed. */
const again = { firstMs: 100, longestMs: 500 };
/** Pauses that a server wants are kept to within these, in milliseconds. */
const shortestWantedMs = 1000;
const longestWantedMs = 300_000;

interface Opened {
  readonly reason: AppError;
  /** Monotonic milliseconds. */
  readonly until: number;
  /** The server itself wants it: then it takes everything again. */
  readonly isWanted: boolean;
  /** Whoever wants something meanwhile may find out: it costs nothing, and the server may have come this moment. */
  readonly isFreeToTry: boolean;
}

export class Breaker {
  private readonly options: BreakerOptions;
  private opened: Opened | null = null;
  /** Settles when the request that finds out has. */
  private probe: Deferred<void> | null = null;
  private failures = 0;
  private openings = 0;
  /** Monotonic milliseconds. */
  private failingSince: number | null = null;
  private hasWorked = false;

  constructor(options: BreakerOptions) {
    this.options = options;
  }

  get circuit(): Circuit {
    if (this.opened === null) return 'closed';
    return this.probe === null ? 'open' : 'half-open';
  }

  /** When it is tried next, in epoch milliseconds; null unless it is open. */
  get retryAt(): number | null {
    if (this.opened === null || this.probe !== null) return null;
    return this.options.clock.now() + Math.max(0, this.leftMs(this.opened));
  }

  /** The server wants a pause, or wanted one that nobody knows the end of yet. */
  get isPaused(): boolean {
    return this.opened?.isWanted === true;
  }

  /** By its clock, in epoch milliseconds. */
  now(): number {
    return this.options.clock.now();
  }

  /** Resolves when a request may go to the server. Rejects at once with AppError where none may. */
  async enter(signal: AbortSignal): Promise<Passage> {
    const { opened } = this;
    if (opened === null) return this.passage(false);
    if (this.probe !== null) {
      if (!(await this.outwait(this.probe, signal))) return this.passage(false);
      // What was found out just now holds for all who waited for it.
      const found = this.opened;
      if (found !== null && found !== opened && this.leftMs(found) > 0) throw this.refusal(found);
      return this.enter(signal);
    }
    if (this.leftMs(opened) > 0 && !opened.isFreeToTry) throw this.refusal(opened);
    this.probe = deferred<void>();
    this.options.onChange();
    return this.passage(true);
  }

  /** The error of an answer that asks for a pause, with how long that still is; others stay as they are. */
  withPause(error: AppError): AppError {
    return this.opened?.isWanted === true ? this.refusal({ ...this.opened, reason: error }) : error;
  }

  /** Somebody says that it is there, or wants it to be tried: as if nothing had been. */
  reset(): void {
    this.failures = 0;
    this.openings = 0;
    this.failingSince = null;
    this.become(null);
  }

  private passage(isProbe: boolean): Passage {
    const begun = this.options.clock.monotonic();
    return {
      answered: () => {
        this.hasWorked = true;
        // An answer that was under way when the server asked for a pause does not end that.
        if (this.opened === null || !this.isPaused || isProbe) this.reset();
      },
      paused: (reason, forMs) => {
        this.hasWorked = true;
        this.pause(reason, Math.min(Math.max(forMs, shortestWantedMs), longestWantedMs));
      },
      failed: (error, cost) => {
        const isQuick = this.options.clock.monotonic() - begun <= cheapMs;
        return this.failed(error, isQuick ? cost : 'dear', isProbe);
      },
      dropped: () => {
        if (isProbe && this.opened !== null) this.become(this.opened);
      },
    };
  }

  private pause(reason: AppError, forMs: number): void {
    const until = this.options.clock.monotonic() + forMs;
    const isLonger = this.opened === null || this.probe !== null || until > this.opened.until;
    if (isLonger) this.become({ reason, until, isWanted: true, isFreeToTry: false });
  }

  private failed(error: AppError, cost: Cost, isProbe: boolean): AppError {
    const { clock, random = Math.random } = this.options;
    const now = clock.monotonic();
    this.failures++;
    this.failingSince ??= now;
    const isEnough =
      isProbe ||
      (this.failures >= failuresToOpen && (cost === 'dear' || now - this.failingSince >= failingMs));
    if (!isEnough || (this.opened !== null && !isProbe)) {
      const pauseMs = Math.min(again.firstMs * 2 ** (this.failures - 1), again.longestMs);
      return this.hasWorked && cost === 'cheap' && this.opened === null
        ? withAnotherTry(asUndelivered(error), pauseMs)
        : error;
    }
    const range = { firstMs: firstPauseMs, longestMs: longestPauseMs[cost] };
    const until = now + backoffMs(++this.openings, range, random());
    const opened = { reason: error, until, isWanted: false, isFreeToTry: cost === 'cheap' };
    this.become(opened);
    return this.refusal(opened);
  }

  /** Ends the search for what it is now. */
  private become(opened: Opened | null): void {
    const { probe } = this;
    const isNews = probe !== null || this.opened !== opened;
    this.opened = opened;
    this.probe = null;
    probe?.resolve();
    if (isNews) this.options.onChange();
  }

  /** False: it takes too long. */
  private async outwait({ promise }: Deferred<void>, signal: AbortSignal): Promise<boolean> {
    const late = deferred<boolean>();
    const cancel = this.options.clock.after(patienceMs, () => late.resolve(false));
    const leave = (): void => late.resolve(false);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    const isSettled = await Promise.race([promise.then(() => true), late.promise]);
    signal.removeEventListener('abort', leave);
    cancel();
    return isSettled;
  }

  private refusal(opened: Opened): AppError {
    const { code, message, details, expected, cause } = opened.reason;
    const leftMs = Math.max(0, this.leftMs(opened));
    const seconds = Math.max(1, Math.ceil(leftMs / 1000));
    const when = opened.isWanted
      ? `It may be tried again in ${seconds} s.`
      : `It is tried again in ${seconds} s.`;
    const refusal = asUndelivered(
      new AppError(code, message, {
        cause,
        details: { ...details, retryInSeconds: seconds },
        expected: expected === undefined ? when : `${when} ${expected}`,
      }),
    );
    return opened.isWanted ? withAnotherTry(refusal, leftMs) : refusal;
  }

  private leftMs({ until }: Opened): number {
    return until - this.options.clock.monotonic();
  }
}
