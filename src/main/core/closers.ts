// What was opened, in order, so that it can be closed in reverse: once, completely, whatever fails or hangs on the way.
import { AppError, describeError } from '../../shared/errors.ts';
import { redactText } from '../../shared/redact.ts';
import { deferred } from './deferred.ts';
import type { Clock } from './ports.ts';

interface Closer {
  readonly what: string;
  readonly close: () => void | Promise<void>;
}

/** Longer than any step takes where nothing hangs, and short enough to leave the next ones some of the usual ten seconds. */
const stepLimitMs = 7000;

export class Closers {
  private readonly clock: Clock;
  /** Each step is closed at the same time. */
  private readonly steps: Closer[][] = [];
  private readonly finals: (() => void)[] = [];
  private readonly leftBehind: string[] = [];
  private closing: Promise<void> | null = null;
  /** Hears of what fails; whoever opens the log sets it. */
  report: (message: string) => void = () => undefined;
  /** Takes secrets out of what is shown elsewhere than in the log; whoever opens the log sets it. */
  redact: (text: string) => string = redactText;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** `what` completes the sentence "… could not be closed". What is opened too late is closed at once. */
  add(what: string, close: () => void | Promise<void>): void {
    this.steps.push([{ what, close }]);
    this.closeLate();
  }

  /** The same, closed beside the one that was added before, and not in turn. */
  addBeside(what: string, close: () => void | Promise<void>): void {
    const step = this.steps.at(-1);
    if (step === undefined) this.steps.push([{ what, close }]);
    else step.push({ what, close });
    this.closeLate();
  }

  /**
   * What may not be left undone even when nothing can be waited for; synchronous. Called by `endNow` only, also after a
   * close in good order.
   */
  addFinal(final: () => void): void {
    this.finals.push(final);
  }

  /** In the last moment of the process, in the order in which it was added. Never throws. */
  endNow(): void {
    for (const final of this.finals) {
      try {
        final();
      } catch (error) {
        this.report(describeError(error));
      }
    }
  }

  /**
   * Last opened, first closed. A failure is reported and stops nothing; what hangs is left behind after seven seconds, and
   * named when all the rest is closed: rejects with INTERNAL.
   */
  async closeAll(): Promise<void> {
    this.closing ??= this.run();
    for (let waited = null; waited !== this.closing;) {
      waited = this.closing;
      await waited;
    }
    if (this.leftBehind.length > 0)
      throw new AppError(
        'INTERNAL',
        `Not closed within ${stepLimitMs / 1000} s: ${this.leftBehind.join(', ')}.`,
      );
  }

  private closeLate(): void {
    if (this.closing !== null) this.closing = both(this.run(), this.closing);
  }

  private async run(): Promise<void> {
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      const open = new Set(step);
      const limit = deferred<void>();
      const cancel = this.clock.after(stepLimitMs, () => limit.resolve());
      const closed = Promise.all(
        step.toReversed().map(async (closer) => {
          await this.close(closer);
          open.delete(closer);
        }),
      );
      await Promise.race([closed, limit.promise]);
      cancel();
      for (const { what } of open) {
        this.leftBehind.push(what);
        this.report(`${what} did not close within ${stepLimitMs / 1000} s.`);
      }
    }
  }

  private async close({ what, close }: Closer): Promise<void> {
    try {
      await close();
    } catch (error) {
      this.report(`${what} could not be closed: ${describeError(error)}`);
    }
  }
}

async function both(one: Promise<void>, other: Promise<void>): Promise<void> {
  await one;
  await other;
}
