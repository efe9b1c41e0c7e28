// What the log says of a server's state: when it begins to fail, and when it works again, once each, whoever asks for it.
import type { ErrorView } from '../../../shared/errors.ts';
import type { Logger } from '../ports.ts';
import type { UpstreamStatus } from '../upstream/types.ts';

export class FailureLog {
  private readonly name: string;
  private readonly logger: Logger;
  private isFailing = false;
  /** The last crash, which was told when it happened. */
  private crash = '';

  constructor(name: string, logger: Logger) {
    this.name = name;
    this.logger = logger;
  }

  /** Its process ended without being told to. */
  crashed({ message }: ErrorView): void {
    this.crash = message;
    this.logger.warn(message);
  }

  /** To be called with each change of its status. */
  note({ status, problem }: Pick<UpstreamStatus, 'status' | 'problem'>): void {
    if (status === 'failed') {
      const reason = problem?.message ?? `"${this.name}" failed.`;
      if (!this.isFailing && reason !== this.crash) this.logger.warn(reason);
      this.isFailing = true;
    } else if (status === 'ready') {
      if (this.isFailing) this.logger.info(`"${this.name}" works again.`);
      this.isFailing = false;
    } else if (status === 'stopped') {
      // What fails after a stop is news.
      this.isFailing = false;
    }
  }
}
