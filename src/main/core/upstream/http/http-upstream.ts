// A server that is a URL: Streamable HTTP of either era, or HTTP+SSE. In the legacy era one server session for each
// client session, in the modern one none at all.
// Its status is what was last seen on the wire.
import { AppError } from '../../../../shared/errors.ts';
import type { Era } from '../../../../shared/state.ts';
import { modernRevision } from '../../relay/modern/discovery.ts';
import type { ModernLink } from '../../relay/modern/types.ts';
import type { Link, Peer } from '../../relay/types.ts';
import { identityOf, type Handshake, type Upstream, type UpstreamStatus } from '../types.ts';
import { EraLink, type EraLinkOptions } from '../era-link.ts';
import { LegacyFace } from '../modern/legacy-face.ts';
import { ModernHttpLink } from '../modern/modern-http-link.ts';
import { askAlive } from '../modern/ask-alive.ts';
import { FaultyTools } from '../modern/faulty-tools.ts';
import { ListWatch } from '../modern/list-watch.ts';
import type { SessionLinkOptions } from './carrier.ts';
import type { HttpUpstreamOptions } from './http-upstream-options.ts';
import { HttpTransport } from './transport.ts';
import { UrlKindFinder, type UrlKind } from './url-kind.ts';
import { UrlSessions } from './url-sessions.ts';
import { UrlStatus } from './url-status.ts';

/** Clients of the modern era have no sessions: their last request counts as use for so long, in milliseconds. */
const usedMs = 30 * 60_000;

export class HttpUpstream implements Upstream {
  private readonly options: HttpUpstreamOptions;
  private readonly transport: HttpTransport;
  private readonly sessions: UrlSessions;
  private readonly kind: UrlKindFinder;
  private readonly modern: ModernHttpLink;
  private readonly watch: ListWatch;
  private readonly faultyTools: FaultyTools;
  private readonly linking: EraLinkOptions<UrlKind>;
  private readonly linkingForSessions: EraLinkOptions<UrlKind>;
  /** Requests that wait until it is known what the server speaks. */
  private waiting = 0;
  private readonly seen: UrlStatus;
  /** Of clients and our own, with a session open at the server or not. */
  private readonly links = new Set<Link>();
  /** When a modern client used it last, in monotonic milliseconds. */
  private usedAt = Number.NEGATIVE_INFINITY;

  constructor(options: HttpUpstreamOptions) {
    this.options = options;
    const { clock } = options;
    this.seen = new UrlStatus({
      ...options,
      name: options.config.name,
      isUsed: () => this.links.size > 0 || clock.monotonic() - this.usedAt < usedMs,
      isBusy: () => this.status.inFlight > 0,
      ping: () => this.ping(),
      open: () => this.open(),
      onChange: () => options.hooks.onChange(),
    });
    this.transport = new HttpTransport({ ...options, breaker: this.seen.breaker });
    this.sessions = new UrlSessions({
      ...options,
      ...this.watched(),
      transport: this.transport,
      onOpened: (handshake, isAgain) => this.opened(handshake, isAgain),
      onListChanged: (changed) => options.hooks.onListChanged(changed),
      onRefused: () => this.kind.doubt(),
    });
    this.modern = new ModernHttpLink({
      ...options,
      ...this.watched(),
      transport: this.transport,
      client: options.gatewayClient,
      onMisfit: () => {
        this.watch.end();
        this.kind.doubt();
      },
    });
    this.faultyTools = new FaultyTools(options.config.name, options.logger);
    this.watch = new ListWatch({
      ...options,
      link: this.modern,
      client: options.gatewayClient,
      onChanged: (kind) => options.hooks.onListChanged(kind),
    });
    this.kind = new UrlKindFinder({
      transport: this.transport,
      client: options.gatewayClient,
      known: options.knownKind,
      modern: this.modern,
      onDiscovered: (handshake) => this.opened(handshake, false),
      onFailure: (error) => this.seen.failed(error),
    });
    this.linking = {
      ...options,
      serverName: options.config.name,
      verdict: () => this.kind.known,
      find: () => this.kind.find(),
      onWaiting: (change) => this.noteWaiting(change),
    };
    this.linkingForSessions = {
      ...this.linking,
      verdict: () => this.kind.knownForSessions,
      find: () => this.kind.findForSessions(),
    };
  }

  get status(): UpstreamStatus {
    const inFlight = this.waiting + this.sessions.inFlightCount + this.modern.inFlightCount;
    return this.seen.view(inFlight);
  }

