// The sessions of the legacy era that are open at a server behind a URL, whichever transport carries them.
import type { AppError } from '../../../../shared/errors.ts';
import type { ClientInfo, Link, Peer } from '../../relay/types.ts';
import { deafPeer } from '../handshake.ts';
import { SseCarrier } from '../sse/sse-carrier.ts';
import type { UrlLink } from '../types.ts';
import type { SessionLinkOptions } from './carrier.ts';
import { HttpCarrier } from './http-carrier.ts';
import { SessionLink } from './session-link.ts';
import type { UrlKind } from './url-kind.ts';

export type LegacyKind = Exclude<UrlKind, 'modern'>;

export class UrlSessions {
  private readonly options: Omit<SessionLinkOptions, 'peer'>;
  private readonly links = new Set<UrlLink>();

  constructor(options: Omit<SessionLinkOptions, 'peer'>) {
    this.options = options;
  }

  get inFlightCount(): number {
    return [...this.links].reduce((sum, link) => sum + link.inFlightCount, 0);
  }

  /** A client's own. */
  connect(peer: Peer, kind: LegacyKind): Link {
    const link = this.open(peer, kind);
    return {
      request: (message, exchange) => link.request(message, exchange),
      notify: (message) => link.notify(message),
      close: () => this.close(link),
    };
  }

  /** Asks for a sign of life in a session that is there, else by opening one for a moment. Rejects with AppError. */
  async ping(client: ClientInfo, kind: LegacyKind): Promise<void> {
    const [link] = this.links;
    if (link === undefined) await this.tryOpen(client, kind);
    else await link.ping();
  }

  /** Opens one for a moment. Rejects with AppError. */
  async tryOpen(client: ClientInfo, kind: LegacyKind): Promise<void> {
    const link = this.open(deafPeer(client), kind);
    try {
      await link.ensureOpen();
    } finally {
      this.close(link);
    }
  }

  /** What is in flight ends with `error`. */
  reset(error: AppError): void {
    for (const link of this.links) link.reset(error);
  }

  private open(peer: Peer, kind: LegacyKind): UrlLink {
    const link = new SessionLink({ ...this.options, peer }, (...given) =>
      kind === 'sse' ? new SseCarrier(...given) : new HttpCarrier(...given),
    );
    this.links.add(link);
    return link;
  }

  private close(link: UrlLink): void {
    this.links.delete(link);
    link.close();
  }
}
