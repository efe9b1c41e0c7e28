// Servers that were taken out of config.json a moment ago, so that a person can change their mind. In memory only.
import { AppError } from '../../../shared/errors.ts';
import type { Removal } from '../config/undo-removal.ts';
import type { Clock } from '../ports.ts';
import { ShortLived } from '../short-lived.ts';

export class Removals {
  private readonly kept: ShortLived<Removal>;

  constructor(clock: Clock) {
    this.kept = new ShortLived({ clock, lifeMs: 10 * 60_000, most: 32 });
  }

  /** Answers with the word that `find` wants. */
  keep(removal: Removal): string {
    return this.kept.keep(removal);
  }

  /** Throws NOT_FOUND where that is over. */
  find(undo: string): Removal {
    const found = this.kept.find(undo);
    if (found !== undefined) return found;
    throw new AppError('NOT_FOUND', 'What was removed there can no longer be put back.', {
      expected: 'Add the server anew.',
    });
  }

  forget(undo: string): void {
    this.kept.take(undo);
  }
}
