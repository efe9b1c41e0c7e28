// Which way each message of the client goes: requests of the modern era one by one, all else through one session.
import type { Clock, Logger } from '../core/ports.ts';
import { readClient } from '../core/relay/client-info.ts';
import { claimedVersionSpan } from '../core/relay/modern/claim.ts';
import type { Exchange, Timeouts } from '../core/relay/types.ts';
import { cancelledMessage } from '../core/relay/wire/edit.ts';
import { idInUse } from '../core/relay/rpc-errors.ts';
import { idText, readCancelled, scanMessage, type Message } from '../core/relay/wire/message.ts';
import { HttpCarrier } from '../core/upstream/http/http-carrier.ts';
import { SessionLink } from '../core/upstream/http/session-link.ts';
import type { HttpTransport } from '../core/upstream/http/transport.ts';
import { ModernHttpLink } from '../core/upstream/modern/modern-http-link.ts';
import { ClientRequest } from './client-request.ts';
import type { StdioPeer } from './stdio-peer.ts';

export interface TrafficOptions {
  readonly transport: HttpTransport;
  readonly peer: StdioPeer;
  readonly clock: Clock;
  readonly logger: Logger;
  /** No request is under way any more. */
  readonly onIdle: () => void;
}

/** The gateway has limits of its own, and says so when one is reached. */
const timeouts: Timeouts = { requestMs: Number.POSITIVE_INFINITY, toolMs: Number.POSITIVE_INFINITY };

export class Traffic {
  private readonly options: TrafficOptions;
  private readonly session: SessionLink;
  private readonly modern: ModernHttpLink;
  /** By their ids as written. */
  private readonly requests = new Map<string, ClientRequest>();

  constructor(options: TrafficOptions) {
    const { transport, peer, clock, logger } = options;
    this.options = options;
    const nothing = (): void => undefined;
    const onFailure = (error: Error): void => logger.debug(error.message);
    const common = { transport, timeouts, clock, logger, onFailure, onReached: nothing, onActivity: nothing };
    this.session = new SessionLink(
      { ...common, peer, onOpened: nothing, onListChanged: nothing, onRefused: nothing },
      (of, link) => new HttpCarrier(of, link),
    );
    this.modern = new ModernHttpLink({ ...common, client: peer.client, onMisfit: nothing });
  }

  /** Requests without an answer. */
  get inFlight(): number {
    return this.requests.size;
  }

  /** A message of the client. */
  take(message: Message): void {
    if (message.kind === 'request') this.request(message);
    else if (message.kind !== 'notification') this.options.peer.answered(message);
    else if (message.method === 'notifications/cancelled') this.cancel(message);
    else this.session.notify(message);
  }

  /** Ends the session at the gateway; what is under way is cut off. */
  close(): void {
    for (const request of this.requests.values()) request.cancel('The client has gone.');
    this.session.close();
  }

  private request(message: Message): void {
    const { peer, clock, onIdle } = this.options;
    const id = idText(message);
    if (this.requests.has(id)) {
      peer.send(idInUse(id));
      return;
    }
    const isModern = claimedVersionSpan(message) !== undefined;
    if (message.method === 'initialize' && !isModern) peer.client = readClient(message);
    const request = new ClientRequest({
      message,
      peer,
      clock,
      begin: (each, exchange) => (isModern ? this.beginModern(each, exchange) : this.begin(each, exchange)),
      onEnd: () => {
        this.requests.delete(id);
        if (this.requests.size === 0) onIdle();
      },
    });
    this.requests.set(id, request);
    request.start();
  }

  private begin(message: Message, exchange: Exchange): (reason: string) => void {
    this.session.request(message, exchange);
    return (reason) => this.session.notify(scanMessage(cancelledMessage(idText(message), reason)));
  }

  private beginModern(message: Message, exchange: Exchange): (reason: string) => void {
    const underway = this.modern.request({ message, paramHeaders: null }, exchange);
    return (reason) => underway.cancel(reason);
  }

  private cancel(message: Message): void {
    const { id, reason } = readCancelled(message);
    this.requests.get(id)?.cancel(reason ?? 'The client no longer wants it.');
  }
}
