// What was opened, in order, so that it can be closed in reverse: once, completely, whatever fails on the way.
import { describeError } from '../../shared/errors.ts';

interface Closer {
  readonly what: string;
  readonly close: () => void | Promise<void>;
}

export class Closers {
  private readonly stack: Closer[] = [];
  private readonly finals: (() => void)[] = [];
  private closing: Promise<void> | null = null;
  /** Hears of what fails; whoever opens the log sets it. */
  report: (message: string) => void = () => undefined;

  /** `what` completes the sentence "… could not be closed". What is opened too late is closed at once. */
  add(what: string, close: () => void | Promise<void>): void {
    this.stack.push({ what, close });
    if (this.closing !== null) this.closing = both(this.run(), this.closing);
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

  /** Last opened, first closed. A failure is reported and stops nothing. */
  async closeAll(): Promise<void> {
    this.closing ??= this.run();
    for (let waited = null; waited !== this.closing;) {
      waited = this.closing;
      await waited;
    }
  }

  private async run(): Promise<void> {
    for (let closer = this.stack.pop(); closer !== undefined; closer = this.stack.pop()) {
      try {
        await closer.close();
      } catch (error) {
        this.report(`${closer.what} could not be closed: ${describeError(error)}`);
      }
    }
  }
}

async function both(one: Promise<void>, other: Promise<void>): Promise<void> {
  await one;
  await other;
}
