// Where the gateway listens: opened once, and again elsewhere when the configuration names another address.
// Sessions live in the relay and outlast the move.
import { AppError, describeError } from '../../../shared/errors.ts';
import type { LoadedConfig } from '../config/types.ts';
import { isLoopbackAddress } from '../http-guards/authority.ts';
import { createHostGuard, type HostGuard } from '../http-guards/host-guard.ts';
import { stopping } from '../relay/sessions.ts';
import { listenGateway, type Gateway, type GatewayOptions } from './gateway.ts';

export interface ListenerOptions extends Pick<
  GatewayOptions,
  'sessions' | 'requireServer' | 'modern' | 'health' | 'registration' | 'clock' | 'logger'
> {
  readonly config: () => LoadedConfig;
  /** Flags and environment beat the file. */
  readonly overrides: { readonly host?: string | undefined; readonly port?: number | undefined };
}

interface Address {
  readonly host: string;
  readonly port: number;
}

export class GatewayListener {
  private readonly options: ListenerOptions;
  private gateway: Gateway | null = null;
  private address: Address | null = null;

  constructor(options: ListenerOptions) {
    this.options = options;
  }

  /** Without a slash at its end; null while it does not listen. */
  get url(): string | null {
    if (this.gateway === null) return null;
    const { host, port } = this.gateway;
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /** Rejects with AppError PORT_TAKEN, or FORBIDDEN_HOST for an address that others could reach. */
  async open(): Promise<void> {
    await this.listen(this.wanted());
  }

  /** The configuration changed. Resolves with whether the address is another one now; never rejects. */
  async reconfigure(): Promise<boolean> {
    const wanted = this.wanted();
    if (JSON.stringify(wanted) === JSON.stringify(this.address)) return false;
    const previous = this.gateway;
    try {
      await this.listen(wanted);
      await previous?.close(moved(this.url));
      this.options.logger.info(`Listening on ${this.url ?? 'nothing'} now.`);
      return true;
    } catch (error) {
      this.options.logger.error(`The new address is not usable; the old one stays. ${describeError(error)}`);
      return false;
    }
  }

  async close(): Promise<void> {
    const { gateway } = this;
    this.gateway = null;
    await gateway?.close(stopping());
  }

  private async listen(address: Address): Promise<void> {
    if (!isLoopbackAddress(address.host)) {
      throw new AppError(
        'FORBIDDEN_HOST',
        `The gateway cannot listen on ${address.host}: others could reach it there.`,
        {
          expected: 'Use 127.0.0.1, ::1 or localhost until access tokens are supported.',
        },
      );
    }
    let port = address.port;
    const gateway = await listenGateway({
      ...this.options,
      ...address,
      maxMessageBytes: () => this.options.config().settings.gateway.maxMessageBytes,
      keepAliveMs: () => this.options.config().settings.gateway.keepAliveSeconds * 1000,
      guard: this.guardOf(() => port),
    });
    port = gateway.port;
    this.gateway = gateway;
    this.address = address;
  }

  private wanted(): Address {
    const { host, port } = this.options.config().settings.gateway;
    const { overrides } = this.options;
    return { host: overrides.host ?? host, port: overrides.port ?? port };
  }

  /** One for each gateway, as one that is on its way out still hears its clients. Follows the configuration. */
  private guardOf(port: () => number): Pick<HostGuard, 'check'> {
    const make = (config: LoadedConfig): HostGuard => {
      const { allowedHosts, allowedOrigins } = config.settings.gateway;
      return createHostGuard({ port, allowedHosts, allowedOrigins });
    };
    let config = this.options.config();
    let guard = make(config);
    return {
      check: (request) => {
        const current = this.options.config();
        if (current !== config) [config, guard] = [current, make(current)];
        return guard.check(request);
      },
    };
  }
}

function moved(url: string | null): AppError {
  return new AppError('GATEWAY_STOPPING', 'Patchbay no longer listens at this address.', {
    expected: `Try again at ${url ?? 'its new address'}.`,
    details: { retryable: true },
  });
}
