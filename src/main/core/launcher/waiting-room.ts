// Everybody who waits for the present or the next child of a server to be ready: let in or sent away together.
import { deferred, type Deferred } from '../deferred.ts';
import type { AppError } from '../../../shared/errors.ts';

export class WaitingRoom {
  private waiting: Deferred<void> | null = null;

  get isEmpty(): boolean {
    return this.waiting === null;
  }

  /** Resolves with the next `admit`, rejects with the AppError of the next `refuse`. */
  join(): Promise<void> {
    this.waiting ??= deferred<void>();
    return this.waiting.promise;
  }

  admit(): void {
    this.leave()?.resolve();
  }

  refuse(problem: AppError): void {
    this.leave()?.reject(problem);
  }

  /** Empty before anybody hears of it, so that whoever joins in answer waits for the next one. */
  private leave(): Deferred<void> | null {
    const { waiting } = this;
    this.waiting = null;
    return waiting;
  }
}
