// Our registration with another proxy (S1.4): begun, ended and begun anew, one after the other, by whoever asks for it; its
// state told. What a stay on the proxy's list is made of is the enrolment's business.
import { randomUUID } from 'node:crypto';
import type { AnnouncementState, AnnouncementView } from '../../../shared/announcement.ts';
import { AppError, describeError, describeView, toErrorView } from '../../../shared/errors.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import { OneByOne } from '../one-by-one.ts';
import type { Clock, Logger } from '../ports.ts';
import type { ServerUrl } from '../registry/server-url.ts';
import { registrationBody } from './bodies.ts';
import { Enrolment } from './enrolment.ts';
import { checkServerUrl, checkSettings, doubts } from './faults.ts';
import type { AnnouncementSettings, Identity, OpenProxy, RegistrationStatus } from './types.ts';

export interface ManagerOptions {
  /** Asked at each registration. */
  readonly settings: () => AnnouncementSettings;
  readonly open: OpenProxy;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether a URL is our own gateway. Default: none is. */
  readonly isOwnUrl?: (url: ServerUrl) => boolean;
  /** The state is another one. */
  readonly onChange?: () => void;
}

/** What `registerServer` waits for: success or the failure of this many attempts. */
export type Patience = 'one attempt' | 'all attempts';

/** A proxy that is to forget us gets this long for it when nobody wants to wait; less when it did not answer before. */
const farewellMs = { usual: 2000, silent: 500 } as const;

export class ProxyRegistrationManager {
  private readonly options: ManagerOptions;
  private serverUrl: string | null = null;
  private enrolment: Enrolment | null = null;
  /** Why nothing was tried. */
  private fault: AppError | null = null;
  private uuid = randomUUID();
  /** What was said of us under that uuid. */
  private described = '';
  private isClosed = false;
  /** Each step finds what the one before has left. */
  private readonly steps = new OneByOne();

  constructor(options: ManagerOptions) {
    this.options = options;
  }

  /** Under which URL we are registered from the next registration on. */
  setServerUrl(url: string): void {
    this.serverUrl = url;
  }

  /**
   * Registers, anew where we are registered already, and stays registered from then on. Resolves with whether it is a
   * success; where it is not, it is tried on in the background. Never rejects.
   */
  async registerServer(patience: Patience = 'all attempts'): Promise<boolean> {
    const begun = await this.steps.run(() => this.begin());
    if (begun === null) return false;
    return patience === 'one attempt' ? begun.firstAttempt : begun.firstRound;
  }

  /** Withdraws, and stays away. Resolves with whether the proxy has forgotten us; true where it never knew us. */
  async unregisterServer(): Promise<boolean> {
    return this.steps.run(async () => {
      this.fault = null;
      const { enrolment } = this;
      const isGone = enrolment === null || (await this.leave(enrolment, enrolment.settings.timeoutMs, true));
      this.changed();
      return isGone;
    });
  }

  /** In the words of S1. */
  getRegistrationStatus(): RegistrationStatus {
    const { isEnabled, proxyUrl, serverId } = this.options.settings();
    const { state, serverKey, serverUrl } = this.view;
    return {
      enabled: isEnabled,
      registered: state === 'registered',
      server_key: serverKey,
      server_url: serverUrl,
      proxy_url: withoutCredentials(proxyUrl),
      server_id: serverId,
    };
  }

  /** Why the last registration failed, or was not tried; null when all is well. */
  get problem(): string | null {
    return describeView(this.shownFault);
  }

  private get shownFault(): ErrorView | null {
    return this.fault === null ? (this.enrolment?.problem ?? null) : toErrorView(this.fault);
  }

  get view(): AnnouncementView {
    const { enrolment, shownFault: fault } = this;
    const { isEnabled, proxyUrl } = enrolment?.settings ?? this.options.settings();
    return {
      state: this.stateOf(enrolment, isEnabled),
      proxyUrl: withoutCredentials(proxyUrl),
      serverUrl: enrolment?.identity.serverUrl ?? this.serverUrl,
      serverKey: enrolment?.key ?? null,
      isPending: enrolment?.isPending ?? false,
      lastHeardAt: enrolment?.lastHeardAt ?? null,
      retryAt: enrolment?.retryAt ?? null,
      problem: describeView(fault),
      ...(fault === null ? {} : { fault }),
    };
  }

