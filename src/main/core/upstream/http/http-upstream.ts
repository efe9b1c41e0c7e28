// A server that is a URL (Streamable HTTP or HTTP+SSE, legacy era): one server session for each client session.
// Its status is what was last seen on the wire.
import type { Dispatcher } from 'undici';
import { AppError, toErrorView, type ErrorView } from '../../../../shared/errors.ts';
import type { ServerStatus } from '../../../../shared/state.ts';
import type { HttpServerConfig } from '../../config/types.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { ClientInfo, Link, Peer, Timeouts } from '../../relay/types.ts';
import type { Handshake, Upstream, UpstreamHooks, UpstreamStatus, UrlLink } from '../types.ts';
import { HttpLink, type HttpLinkOptions } from './http-link.ts';
import { HttpTransport } from './transport.ts';

export interface HttpUpstreamOptions {
  readonly config: HttpServerConfig;
  readonly gatewayClient: ClientInfo;
  readonly timeouts: Timeouts;
  readonly maxMessageBytes: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hooks: UpstreamHooks;
  readonly dispatcher: Dispatcher;
  /** Default: Streamable HTTP. */
  readonly createLink?: (options: HttpLinkOptions) => UrlLink;
}

export class HttpUpstream implements Upstream {
  private readonly options: HttpUpstreamOptions;
  private readonly transport: HttpTransport;
  private readonly links = new Set<UrlLink>();
  private state: ServerStatus = 'stopped';
  private problem: ErrorView | null = null;
  private handshake: Handshake | null = null;
  private startedAt: number | null = null;

  constructor(options: HttpUpstreamOptions) {
    this.options = options;
    this.transport = new HttpTransport(options);
  }

  get status(): UpstreamStatus {
    return {
      status: this.state,
      problem: this.problem,
      pids: [],
      startedAt: this.startedAt,
      retryAt: null,
      restarts: 0,
      inFlight: [...this.links].reduce((sum, link) => sum + link.inFlightCount, 0),
      handshake: this.handshake,
    };
  }

  connect(peer: Peer): Link {
    const link = this.openLink(peer);
    return {
      request: (message, exchange) => link.request(message, exchange),
      notify: (message) => link.notify(message),
      close: () => {
        this.links.delete(link);
        link.close();
      },
    };
  }

  /** Opens a session for a moment, to see whether the server answers. */
  async start(): Promise<void> {
    this.become('starting', null);
    const link = this.openLink({
      id: 'start',
      client: this.options.gatewayClient,
      send: () => undefined,
      ask: () => '',
      withdraw: () => undefined,
    });
    try {
      await link.ensureOpen();
    } catch (error) {
      const view = toErrorView(error);
      this.become('failed', view);
      throw error;
    } finally {
      this.links.delete(link);
      link.close();
    }
  }

  /** Sessions of clients stay, and open others at the server when they need them. */
  stop(): Promise<void> {
    const { name } = this.options.config;
    const error = new AppError('SERVER_EXITED', `"${name}" was stopped.`, { details: { server: name } });
    for (const link of this.links) link.reset(error);
    this.become('stopped', null);
    return Promise.resolve();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  private openLink(peer: Peer): UrlLink {
    const { clock, logger, timeouts, hooks } = this.options;
    const createLink = this.options.createLink ?? ((options) => new HttpLink(options));
    const link = createLink({
      transport: this.transport,
      peer,
      timeouts,
      clock,
      logger,
      onOpened: (handshake, isAgain) => {
        this.handshake = handshake;
        const wasReady = this.state === 'ready';
        this.become('ready', null);
        if (!wasReady || isAgain) hooks.onReady();
      },
      onReached: () => {
        if (this.state !== 'failed') return;
        this.become('ready', null);
        hooks.onReady();
      },
      onActivity: () => hooks.onChange(),
      onFailure: (error) => this.become('failed', toErrorView(error)),
      onListChanged: (kind) => hooks.onListChanged(kind),
    });
    this.links.add(link);
    return link;
  }

  private become(state: ServerStatus, problem: ErrorView | null): void {
    if (state === 'ready') this.startedAt ??= this.options.clock.now();
    else if (state !== 'starting') this.startedAt = null;
    this.state = state;
    this.problem = problem;
    this.options.hooks.onChange();
  }
}
