// A server that is a command: one child for all sessions, or (session: "isolated") a child for each.
import { AppError } from '../../../shared/errors.ts';
import type { StdioServerConfig } from '../config/types.ts';
import type { Supervisor, SupervisorEvents, SupervisorStatus } from '../launcher/types.ts';
import type { Clock, Logger } from '../ports.ts';
import type { ClientInfo, Link, Peer, Timeouts } from '../relay/types.ts';
import { StdioConnection } from './stdio-connection.ts';
import { StdioLink } from './stdio-link.ts';
import type { Upstream, UpstreamHooks, UpstreamStatus } from './types.ts';

export interface StdioUpstreamOptions {
  readonly config: StdioServerConfig;
  /** What a shared child is told of its client. */
  readonly gatewayClient: ClientInfo;
  readonly timeouts: Timeouts;
  readonly startTimeoutMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hooks: UpstreamHooks;
  readonly supervise: (events: SupervisorEvents) => Supervisor;
}

export class StdioUpstream implements Upstream {
  private readonly options: StdioUpstreamOptions;
  private readonly shared: StdioConnection | null;
  private readonly isolated = new Set<StdioConnection>();
  /** Of isolated children: the newest status, kept when the last of them is gone. */
  private last: StdioConnection | null = null;
  private closed = false;

  constructor(options: StdioUpstreamOptions) {
    this.options = options;
    const isShared = options.config.session === 'shared';
    this.shared = isShared ? new StdioConnection({ ...options, client: () => options.gatewayClient }) : null;
  }

  get status(): UpstreamStatus {
    const connections = this.connections();
    const statuses = connections.map((connection) => connection.status);
    const best = mostAlive(statuses) ?? this.last?.status ?? stopped;
    return {
      ...best,
      pids: statuses.map(({ pid }) => pid).filter((pid) => pid !== null),
      restarts: statuses.reduce((sum, { restarts }) => sum + restarts, 0),
      inFlight: connections.reduce((sum, { mux }) => sum + mux.pending.clientRequests, 0),
      handshake: (this.shared ?? this.last)?.handshake ?? null,
    };
  }

  connect(peer: Peer): Link {
    if (this.shared !== null) return new StdioLink(this.shared, peer);
    // What one session's child offers says nothing of the others'.
    const hooks = { ...this.options.hooks, onReady: () => undefined, onListChanged: () => undefined };
    const connection = new StdioConnection({ ...this.options, hooks, client: () => peer.client });
    if (this.closed) void connection.close();
    this.isolated.add(connection);
    this.last = connection;
    const link = new StdioLink(connection, peer);
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
    await this.shared.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.connections().map((connection) => connection.stop()));
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.connections().map((connection) => connection.close()));
  }

  async restart(): Promise<void> {
    if (this.shared === null) await this.stop();
    else await this.shared.restart();
  }

  private connections(): readonly StdioConnection[] {
    return this.shared === null ? [...this.isolated] : [this.shared];
  }
}

const stopped: SupervisorStatus = {
  status: 'stopped',
  pid: null,
  problem: null,
  startedAt: null,
  retryAt: null,
  restarts: 0,
};

/** The status to show for several children: the best one. */
function mostAlive(statuses: readonly SupervisorStatus[]): SupervisorStatus | undefined {
  const order = ['ready', 'starting', 'backing-off', 'failed', 'stopping', 'stopped'];
  return statuses.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))[0];
}
