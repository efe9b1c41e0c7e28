// What is kept for a while under an id that nobody can guess: until it is taken, its time is over, or too many came after
// it. In memory only, and not a moment longer than it is good for, as it may hold secrets.
import { randomBytes } from 'node:crypto';
import type { Clock } from './ports.ts';

export interface ShortLivedOptions<Value> {
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly lifeMs: number;
  /** The oldest goes where there would be more. */
  readonly most: number;
  /** Hears of each that is gone without having been taken. */
  readonly onGone?: (value: Value) => void;
}

interface Kept<Value> {
  readonly value: Value;
  readonly endsAt: number;
  readonly cancel: () => void;
}

export class ShortLived<Value> {
  private readonly options: ShortLivedOptions<Value>;
  private readonly kept = new Map<string, Kept<Value>>();

  constructor(options: ShortLivedOptions<Value>) {
    this.options = options;
  }

  /** Answers with the id that stands for it. */
  keep(value: Value): string {
    const { clock, lifeMs, most } = this.options;
    const id = randomBytes(24).toString('base64url');
    const cancel = clock.after(lifeMs, () => this.drop(id));
    this.kept.set(id, { value, endsAt: clock.monotonic() + lifeMs, cancel });
    for (const oldest of this.kept.keys()) if (this.kept.size > most) this.drop(oldest);
    return id;
  }

  /** It stays. */
  find(id: string): Value | undefined {
    const found = this.kept.get(id);
    // The timer may be late: a machine may have slept.
    if (found !== undefined && this.options.clock.monotonic() >= found.endsAt) this.drop(id);
    return this.kept.get(id)?.value;
  }

  /** It is the caller's now, and nobody else's. */
  take(id: string): Value | undefined {
    const value = this.find(id);
    this.kept.get(id)?.cancel();
    this.kept.delete(id);
    return value;
  }

  private drop(id: string): void {
    const found = this.kept.get(id);
    if (found === undefined) return;
    found.cancel();
    this.kept.delete(id);
    this.options.onGone?.(found.value);
  }
}
