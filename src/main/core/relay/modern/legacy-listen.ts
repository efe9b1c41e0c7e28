// A modern client's subscription at a legacy server: a session of its own there, whose notifications are tagged and
// passed on as long as the client listens (MCP basic/patterns/subscriptions).
import { randomUUID } from 'node:crypto';
import type { Bounds } from '../../bounds/bounds.ts';
import type { Exchange, Link, Peer } from '../types.ts';
import { withId } from '../wire/edit.ts';
import { idText, type Message } from '../wire/message.ts';
import { Backlog } from './backlog.ts';
import { taggedNotification } from './decorate.ts';
import { LegacyPeer, OpeningError } from './legacy-peer.ts';
import { asLegacyClient } from './legacy-pool.ts';
import {
  acknowledgement,
  fits,
  offered,
  readFilter,
  subscriptionEnd,
  type SubscriptionFilter,
} from './subscription-filter.ts';
import type { ModernClaim, Underway } from './types.ts';

export interface LegacyListenOptions {
  readonly message: Message;
  readonly exchange: Exchange;
  readonly claim: ModernClaim;
  readonly bounds: Bounds;
  readonly owner: string | null;
  readonly connect: (peer: Peer) => Link;
  /** It is over, one way or another. */
  readonly onEnd: () => void;
}

export class LegacyListen implements Underway {
  private readonly options: LegacyListenOptions;
  private readonly id: string;
  private readonly wanted: SubscriptionFilter;
  private readonly peer: LegacyPeer;
  /** What the client was told that it gets; null before that. */
  private agreed: SubscriptionFilter | null = null;
  /** Came before the client was told. */
  private readonly early = new Backlog();
  private isOver = false;

  /** Throws MessageError for a request without a filter. */
  constructor(options: LegacyListenOptions) {
    this.options = options;
    this.id = idText(options.message);
    this.wanted = readFilter(options.message, options.bounds);
    this.peer = new LegacyPeer({
      id: `modern-listen-${randomUUID()}`,
      // It only listens.
      client: { ...asLegacyClient(options.claim), capabilities: {} },
      owner: options.owner,
      logLevel: null,
      connect: options.connect,
      isShared: false,
      onNotification: (message) => this.notified(message),
      room: () => options.exchange.room?.() ?? null,
    });
  }

  /** Begins to listen. Never rejects. */
  async start(): Promise<void> {
    try {
      const { capabilities } = await this.peer.open();
      const filter = offered(this.wanted, capabilities);
      const granted = await Promise.all(filter.resourceSubscriptions.map((uri) => this.subscribed(uri)));
      if (this.isOver) return;
      const resourceSubscriptions = filter.resourceSubscriptions.filter((_, index) => granted[index]);
      this.acknowledge({ ...filter, resourceSubscriptions });
    } catch (error) {
      if (!(error instanceof OpeningError)) throw error;
      this.end()?.finish(withId(error.answer, this.id));
    }
  }

  cancel(): void {
    this.end();
  }

  /** The server is gone for good. */
  close(): void {
    this.end()?.finish(subscriptionEnd(this.id));
  }

  private async subscribed(uri: string): Promise<boolean> {
    const answer = await this.peer.request('resources/subscribe', { uri });
    return answer?.kind === 'result';
  }

  private acknowledge(filter: SubscriptionFilter): void {
    this.agreed = filter;
    this.options.exchange.send(acknowledgement(this.id, filter));
    for (const message of this.early.take()) this.notified(message);
  }

  private notified(message: Message): void {
    if (this.isOver) return;
    if (this.agreed === null) {
      if (fits(this.wanted, message)) this.early.add(message);
    } else if (fits(this.agreed, message)) {
      this.options.exchange.send(taggedNotification(message, this.id));
    }
  }

  /** Returns who is to hear of it. */
  private end(): Exchange | null {
    if (this.isOver) return null;
    this.isOver = true;
    this.peer.close();
    this.options.onEnd();
    return this.options.exchange;
  }
}
