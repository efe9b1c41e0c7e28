// Stops a child that nobody has used for as long as its configuration says (S2.2).
import type { StdioServerConfig } from '../config/types.ts';
import type { Clock, Logger } from '../ports.ts';

export interface IdleStopOptions {
  readonly config: Pick<StdioServerConfig, 'name' | 'start' | 'idleMinutes'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly isUsed: () => boolean;
  readonly isReady: () => boolean;
  readonly stop: () => void;
}

export class IdleStop {
  private readonly options: IdleStopOptions;
  private cancelWait: (() => void) | null = null;

  constructor(options: IdleStopOptions) {
    this.options = options;
  }

  /** A session or a call came or went: the time begins anew, where nobody is left. */
  note(): void {
    this.cancel();
    const { config, clock, logger, isUsed, isReady, stop } = this.options;
    if (isUsed() || config.start === 'eager') return;
    this.cancelWait = clock.after(config.idleMinutes * 60_000, () => {
      if (isUsed() || !isReady()) return;
      logger.info(`"${config.name}" was unused for ${config.idleMinutes} min; stopping it.`);
      stop();
    });
  }

  cancel(): void {
    this.cancelWait?.();
    this.cancelWait = null;
  }
}