  /** Whether somebody wants us to be registered. */
  get isWanted(): boolean {
    return this.enrolment !== null || this.fault !== null;
  }

  /** Ends it all, withdrawing where the settings say so; takes two seconds at most. */
  async close(): Promise<void> {
    const { enrolment } = this;
    this.isClosed = true;
    // What is on its way is not waited for.
    enrolment?.end();
    await this.steps.run(async () => {
      const { enrolment } = this;
      if (enrolment === null) return;
      const { withdrawsAtStop, timeoutMs } = enrolment.settings;
      await this.leave(enrolment, Math.min(farewellOf(enrolment), timeoutMs), withdrawsAtStop);
    });
  }

  /** null where the settings do not allow it. */
  private async begin(): Promise<Enrolment | null> {
    if (this.isClosed) return null;
    const { settings, open, clock, logger, isOwnUrl = () => false } = this.options;
    const wanted = settings();
    const before = this.enrolment;
    try {
      if (!wanted.isEnabled) throw disabled();
      checkSettings(wanted, isOwnUrl);
      const identity = this.identityOf(wanted, checkServerUrl(this.serverUrl));
      if (before !== null)
        await this.leave(before, farewellOf(before), isElsewhere(before, wanted, identity));
      this.fault = null;
      for (const doubt of doubts(wanted, identity.serverUrl)) logger.warn(doubt);
      const onChange = (): void => this.changed();
      const proxy = open(wanted);
      this.enrolment = new Enrolment({ settings: wanted, identity, proxy, clock, logger, onChange });
      this.enrolment.begin();
    } catch (error) {
      this.fault = error instanceof AppError ? error : new AppError('INTERNAL', String(error));
      logger.warn(`Not registered with a proxy. ${describeError(error)}`);
      if (before !== null) await this.leave(before, farewellOf(before), true);
    }
    this.changed();
    return this.enrolment;
  }

  private async leave(enrolment: Enrolment, limitMs: number, withdraws: boolean): Promise<boolean> {
    enrolment.end();
    const isGone = !withdraws || (await enrolment.withdraw(limitMs));
    await enrolment.close();
    if (this.enrolment === enrolment) this.enrolment = null;
    return isGone;
  }

  /** Who tells something new of itself is another one: a proxy that knows the old one takes the new words over. */
  private identityOf(settings: AnnouncementSettings, serverUrl: string): Identity {
    const described = JSON.stringify(registrationBody(settings, { serverUrl, uuid: '' }));
    if (this.described !== '' && described !== this.described) this.uuid = randomUUID();
    this.described = described;
    return { serverUrl, uuid: this.uuid };
  }

  private stateOf(enrolment: Enrolment | null, isEnabled: boolean): AnnouncementState {
    if (this.fault !== null) return isEnabled ? 'misconfigured' : 'off';
    if (enrolment === null) return isEnabled ? 'idle' : 'off';
    if (enrolment.problem !== null) return 'retrying';
    return enrolment.isRegistered ? 'registered' : 'registering';
  }

  private changed(): void {
    this.options.onChange?.();
  }
}

/** Whether the proxy would keep what we were before beside what we are now. */
function isElsewhere(before: Enrolment, settings: AnnouncementSettings, { serverUrl }: Identity): boolean {
  return (
    before.settings.proxyUrl !== settings.proxyUrl ||
    before.settings.serverId !== settings.serverId ||
    before.identity.serverUrl !== serverUrl
  );
}

function farewellOf({ problem }: Enrolment): number {
  return problem === null ? farewellMs.usual : farewellMs.silent;
}

function disabled(): AppError {
  return new AppError('CONFIG_INVALID', 'proxy_registration is disabled.', {
    expected: 'Set "proxy_registration": { "enabled": true } in config.json.',
  });
}

/** A URL with a password is refused, but its place may be shown. */
function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
