// A server that is a command: one child for all sessions, or (session: "isolated") a child for each.
import { AppError } from '../../../shared/errors.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Era } from '../../../shared/state.ts';
import type { StdioServerConfig } from '../config/types.ts';
import { neverStarted } from '../launcher/defaults.ts';
import type { Supervisor, SupervisorEvents, SupervisorTiming } from '../launcher/types.ts';
import type { Clock, Logger } from '../ports.ts';
import type { ModernLink } from '../relay/modern/types.ts';
import type { ClientInfo, Link, Peer, Timeouts } from '../relay/types.ts';
import { mostAlive, newestOf, worstOf } from './children-status.ts';
import { EraLink, type EraLinkOptions } from './era-link.ts';
import { LegacyFace } from './modern/legacy-face.ts';
import { modernOpening } from './modern/modern-opening.ts';
import { ModernStdioLink } from './modern/modern-stdio-link.ts';
import { ChildEra } from './modern/child-era.ts';
import { legacyOpening } from './opening.ts';
import { StdioConnection } from './stdio-connection.ts';
import { StdioLink } from './stdio-link.ts';
import {
  identityOf,
  type Handshake,
  type RememberedEra,
  type Upstream,
  type UpstreamHooks,
  type UpstreamStatus,
} from './types.ts';

export interface StdioUpstreamOptions {
  readonly config: StdioServerConfig;
  /** What a shared child is told of its client. */
  readonly gatewayClient: ClientInfo;
  /** What it spoke when it was last tried, and who it said it was. */
  readonly remembered: RememberedEra;
  readonly onEraFound: (era: Era) => void;
  readonly timeouts: Timeouts;
  readonly bounds: Bounds;
  readonly startTimeoutMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hooks: UpstreamHooks;
  readonly supervise: (events: SupervisorEvents, timing?: Partial<SupervisorTiming>) => Supervisor;
}

export class StdioUpstream implements Upstream {
  private readonly options: StdioUpstreamOptions;
  private readonly shared: StdioConnection | null;
  private readonly isolated = new Set<StdioConnection>();
  /** Of isolated children: the newest status, kept when the last of them is gone. */
  private last: StdioConnection | null = null;
  /** For modern clients of isolated children, who have no sessions. */
  private stateless: StdioConnection | null = null;
  private readonly childEra: ChildEra;
  private readonly linking: EraLinkOptions<Era>;
  /** Requests that wait until the era is known. */
  private waiting = 0;
  private closed = false;
  /** Who it said it was when it was last opened. */
  private identity: string | null;

  constructor(options: StdioUpstreamOptions) {
    this.options = options;
    this.childEra = new ChildEra({
      ...options,
      name: options.config.name,
      client: options.gatewayClient,
      remembered: options.remembered.era,
      isIdle: () => this.connections().every(({ status }) => ['stopped', 'failed'].includes(status.status)),
      onChange: () => options.hooks.onChange(),
      onFound: (era) => options.onEraFound(era),
    });
    this.linking = {
      ...options,
      serverName: options.config.name,
      verdict: () => this.childEra.known,
      find: () => this.childEra.find(),
      onWaiting: (change) => {
        this.waiting += change;
        options.hooks.onChange();
      },
    };
    this.identity = options.remembered.identity;
    const isShared = options.config.session === 'shared';
    this.shared = isShared ? this.open(options.hooks, () => options.gatewayClient) : null;
  }

  get status(): UpstreamStatus {
    const connections = this.connections();
    const statuses = connections.map((connection) => connection.status);
    const best = mostAlive(statuses) ?? this.last?.status ?? neverStarted;
    return {
      ...best,
      status: best.status === 'stopped' && this.childEra.isFinding ? 'starting' : best.status,
      pids: [this.childEra.pid, ...statuses.map(({ pid }) => pid)].filter((pid) => pid !== null),
      circuit: worstOf(connections),
      restarts: statuses.reduce((sum, { restarts }) => sum + restarts, 0),
      inFlight: connections.reduce((sum, { mux }) => sum + mux.pending.awaitedRequests, this.waiting),
      waitingBytes: connections.reduce((sum, { waitingBytes }) => sum + waitingBytes, 0),
      lastSeenAt: newestOf(connections.map(({ liveness }) => liveness.lastSeenAt)),
      silentSince: newestOf(connections.map(({ liveness }) => liveness.silentSince)),
      handshake: (this.shared ?? this.last)?.handshake ?? null,
    };
  }

