// Refusals that repeat: the first is told at once, those that follow within a minute as a number. A stranger who knocks
// without end must not push what happened before out of the log.
import type { Clock } from '../ports.ts';
import type { AuditEvent } from './audit.ts';

const windowMs = 60_000;
/** Different ones within a minute; further ones are told as one. */
const mostDifferent = 100;

export class Refusals {
  private readonly clock: Clock;
  private readonly write: (event: AuditEvent, times?: number) => void;
  private readonly counted = new Map<string, { readonly event: AuditEvent; times: number }>();
  private cancel: (() => void) | null = null;

  constructor(clock: Clock, write: (event: AuditEvent, times?: number) => void) {
    this.clock = clock;
    this.write = write;
  }

  add(event: AuditEvent): void {
    const { action, by, subject, reason } = event;
    const key = JSON.stringify([action, by, subject, reason]);
    const known = this.counted.get(key);
    if (known !== undefined) {
      known.times += 1;
      return;
    }
    if (this.counted.size > mostDifferent && key !== others) {
      this.add({ kind: 'refusal', action: 'others', reason: othersReason });
      return;
    }
    this.counted.set(key, { event, times: 0 });
    this.write(event);
    this.cancel ??= this.clock.after(windowMs, () => this.tell());
  }

  /** Tells what is counted. */
  close(): void {
    this.tell();
  }

  private tell(): void {
    this.cancel?.();
    this.cancel = null;
    for (const { event, times } of this.counted.values()) if (times > 0) this.write(event, times);
    this.counted.clear();
  }
}

const othersReason = 'More different refusals within a minute than are written one by one.';
const others = JSON.stringify(['others', undefined, undefined, othersReason]);
