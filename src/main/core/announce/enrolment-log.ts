// What is said of a stay on a proxy's list, at the levels of S1: successes as information, attempts that failed as warnings,
// refusals and used-up attempts as errors; each once, however long it lasts. Decides nothing.
import { describeError } from '../../../shared/errors.ts';
import type { Logger } from '../ports.ts';
import type { Accepted } from './answers.ts';
import { Refusal } from './refusal.ts';
import type { AnnouncementSettings } from './types.ts';

export class EnrolmentLog {
  private readonly settings: AnnouncementSettings;
  private readonly logger: Logger;
  private lastRefusal = '';
  private isFirst = true;

  constructor(settings: AnnouncementSettings, logger: Logger) {
    this.settings = settings;
    this.logger = logger;
  }

  /** `before`: the key so far. */
  registered({ key, wasKnown, isPending }: Accepted, before: string | null): void {
    const where = `with the proxy at ${this.settings.proxyUrl}`;
    const name = key === null ? '' : ` as ${key}`;
    const waits = isPending ? '; it waits there until a person approves it' : '';
    const text = wasKnown
      ? `Already registered ${where}${name}; going on with heartbeats${waits}.`
      : `Registered ${where}${name}${waits}.`;
    // A proxy that knows no heartbeats is registered with again and again.
    if (this.isFirst || !wasKnown || key !== before || this.lastRefusal !== '') this.logger.info(text);
    else this.logger.debug(text);
    this.isFirst = false;
    this.lastRefusal = '';
  }

  /** A heartbeat arrived, after so many failures in a row. */
  heard(failures: number): void {
    this.lastRefusal = '';
    if (failures > 0) this.logger.info(`The proxy at ${this.settings.proxyUrl} answers again.`);
  }

  forgotten(): void {
    this.logger.debug(`The proxy at ${this.settings.proxyUrl} does not know us; registering again.`);
  }

  /** `what` failed, for the so-manieth time in a row. */
  failed(what: 'registration' | 'heartbeat', error: unknown, failures: number, pauseMs: number): void {
    const attempts = this.settings.retryAttempts + 1;
    const text = `${sentence(describeError(error))} Trying again in ${seconds(pauseMs)}.`;
    if (error instanceof Refusal) {
      const isNews = error.message !== this.lastRefusal;
      this.lastRefusal = error.message;
      if (isNews) this.logger.error(`The ${what} was refused. ${text}`);
      else this.logger.debug(text);
    } else if (failures < attempts) {
      this.logger.warn(`The ${what} failed, attempt ${failures} of ${attempts}. ${text}`);
    } else if (failures === attempts) {
      this.logger.error(`The ${what} failed ${times(attempts)}; it is tried on and on. ${text}`);
    } else this.logger.debug(text);
  }

  withdrawn(wasKnown: boolean): void {
    const { proxyUrl } = this.settings;
    if (wasKnown) this.logger.info(`Withdrawn from the proxy at ${proxyUrl}.`);
    else this.logger.warn(`The proxy at ${proxyUrl} did not know us any more.`);
  }

  /** `isRegistered`: the proxy had taken us on; otherwise it may never have heard of us. */
  notWithdrawn(error: unknown, isRegistered: boolean): void {
    const text = `Not withdrawn. ${describeError(error)}`;
    if (isRegistered) this.logger.warn(text);
    else this.logger.debug(text);
  }

  /** Our URL is registered under another id. */
  notOurs(key: string | null): void {
    const { proxyUrl } = this.settings;
    this.logger.info(
      `The proxy at ${proxyUrl} keeps our URL as ${key ?? '?'}, which is not ours to withdraw.`,
    );
  }
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