  /** Legacy sessions wherever the server has them, so that nothing of a legacy client needs translation. */
  connect(peer: Peer): Link {
    return this.link(peer, this.linkingForSessions);
  }

  connectOwn(peer: Peer): Link {
    return this.link(peer, this.linking);
  }

  private link(peer: Peer, linking: EraLinkOptions<UrlKind>): Link {
    const link = new EraLink(linking, (kind) =>
      kind === 'modern' ? this.face(peer) : this.sessions.connect(peer, kind),
    );
    this.links.add(link);
    return {
      request: (message, exchange) => link.request(message, exchange),
      notify: (message) => link.notify(message),
      close: () => {
        this.links.delete(link);
        link.close();
      },
    };
  }

  async era(): Promise<Era> {
    this.usedAt = this.options.clock.monotonic();
    return (await this.kind.find()) === 'modern' ? 'modern' : 'legacy';
  }

  connectModern(): ModernLink | null {
    return this.kind.known === 'modern' ? this.modern : null;
  }

  /** Opens a session for a moment, or asks a modern server what it offers, to see whether it answers. */
  async start(): Promise<void> {
    this.seen.starting();
    try {
      const kind = await this.kind.find();
      if (kind === 'modern') await this.kind.discovered();
      else await this.sessions.tryOpen(this.options.gatewayClient, kind);
    } catch (error) {
      this.seen.failed(error);
      throw error;
    }
  }

  expect(): void {
    this.seen.breaker.reset();
  }

  /** Sessions of clients stay, and open others at the server when they need them. */
  stop(): Promise<void> {
    const { name } = this.options.config;
    const error = new AppError('SERVER_EXITED', `"${name}" was stopped.`, { details: { server: name } });
    this.watch.end();
    this.kind.doubt();
    for (const link of [this.sessions, this.modern]) link.reset(error);
    this.seen.stopped();
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.watch.close();
    await this.stop();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Whether it still answers. Rejects with AppError. */
  private async ping(): Promise<void> {
    const { gatewayClient } = this.options;
    const { known } = this.kind;
    if (known === 'modern') await askAlive(this.modern, gatewayClient, this.options.config.name);
    else if (known !== null) await this.sessions.ping(gatewayClient, known);
  }

  /** Finds out whether it is there again. Rejects with AppError. */
  private async open(): Promise<void> {
    const kind = await this.kind.find();
    if (kind === 'modern') await this.kind.discovered();
    else await this.sessions.ping(this.options.gatewayClient, kind);
  }

  private face(peer: Peer): Link {
    const { clock } = this.options;
    return new LegacyFace({
      link: this.modern,
      peer,
      handshake: () => this.kind.discovered(),
      clock,
      onListChanged: () => undefined,
      onClose: () => undefined,
      readTools: (answer) => this.faultyTools.leaveOut(answer),
    });
  }

  /** What is seen on the wire, whatever is spoken. */
  private watched(): Pick<SessionLinkOptions, 'onReached' | 'onActivity' | 'onFailure'> {
    return {
      onReached: () => {
        this.seen.seen();
        if (this.seen.state !== 'failed') return;
        this.seen.ready();
        this.options.hooks.onReady();
      },
      onActivity: () => {
        const { hooks } = this.options;
        if (hooks.onUse === undefined) hooks.onChange();
        else hooks.onUse();
      },
      onFailure: (error) => {
        // What answers there next may be another program; one that wants a pause is the same.
        if (!this.seen.breaker.isPaused) this.kind.doubt();
        this.seen.failed(error);
      },
    };
  }

  private noteWaiting(change: 1 | -1): void {
    this.waiting += change;
    this.options.hooks.onChange();
  }

  private opened(handshake: Handshake, isAgain: boolean): void {
    const { handshake: before } = this.seen;
    // Another version may speak another era.
    const isOther = before !== null && identityOf(before) !== identityOf(handshake);
    if (isOther && handshake.era === 'legacy') this.kind.doubt();
    if (handshake.era === 'modern') this.watch.begin(handshake.capabilities);
    // One that speaks both shows the newer one.
    const newer = { era: 'modern', protocolVersion: modernRevision } as const;
    this.seen.handshake = this.kind.known === 'modern' ? { ...handshake, ...newer } : handshake;
    const wasReady = this.seen.state === 'ready';
    this.seen.ready();
    if (!wasReady || isAgain) this.options.hooks.onReady();
  }
}
