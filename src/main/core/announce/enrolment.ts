// One stay on a proxy's list, from the first attempt to the end: registers, reports, registers anew when it is not known
// any more, and goes on for as long as it is not ended, whatever becomes of the proxy (S0.2, S1.5). Never rejects.
import { AppError, toErrorView } from '../../../shared/errors.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import { deferred } from '../deferred.ts';
import type { Clock, Logger } from '../ports.ts';
import { readHeartbeat, readRegistration, readWithdrawal, type Accepted } from './answers.ts';
import { heartbeatBody, isKeyOf, registrationBody, withdrawalBody } from './bodies.ts';
import { EnrolmentLog } from './enrolment-log.ts';
import { pauseAfter } from './pauses.ts';
import { Refusal } from './refusal.ts';
import type { AnnouncementSettings, Identity, Proxy, ProxyAnswer } from './types.ts';

export interface EnrolmentOptions {
  readonly settings: AnnouncementSettings;
  readonly identity: Identity;
  /** Closed with this. */
  readonly proxy: Proxy;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onChange: () => void;
}

export class Enrolment {
  readonly settings: AnnouncementSettings;
  readonly identity: Identity;
  /** Whether the first attempt was a success. */
  readonly firstAttempt: Promise<boolean>;
  /** True as soon as it is registered; false when the attempts of the configuration are used up. */
  readonly firstRound: Promise<boolean>;
  isRegistered = false;
  key: string | null = null;
  isPending = false;
  /** Epoch milliseconds, as are the next ones. */
  lastHeardAt: number | null = null;
  retryAt: number | null = null;
  problem: ErrorView | null = null;
  private readonly options: EnrolmentOptions;
  private readonly log: EnrolmentLog;
  private readonly ending = new AbortController();
  private readonly settleAttempt: (isRegistered: boolean) => void;
  private readonly settleRound: (isRegistered: boolean) => void;
  private failures = 0;
  /** It was sent, and no answer has said otherwise. */
  private mayBeKnown = false;
  private heartbeatMs: number;

  constructor(options: EnrolmentOptions) {
    const { settings, identity, logger } = options;
    this.options = options;
    this.settings = settings;
    this.identity = identity;
    this.log = new EnrolmentLog(settings, logger);
    this.heartbeatMs = settings.heartbeatMs;
    const attempt = deferred<boolean>();
    const round = deferred<boolean>();
    this.firstAttempt = attempt.promise;
    this.firstRound = round.promise;
    this.settleAttempt = attempt.resolve;
    this.settleRound = round.resolve;
  }

  /** To be called once. */
  begin(): void {
    void this.run();
  }

  /** Reports no more; the proxy is not told. */
  end(): void {
    this.ending.abort(new AppError('NOT_RUNNING', 'The registration was given up.'));
    this.settle(false);
    this.retryAt = null;
  }

  /** After `end`: takes us off the proxy's list, in `limitMs` at most. Whether that is so now; says in the log what is not. */
  async withdraw(limitMs: number): Promise<boolean> {
    const { key, settings, identity } = this;
    if (!this.mayBeKnown) return true;
    if (!isKeyOf(settings.serverId, key)) {
      this.log.notOurs(key);
      return true;
    }
    try {
      const body = withdrawalBody(settings, identity, key);
      const answer = await this.post('/unregister', body, limitMs, new AbortController().signal);
      const verdict = readWithdrawal(answer);
      if ('kind' in verdict) throw new Refusal(settings.proxyUrl, verdict);
      this.mayBeKnown = false;
      this.isRegistered = false;
      this.log.withdrawn(verdict.wasKnown);
      return true;
    } catch (error) {
      this.log.notWithdrawn(error, this.isRegistered);
      return false;
    }
  }

  /** Gives up its connections. */
  async close(): Promise<void> {
    this.end();
    await this.options.proxy.close();
  }

  private async run(): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        if (this.isRegistered) await this.report();
        else await this.register();
        await this.pause(this.heartbeatMs);
      } catch (error) {
        if (!this.ending.signal.aborted) await this.failed(error);
      }
    }
  }

  private async register(): Promise<void> {
    const { settings, identity } = this;
    this.mayBeKnown = true;
    const verdict = readRegistration(await this.ask('/register', registrationBody(settings, identity)));
    this.mayBeKnown = verdict.kind !== 'refused';
    if (verdict.kind === 'refused') throw new Refusal(settings.proxyUrl, verdict);
    const before = this.key;
    this.accept(verdict);
    this.isRegistered = true;
    this.log.registered(verdict, before);
    this.settle(true);
    this.options.onChange();
  }

  private async report(): Promise<void> {
    const { settings, identity, key, options } = this;
    const body = heartbeatBody(settings, identity, key, options.clock.now());
    const verdict = readHeartbeat(await this.ask('/proxy/heartbeat', body));
    if (verdict.kind === 'refused') throw new Refusal(settings.proxyUrl, verdict);
    if (verdict.kind === 'unknown') {
      this.log.forgotten();
      this.isRegistered = false;
      await this.register();
      return;
    }
    this.log.heard(this.failures);
    this.accept(verdict);
    options.onChange();
  }

  private accept({ key, isPending, heartbeatMs }: Accepted): void {
    this.failures = 0;
    this.problem = null;
    this.retryAt = null;
    this.key = key ?? this.key;
    this.isPending = isPending;
    this.lastHeardAt = this.options.clock.now();
    if (heartbeatMs !== null) this.heartbeatMs = Math.min(heartbeatMs, this.settings.heartbeatMs);
  }

  private async failed(error: unknown): Promise<void> {
    const { settings, options } = this;
    this.failures += 1;
    const pauseMs = pauseAfter(this.failures, settings);
    this.problem = toErrorView(error);
    this.retryAt = options.clock.now() + pauseMs;
    this.log.failed(this.isRegistered ? 'heartbeat' : 'registration', error, this.failures, pauseMs);
    this.settleAttempt(false);
    if (this.failures > settings.retryAttempts) this.settleRound(false);
    options.onChange();
    await this.pause(pauseMs);
  }

  private settle(isRegistered: boolean): void {
    this.settleAttempt(isRegistered);
    this.settleRound(isRegistered);
  }

  private ask(path: string, body: unknown): Promise<ProxyAnswer> {
    return this.post(path, body, this.settings.timeoutMs, this.ending.signal);
  }

  private async post(
    path: string,
    body: unknown,
    limitMs: number,
    ending: AbortSignal,
  ): Promise<ProxyAnswer> {
    const { clock, proxy } = this.options;
    const late = new AbortController();
    const cancel = clock.after(limitMs, () => late.abort(this.tooSlow(limitMs)));
    try {
      return await proxy.post(path, body, AbortSignal.any([late.signal, ending]));
    } finally {
      cancel();
    }
  }

  private tooSlow(limitMs: number): AppError {
    return new AppError(
      'SERVER_TIMEOUT',
      `The proxy at ${this.settings.proxyUrl} did not answer within ${limitMs / 1000} s.`,
      { expected: 'See how it is, or raise proxy_registration.registration_timeout.' },
    );
  }

  /** Also ends when this ends. */
  private async pause(ms: number): Promise<void> {
    const { signal } = this.ending;
    if (signal.aborted) return;
    const { promise, resolve } = deferred<void>();
    const cancel = this.options.clock.after(ms, resolve);
    const wake = (): void => resolve();
    signal.addEventListener('abort', wake);
    await promise;
    signal.removeEventListener('abort', wake);
    cancel();
  }
}
