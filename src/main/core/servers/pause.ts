// All servers held at once: ended, and neither started nor called until they are let go on. Lasts no longer than the
// process; who wants a server off for longer disables it.
import type { pauseCalls, PauseView } from '../../../shared/calls-pause.ts';
import type { Commands } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Audit } from '../audit/audit.ts';
import type { Clock, Logger } from '../ports.ts';

/** What is asked by everybody who is about to use a server. */
export interface PauseSwitch {
  readonly isPaused: boolean;
}

interface PausableServer {
  readonly description: { readonly source: string };
  stop(): Promise<void>;
}

export interface PauseOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly audit: Audit;
  readonly servers: () => readonly PausableServer[];
  /** They may be used again. */
  readonly onResumed: () => void;
  readonly onChange: () => void;
}

export class Pause implements PauseSwitch {
  private readonly options: PauseOptions;
  private since: number | null = null;

  constructor(options: PauseOptions) {
    this.options = options;
  }

  get isPaused(): boolean {
    return this.since !== null;
  }

  get view(): PauseView {
    return { pausedAt: this.since };
  }

  /** From now on; resolves when every server has ended. Safe to call again. */
  async begin(): Promise<void> {
    const { clock, logger, audit, servers, onChange } = this.options;
    if (this.since !== null) return;
    this.since = clock.now();
    logger.info('All servers are paused.');
    audit.record({ kind: 'configuration', action: 'paused' });
    onChange();
    const paused = servers().filter(({ description }) => description.source !== 'built-in');
    await Promise.all(paused.map((server) => server.stop()));
    onChange();
  }

  /** Servers run again as they are needed; does nothing where nothing is paused. */
  end(): void {
    const { logger, audit, onResumed, onChange } = this.options;
    if (this.since === null) return;
    this.since = null;
    logger.info('Servers go on after a pause.');
    audit.record({ kind: 'configuration', action: 'resumed' });
    onResumed();
    onChange();
  }
}

/** The part of the contract that is about it. */
export function pauseCommands(pause: Pause): Pick<Commands, keyof typeof pauseCalls> {
  return {
    pauseServers: async () => {
      await pause.begin();
      return pause.view;
    },
    resumeServers: () => {
      pause.end();
      return Promise.resolve(pause.view);
    },
  };
}

/** What is said to who wants `server` meanwhile. */
export function pausedError(server: string): AppError {
  return new AppError('SERVERS_PAUSED', `"${server}" is not called: all servers are paused.`, {
    expected: 'Somebody paused them in Patchbay; resume them there, or with: patchbay resume',
    details: { server },
  });
}
