// Servers that were taken out of config.json a moment ago, so that a person can change their mind. In memory only.
import { randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Removal } from '../config/undo-removal.ts';
import type { Clock } from '../ports.ts';

const lifetimeMs = 10 * 60_000;
const most = 32;

export class Removals {
  private readonly clock: Clock;
  private readonly kept = new Map<string, { readonly removal: Removal; readonly endsAt: number }>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Answers with the word that `take` wants. */
  keep(removal: Removal): string {
    const undo = randomBytes(18).toString('base64url');
    this.kept.set(undo, { removal, endsAt: this.clock.monotonic() + lifetimeMs });
    for (const key of this.kept.keys()) if (this.kept.size > most) this.kept.delete(key);
    return undo;
  }

  /** Throws NOT_FOUND where that is over. */
  find(undo: string): Removal {
    const found = this.kept.get(undo);
    if (found !== undefined && this.clock.monotonic() < found.endsAt) return found.removal;
    throw new AppError('NOT_FOUND', 'What was removed there can no longer be put back.', {
      expected: 'Add the server anew.',
    });
  }

  forget(undo: string): void {
    this.kept.delete(undo);
  }
}
