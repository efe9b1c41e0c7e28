// What was opened, in order, so that it can be closed in reverse: once, completely, whatever fails on the way.
import { describeError } from '../../shared/errors.ts';

interface Closer {
  readonly what: string;
  readonly close: () => void | Promise<void>;
}

export class Closers {
  private readonly stack: Closer[] = [];
  private closing: Promise<void> | null = null;
  /** Hears of what fails; whoever opens the log sets it. */
  report: (message: string) => void = () => undefined;

  /** `what` completes the sentence "… could not be closed". */
  add(what: string, close: () => void | Promise<void>): void {
    this.stack.push({ what, close });
  }

  /** Last opened, first closed. A failure is reported and stops nothing. */
  closeAll(): Promise<void> {
    this.closing ??= this.run();
    return this.closing;
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
