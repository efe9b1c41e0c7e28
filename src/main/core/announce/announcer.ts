// Keeps our registration in line with the configuration while the gateway runs: begins it once the gateway listens, anew when
// settings or address change, withdraws it when Patchbay stops (S1.2). Never holds up anybody.
import { isDeepStrictEqual } from 'node:util';
import type { PathContext } from '../config/paths.ts';
import type { LoadedConfig } from '../config/types.ts';
import type { Clock, Logger } from '../ports.ts';
import { isOwnUrl } from '../registry/own-url.ts';
import { announcementSettings } from './from-config.ts';
import { openHttpProxy } from './http-proxy.ts';
import { ProxyRegistrationManager } from './manager.ts';
import { ownServerUrl } from './own-server-url.ts';
import type { AnnouncementSettings } from './types.ts';

export interface AnnouncerOptions {
  readonly config: () => LoadedConfig;
  readonly paths: PathContext;
  /** null while nothing listens. */
  readonly gatewayUrl: () => string | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onChange: () => void;
}

interface InForce {
  readonly settings: AnnouncementSettings;
  readonly gatewayUrl: string;
}

export class Announcer {
  readonly manager: ProxyRegistrationManager;
  private readonly options: AnnouncerOptions;
  /** null until `start`. */
  private inForce: InForce | null = null;

  constructor(options: AnnouncerOptions) {
    const { clock, logger, gatewayUrl, onChange } = options;
    this.options = options;
    this.manager = new ProxyRegistrationManager({
      settings: () => this.settings(),
      open: openHttpProxy,
      isOwnUrl: (url) => isOwnUrl(url, gatewayUrl()),
      clock,
      logger,
      onChange,
    });
  }

  /** The gateway listens. */
  start(): void {
    const next = this.read();
    if (next === null) return;
    this.inForce = next;
    this.setUrl(next.gatewayUrl);
    if (next.settings.isEnabled && next.settings.registersAtStart) void this.manager.registerServer();
  }

  /** Settings or address may have changed. */
  follow(): void {
    const before = this.inForce;
    const next = this.read();
    if (before === null || next === null || isDeepStrictEqual(before, next)) return;
    this.inForce = next;
    if (before.gatewayUrl !== next.gatewayUrl) this.setUrl(next.gatewayUrl);
    const { isEnabled, registersAtStart } = next.settings;
    if (isEnabled && (this.manager.isWanted || registersAtStart)) void this.manager.registerServer();
    else if (!isEnabled) void this.manager.unregisterServer();
  }

  /** Withdraws where the settings say so. */
  close(): Promise<void> {
    this.inForce = null;
    return this.manager.close();
  }

  private read(): InForce | null {
    const gatewayUrl = this.options.gatewayUrl();
    return gatewayUrl === null ? null : { settings: this.settings(), gatewayUrl };
  }

  private settings(): AnnouncementSettings {
    const { config, paths } = this.options;
    return announcementSettings(config().settings, paths);
  }

  private setUrl(gatewayUrl: string): void {
    const { allowedHosts } = this.options.config().settings.gateway;
    this.manager.setServerUrl(ownServerUrl(gatewayUrl, allowedHosts));
  }
}
