// What a supervisor tells: the status of its server, kept here, and everything else that its listener hears.
import { neverStarted } from './defaults.ts';
import type { Logger } from '../ports.ts';
import type { SupervisorEvents, SupervisorStatus } from './types.ts';

export class StatusReport {
  status: SupervisorStatus = neverStarted;
  private readonly serverName: string;
  private readonly events: SupervisorEvents;
  private readonly logger: Logger;

  constructor(serverName: string, events: SupervisorEvents, logger: Logger) {
    this.serverName = serverName;
    this.events = events;
    this.logger = logger;
  }

  change(part: Partial<SupervisorStatus>): void {
    this.status = { ...this.status, ...part };
    this.tell((events) => events.onStatus(this.status));
  }

  /** A mistake in a listener must cost neither the child nor the program. */
  tell(report: (events: SupervisorEvents) => void): void {
    try {
      report(this.events);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.logger.error(`A listener of "${this.serverName}" failed: ${text}`);
    }
  }
}
