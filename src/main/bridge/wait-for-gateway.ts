// Waits until a gateway can be found, starting one where none runs: many clients start their servers before anything else.
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../core/ports.ts';
import type { FindGateway, GatewayPlace } from './gateway-place.ts';

export interface GatewayWaitOptions {
  readonly find: FindGateway;
  /** Starts one; another that starts at the same time does no harm. Rejects when it cannot. null: nobody may. */
  readonly start: (() => Promise<void>) | null;
  /** None runs, so somebody waits. Told once for each time. */
  readonly onAbsent: () => void;
  readonly clock: Clock;
  readonly dataDir: string;
}

/** The app may be starting by itself, or restart for an update: only then another is started, in milliseconds. */
const startAfterMs = 1500;
const giveUpAfterMs = 30_000;
const lookEveryMs = 100;

export class GatewayWait {
  private readonly options: GatewayWaitOptions;
  private starting: Promise<void> | null = null;

  constructor(options: GatewayWaitOptions) {
    this.options = options;
  }

  /** Rejects with NOT_RUNNING when none comes in time, or `signal` aborts. */
  async place(signal: AbortSignal): Promise<GatewayPlace> {
    const { clock, find } = this.options;
    const since = clock.monotonic();
    for (;;) {
      const place = await find();
      if (place !== null) {
        this.starting = null;
        return place;
      }
      const waitedMs = clock.monotonic() - since;
      if (signal.aborted || waitedMs >= giveUpAfterMs) throw this.notRunning();
      if (waitedMs >= startAfterMs) await this.started();
      await new Promise<void>((resolve) => clock.after(lookEveryMs, resolve));
    }
  }

  private async started(): Promise<void> {
    this.starting ??= this.begin();
    await this.starting;
  }

  private async begin(): Promise<void> {
    const { start, onAbsent } = this.options;
    onAbsent();
    await start?.();
  }

  private notRunning(): AppError {
    const { dataDir } = this.options;
    return new AppError('NOT_RUNNING', `Patchbay does not run on ${dataDir}.`, {
      expected: 'Start the app, or "patchbay serve".',
      details: { dataDir },
    });
  }
}
