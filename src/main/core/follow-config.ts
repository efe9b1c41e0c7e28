// Carries each new configuration to the parts it concerns, one after the other, so that only what changed is touched.
import { describeError } from '../../shared/errors.ts';
import { diffServers } from './config/diff-servers.ts';
import type { ConfigStore, LoadedConfig, ServerConfig } from './config/types.ts';
import type { GatewayListener } from './gateway/listener.ts';
import type { Logger } from './ports.ts';
import type { ServerHub } from './servers/hub.ts';

export interface FollowConfigOptions {
  readonly config: ConfigStore;
  readonly hub: ServerHub;
  readonly listener: GatewayListener;
  readonly logger: Logger;
  /** What is not a server's: log level, secrets. Called first. */
  readonly onSettings: (config: LoadedConfig) => void;
  /** These servers are about to end for good. */
  readonly onRemoved: (names: readonly string[]) => void;
  /** All of a configuration is in force now. */
  readonly onApplied: () => void;
  readonly onChange: () => void;
}

export class ConfigFollower {
  private readonly options: FollowConfigOptions;
  private inForce: ReadonlyMap<string, ServerConfig> = new Map();
  private applying: Promise<void> = Promise.resolve();
  /** What is to start once the gateway listens; null from then on. */
  private waiting: string[] | null = [];
  private readonly unfollow: () => void;

  constructor(options: FollowConfigOptions) {
    this.options = options;
    this.unfollow = options.config.onChange(() => this.read());
  }

  /** Resolves when the newest configuration is in force everywhere. */
  async applied(): Promise<void> {
    await this.applying;
  }

  /** Brings the configuration into force for the first time. */
  async begin(): Promise<void> {
    this.read();
    await this.applying;
  }

  /** To be called once the gateway listens: starts the servers that are to run from the beginning. */
  async startServers(): Promise<void> {
    await this.applying;
    const names = this.waiting ?? [];
    this.waiting = null;
    this.startEager(names);
  }

  /** Starts again what is to run from the beginning, after a pause. */
  startAgain(): void {
    this.startEager([...this.inForce.keys()]);
  }

  async close(): Promise<void> {
    this.unfollow();
    await this.applying;
  }

  private read(): void {
    const { config, logger, onChange } = this.options;
    this.applying = this.applying
      .then(() => this.apply(config.current))
      .catch((error: unknown) =>
        logger.error(`The configuration could not be brought into force: ${describeError(error)}`),
      );
    onChange();
  }

  private async apply(next: LoadedConfig): Promise<void> {
    const { hub, listener, logger, onSettings, onRemoved, onApplied } = this.options;
    onSettings(next);
    const { added, removed, restart, update } = diffServers(this.inForce, next.servers);
    this.inForce = next.servers;
    if (removed.length > 0) onRemoved(removed);
    await hub.apply(next.servers, new Set(restart));
    const told = Object.entries({ added, removed, changed: [...restart, ...update] }).filter(
      ([, names]) => names.length > 0,
    );
    if (told.length > 0)
      logger.info(`Servers ${told.map(([what, names]) => `${what}: ${names.join(', ')}`).join('; ')}.`);
    if (this.waiting === null) this.startEager([...added, ...restart]);
    else this.waiting.push(...added, ...restart);
    await listener.reconfigure();
    onApplied();
  }

  /** Their failure shows in their state. */
  private startEager(names: readonly string[]): void {
    for (const name of names) {
      const config = this.inForce.get(name);
      if (config?.kind !== 'stdio' || config.start !== 'eager' || !config.enabled || config.fault !== null)
        continue;
      this.options.hub
        .find(name)
        .start()
        .catch(() => undefined);
    }
  }
}
