// One server of the configuration while Patchbay runs: its upstream, what is known of its offer, its sessions.
import { AppError, fromErrorView, toAppError, toErrorView, type ErrorView } from '../../../shared/errors.ts';
import type { ServerSource } from '../../../shared/state.ts';
import type { ServerConfig } from '../config/types.ts';
import type { Clock, Logger } from '../ports.ts';
import { changedKinds, type Catalogue } from '../relay/catalogue.ts';
import type { ClientInfo, Link, Peer } from '../relay/types.ts';
import type { Upstream, UpstreamHooks } from '../upstream/types.ts';
import { openLink, silentPeer } from './ask.ts';
import { learnCatalogue } from './learn.ts';
import { linkAfter } from './link-after.ts';

/** What the hub knows of a server: its configuration, or for the built-in one just the name. */
export interface ServerDescription {
  readonly source: ServerSource;
  readonly config: ServerConfig | null;
  readonly name: string;
  readonly enabled: boolean;
}

export interface ServerRuntimeOptions {
  readonly description: ServerDescription;
  readonly client: ClientInfo;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly open: (hooks: UpstreamHooks) => Upstream;
  /** Known from an earlier run, for the same command or URL. */
  readonly catalogue: Catalogue | null;
  /** Settles when the one that had this name before is gone; until then this one does not begin. */
  readonly predecessor?: Promise<void> | undefined;
  readonly onChange: () => void;
  readonly onCatalogue: (catalogue: Catalogue) => void;
  readonly onCrashed: (problem: ErrorView) => void;
}

/** After list_changed, wait for more of them before asking. */
const learnDelayMs = 50;
/** A server whose lists could not be had is asked again at the earliest after so long. */
const learnAgainMs = 30_000;

export class ServerRuntime {
  description: ServerDescription;
  catalogue: Catalogue | null;
  readonly links = new Set<Link>();
  private readonly options: ServerRuntimeOptions;
  private readonly upstream: Upstream;
  private learning: Promise<void> | null = null;
  private learnTimer: (() => void) | null = null;
  /** Settled, and null from then on, when nothing is in the way of beginning. Never rejects. */
  private predecessor: Promise<void> | null;
  private learnFailedAt = Number.NEGATIVE_INFINITY;
  private closed = false;

  constructor(options: ServerRuntimeOptions) {
    this.options = options;
    this.description = options.description;
    this.catalogue = options.catalogue;
    this.predecessor = options.predecessor === undefined ? null : this.outlast(options.predecessor);
    this.upstream = options.open({
      onChange: options.onChange,
      onReady: () => {
        // When learning opened it, the lists are on their way already.
        if (this.learning === null) this.learnSoon();
      },
      onListChanged: () => this.learnSoon(),
      onCrashed: options.onCrashed,
    });
  }

  get name(): string {
    return this.description.name;
  }

  get status(): Upstream['status'] {
    return this.upstream.status;
  }

  /** Why it cannot be used as configured; null when it can. */
  get fault(): ErrorView | null {
    const { config } = this.description;
    return config?.fault ?? (config?.kind === 'sse' ? toErrorView(sseUnsupported(config.name)) : null);
  }

  /** Why a request cannot go to it now; null when it can. */
  get obstacle(): AppError | null {
    const { name, enabled } = this.description;
    if (!enabled) {
      return new AppError('SERVER_DISABLED', `"${name}" is disabled.`, {
        expected: `Enable it with: patchbay enable ${name}`,
        details: { server: name },
      });
    }
    return this.fault === null ? null : fromErrorView(this.fault);
  }

  connect(peer: Peer): Link {
    const link = this.openLink(peer);
    const counted: Link = {
      request: (message, exchange) => link.request(message, exchange),
      notify: (message) => link.notify(message),
      close: () => {
        if (this.links.delete(counted)) this.options.onChange();
        link.close();
      },
    };
    this.links.add(counted);
    this.options.onChange();
    return counted;
  }

