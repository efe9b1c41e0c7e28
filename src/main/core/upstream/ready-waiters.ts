// Those who wait for a child to be ready.
import type { AppError } from '../../../shared/errors.ts';
import { deferred } from '../deferred.ts';
import type { Clock } from '../ports.ts';

export class ReadyWaiters {
  private readonly clock: Clock;
  private readonly waiting = new Set<{ resolve(): void; reject(error: AppError): void }>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get areThere(): boolean {
    return this.waiting.size > 0;
  }

  /** Resolves when the child is ready; rejects with what `rejectAll` is told, or after `timeoutMs` with `late()`. */
  async wait(timeoutMs: number, late: () => AppError): Promise<void> {
    const { promise, resolve, reject } = deferred<void>();
    const waiter = { resolve, reject };
    this.waiting.add(waiter);
    const cancel = this.clock.after(timeoutMs, () => reject(late()));
    await promise.finally(() => {
      cancel();
      this.waiting.delete(waiter);
    });
  }

  resolveAll(): void {
    for (const waiter of this.waiting) waiter.resolve();
  }

  rejectAll(error: AppError): void {
    for (const waiter of this.waiting) waiter.reject(error);
  }
}
