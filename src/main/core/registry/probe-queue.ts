// Looks at servers, a few at a time, each for a limited time. What the outcome means is the asker's business.
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import type { RegistrationRecord } from '../store/registration-records.ts';
import type { Probe } from './types.ts';

/** null: it is alive. */
type Answer = (fault: unknown) => void;

const atOnce = 16;
const timeoutMs = 10_000;

export class ProbeQueue {
  private readonly clock: Clock;
  private readonly probe: Probe;
  private readonly waiting: { readonly server: RegistrationRecord; readonly answer: Answer }[] = [];
  private readonly running = new Set<AbortController>();

  constructor(clock: Clock, probe: Probe) {
    this.clock = clock;
    this.probe = probe;
  }

  /** `answer` comes on a later turn, and never after `close`. */
  add(server: RegistrationRecord, answer: Answer): void {
    this.waiting.push({ server, answer });
    this.next();
  }

  close(): void {
    this.waiting.length = 0;
    const running = [...this.running];
    this.running.clear();
    for (const controller of running) controller.abort();
  }

  private next(): void {
    while (this.running.size < atOnce) {
      const one = this.waiting.shift();
      if (one === undefined) return;
      void this.run(one.server, one.answer);
    }
  }

  private async run(server: RegistrationRecord, answer: Answer): Promise<void> {
    const controller = new AbortController();
    this.running.add(controller);
    let fault: unknown = null;
    try {
      await this.inTime(server, controller);
    } catch (error) {
      fault = error;
    }
    // Not there any more: closed meanwhile.
    if (!this.running.delete(controller)) return;
    answer(fault);
    this.next();
  }

  /** Whether or not the probe heeds its signal. */
  private inTime(server: RegistrationRecord, controller: AbortController): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = new AppError('SERVER_TIMEOUT', `It did not answer within ${timeoutMs / 1000} seconds.`);
      const cancel = this.clock.after(timeoutMs, () => controller.abort(late));
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
      void this.probe(server, controller.signal).then(resolve, reject).finally(cancel);
    });
  }
}