  /** Rejects with AppError. */
  async start(): Promise<void> {
    if (this.obstacle !== null) throw this.obstacle;
    await this.predecessor;
    await this.upstream.start();
  }

  async stop(): Promise<void> {
    this.learnTimer?.();
    await this.upstream.stop();
  }

  async restart(): Promise<void> {
    if (this.obstacle !== null) throw this.obstacle;
    await this.predecessor;
    await this.upstream.restart();
  }

  /**
   * For good. What is in flight ends with an error; sessions' links are closed, and connect anew to whatever has the
   * name then.
   */
  async close(): Promise<void> {
    this.closed = true;
    this.learnTimer?.();
    const stopped = this.upstream.stop();
    for (const link of this.links) link.close();
    await stopped;
  }

  /** Learns what it offers where that is unknown, unless that failed a moment ago. Never rejects. */
  async learnIfUnknown(): Promise<void> {
    const tooSoon = this.options.clock.monotonic() - this.learnFailedAt < learnAgainMs;
    if (this.catalogue !== null || this.obstacle !== null || tooSoon) return;
    await this.learn();
  }

  /** What it offers, asked for where that is unknown. Rejects with AppError when it cannot be had. */
  async requireCatalogue(): Promise<Catalogue> {
    if (this.obstacle !== null) throw this.obstacle;
    if (this.catalogue === null) await (this.learning ?? this.learnOnce());
    if (this.catalogue === null)
      throw new AppError('SERVER_FAILED', `The lists of "${this.name}" cannot be had.`);
    return this.catalogue;
  }

  /** Asks for all its lists now. Never rejects. One at a time. */
  async learn(): Promise<void> {
    this.learning ??= this.learnOnce()
      .catch((error: unknown) => {
        this.learnFailedAt = this.options.clock.monotonic();
        if (!this.closed)
          this.options.logger.warn(
            `The lists of "${this.name}" cannot be had: ${toErrorView(error).message}`,
          );
      })
      .finally(() => {
        this.learning = null;
      });
    await this.learning;
  }

  private async learnOnce(): Promise<void> {
    const link = this.openLink(silentPeer(`catalogue:${this.name}`, this.options.client));
    try {
      await openLink(link, this.options.client);
      const { handshake } = this.upstream.status;
      if (handshake === null)
        throw new AppError('INTERNAL', `"${this.name}" was opened without a handshake.`);
      const catalogue = await learnCatalogue(link, handshake, this.options.clock.now());
      if (this.closed) return;
      const isNews = this.catalogue === null || changedKinds(this.catalogue, catalogue).length > 0;
      this.catalogue = catalogue;
      if (isNews) this.options.onCatalogue(catalogue);
    } catch (error) {
      throw toAppError(error);
    } finally {
      link.close();
    }
  }

  private async outlast(predecessor: Promise<void>): Promise<void> {
    await predecessor.catch(() => undefined);
    this.predecessor = null;
  }

  private openLink(peer: Peer): Link {
    const link = this.upstream.connect(peer);
    return this.predecessor === null ? link : linkAfter(this.predecessor, link);
  }

  private learnSoon(): void {
    if (this.closed) return;
    this.learnTimer?.();
    this.learnTimer = this.options.clock.after(learnDelayMs, () => void this.learnAgain());
  }

  private async learnAgain(): Promise<void> {
    // An answer that is on its way already may lack the change.
    await this.learning;
    // It may have been stopped meanwhile; asking would start it again.
    if (this.upstream.status.status === 'ready') await this.learn();
  }
}

function sseUnsupported(name: string): AppError {
  return new AppError(
    'CONFIG_INVALID',
    `"${name}" is of type "sse" (HTTP+SSE), which is not supported yet.`,
    {
      expected: 'Use its Streamable HTTP address with "type": "http", if it has one.',
      details: { server: name },
    },
  );
}
