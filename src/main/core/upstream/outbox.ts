// Requests for a child that is not ready, or whose pipe is full: kept in order, bounded, handed over when it is.
import { AppError } from '../../../shared/errors.ts';
import type { Pending } from '../relay/pending.ts';

interface Waiting {
  readonly pending: Pending;
  readonly message: Buffer;
}

/** At most so many bytes wait for one child. */
const maxWaitingBytes = 64 * 1024 * 1024;

export class Outbox {
  private waiting: Waiting[] = [];
  private bytes = 0;
  private readonly serverName: string;

  constructor(serverName: string) {
    this.serverName = serverName;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Throws AppError LIMIT_REACHED when too much waits already. */
  add(pending: Pending, message: Buffer): void {
    if (this.bytes + message.length > maxWaitingBytes && this.waiting.length > 0) {
      throw new AppError(
        'LIMIT_REACHED',
        `"${this.serverName}" does not take messages; too many wait for it.`,
        {
          expected: 'Try again later, or restart the server.',
          details: { server: this.serverName },
        },
      );
    }
    this.waiting.push({ pending, message });
    this.bytes += message.length;
  }

  /** Hands over, oldest first, until `deliver` returns false (the last one counts as delivered). */
  flush(deliver: (waiting: Waiting) => boolean): void {
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      this.bytes -= next.message.length;
      if (!deliver(next)) return;
    }
  }

  /** Takes everything out. */
  drain(): readonly Waiting[] {
    const all = this.waiting;
    this.waiting = [];
    this.bytes = 0;
    return all;
  }
}