  connect(peer: Peer): Link {
    if (this.shared !== null) return this.link(this.shared, peer);
    const connection = this.openIsolated(() => peer.client);
    const link = this.link(connection, peer);
    return {
      request: (message, exchange) => link.request(message, exchange),
      notify: (message) => link.notify(message),
      close: () => {
        link.close();
        void connection.close().finally(() => {
          this.isolated.delete(connection);
          this.options.hooks.onChange();
        });
      },
    };
  }

  async era(): Promise<Era> {
    return this.childEra.find();
  }

  connectModern(): ModernLink | null {
    if (this.childEra.known !== 'modern') return null;
    this.stateless ??= this.shared ?? this.openIsolated(() => this.options.gatewayClient);
    return new ModernStdioLink(this.stateless);
  }

  async start(): Promise<void> {
    if (this.shared === null) {
      throw new AppError(
        'BAD_REQUEST',
        `"${this.options.config.name}" is isolated: each client session starts its own child.`,
        {
          expected: 'Call one of its tools to start one.',
        },
      );
    }
    await this.childEra.find();
    await this.shared.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.childEra.stop(), ...this.connections().map((connection) => connection.stop())]);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([this.childEra.close(), ...this.connections().map((connection) => connection.close())]);
  }

  /** Looks at it anew: whoever restarts it may have changed it. */
  async restart(): Promise<void> {
    this.childEra.doubt();
    if (this.shared === null || this.childEra.known !== 'modern') await this.stop();
    if (this.shared === null) return;
    await this.childEra.find();
    await this.shared.restart();
  }

  /** A way that speaks the era of the server, once that is known. */
  private link(connection: StdioConnection, peer: Peer): Link {
    return new EraLink(this.linking, (era) =>
      era === 'legacy' ? new StdioLink(connection, peer) : this.face(connection, peer),
    );
  }

  private face(connection: StdioConnection, peer: Peer): Link {
    connection.mux.attach(peer);
    connection.noteUse();
    return new LegacyFace({
      link: new ModernStdioLink(connection),
      peer,
      handshake: () => connection.whenReady(),
      clock: this.options.clock,
      onListChanged: () => undefined,
      onClose: () => {
        connection.mux.detach(peer);
        connection.noteUse();
      },
      // Headers do not concern it.
      readTools: ({ bytes }) => bytes,
    });
  }

  private open(hooks: UpstreamHooks, client: () => ClientInfo): StdioConnection {
    const connection: StdioConnection = new StdioConnection({
      ...this.options,
      hooks: {
        ...hooks,
        onReady: () => {
          this.opened(connection.handshake);
          hooks.onReady();
        },
      },
      client,
      openings: () =>
        this.childEra.known === 'modern' ? [modernOpening, legacyOpening] : [legacyOpening, modernOpening],
      onOther: (opening) => this.childEra.learn(opening === modernOpening ? 'modern' : 'legacy'),
    });
    return connection;
  }

  private opened(handshake: Handshake | null): void {
    if (handshake === null) return;
    const identity = identityOf(handshake);
    if (this.identity !== null && this.identity !== identity) this.childEra.doubt();
    this.identity = identity;
  }

  private openIsolated(client: () => ClientInfo): StdioConnection {
    // What one session's child offers says nothing of the others'.
    const hooks = { ...this.options.hooks, onReady: () => undefined, onListChanged: () => undefined };
    const connection = this.open(hooks, client);
    if (this.closed) void connection.close();
    this.isolated.add(connection);
    this.last = connection;
    return connection;
  }

  private connections(): readonly StdioConnection[] {
    return this.shared === null ? [...this.isolated] : [this.shared];
  }
}
