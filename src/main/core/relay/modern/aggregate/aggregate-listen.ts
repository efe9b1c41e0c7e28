// One subscription on `/mcp`: changes of the merged lists are our own to tell; resources are listened for at the servers
// that have them, each by a subscription there (MCP basic/patterns/subscriptions).
import { clashingUri, originOfUri } from '../../aggregate/exposure.ts';
import { listChangedMessage } from '../../aggregate/aggregate-link.ts';
import type { ListKind } from '../../catalogue.ts';
import type { Clock } from '../../../ports.ts';
import type { Exchange } from '../../types.ts';
import { splice } from '../../wire/edit.ts';
import { idText, pickMembers, scanMessage, textAt, type Message } from '../../wire/message.ts';
import { taggedNotification } from '../decorate.ts';
import {
  acknowledgement,
  fits,
  readFilter,
  subscriptionEnd,
  type SubscriptionFilter,
} from '../subscription-filter.ts';
import type { ModernRequest, Underway } from '../types.ts';
import type { ModernAggregateSource } from './modern-aggregate.ts';
import { ServerListen } from './server-listen.ts';

export interface AggregateListenOptions {
  readonly request: ModernRequest;
  readonly exchange: Exchange;
  readonly source: ModernAggregateSource;
  readonly clock: Clock;
  /** It is over, one way or another. */
  readonly onEnd: () => void;
}

/** How long the acknowledgement waits for servers that are slow to agree, in milliseconds. */
const agreeMs = 5000;

export class AggregateListen implements Underway {
  private readonly options: AggregateListenOptions;
  private readonly id: string;
  private readonly wanted: SubscriptionFilter;
  private readonly servers: readonly ServerListen[];
  private isAcknowledged = false;
  private isOver = false;
  private early: Buffer[] = [];
  private stopListening: () => void = () => undefined;
  private stopWaiting: () => void = () => undefined;

  /** Throws MessageError for a request without a filter. */
  constructor(options: AggregateListenOptions) {
    this.options = options;
    this.id = idText(options.request.message);
    this.wanted = readFilter(options.request.message);
    this.servers = [...this.byServer()].map(
      ([server, keys]) =>
        new ServerListen({
          keys: [...keys.keys()],
          request: this.requestFor([...keys.keys()]),
          link: () => options.source.modern(server),
          clock: options.clock,
          onAgreed: () => this.agreed(),
          room: () => options.exchange.room?.() ?? null,
          onUpdated: (message) => this.tell(this.withExposedUri(message, server, keys)),
        }),
    );
  }

  start(): void {
    const { source, clock } = this.options;
    // What changes is told against what is known now.
    source.exposure();
    void source.settled();
    this.stopListening = source.onListsChanged((kinds) => this.listsChanged(kinds));
    this.stopWaiting = clock.after(agreeMs, () => this.acknowledge());
    for (const server of this.servers) server.start();
    this.agreed();
  }

  cancel(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.stopListening();
    this.stopWaiting();
    for (const server of this.servers) server.cancel(reason);
    this.options.onEnd();
  }

  /** The gateway ends. */
  close(): void {
    if (this.isOver) return;
    this.cancel('The gateway ends.');
    this.options.exchange.finish(subscriptionEnd(this.id));
  }

  /** Per server: by the URI that it knows, the one that the client knows. */
  private byServer(): ReadonlyMap<string, ReadonlyMap<string, string>> {
    const { source } = this.options;
    const found = new Map<string, Map<string, string>>();
    for (const uri of this.wanted.resourceSubscriptions) {
      const origin = originOfUri(source.exposure(), source.servers(), uri);
      if (origin === null) continue;
      const keys = found.get(origin.server) ?? new Map<string, string>();
      found.set(origin.server, keys.set(origin.key, uri));
    }
    return found;
  }

  private requestFor(resourceSubscriptions: readonly string[]): ModernRequest {
    const { message, paramHeaders } = this.options.request;
    const { notifications: span } = pickMembers(message.bytes, message.body, ['notifications']);
    const text = JSON.stringify({ resourceSubscriptions });
    const bytes = span === undefined ? message.bytes : splice(message.bytes, [{ span, text }]);
    return { message: scanMessage(bytes), paramHeaders };
  }

  private agreed(): void {
    if (this.servers.every(({ hasAnswered }) => hasAnswered)) this.acknowledge();
  }

  private acknowledge(): void {
    if (this.isOver || this.isAcknowledged) return;
    this.isAcknowledged = true;
    this.stopWaiting();
    const { source } = this.options;
    const agreed = new Set(this.servers.flatMap(({ agreedKeys }) => agreedKeys));
    const resourceSubscriptions = this.wanted.resourceSubscriptions.filter((uri) => {
      const origin = originOfUri(source.exposure(), source.servers(), uri);
      return origin !== null && agreed.has(origin.key);
    });
    this.options.exchange.send(acknowledgement(this.id, { ...this.wanted, resourceSubscriptions }));
    const { early } = this;
    this.early = [];
    for (const message of early) this.tell(message);
  }

  private listsChanged(kinds: readonly ListKind[]): void {
    const messages = new Map(
      kinds.map((kind) => [listChangedMessage(kind).toString(), listChangedMessage(kind)]),
    );
    for (const bytes of messages.values()) {
      const message = scanMessage(bytes);
      if (fits(this.wanted, message)) this.tell(taggedNotification(message, this.id));
    }
  }

  private tell(message: Buffer): void {
    if (this.isOver) return;
    if (this.isAcknowledged) this.options.exchange.send(message);
    else this.early.push(message);
  }

  private withExposedUri(
    { bytes, body }: Message,
    server: string,
    keys: ReadonlyMap<string, string>,
  ): Buffer {
    const { uri: span } = pickMembers(bytes, body, ['uri']);
    const uri = textAt(bytes, span);
    if (span === undefined || uri === undefined) return bytes;
    const owner = this.options.source.exposure().resources.origins.get(uri)?.server ?? server;
    const exposed = keys.get(uri) ?? (owner === server ? uri : clashingUri(server, uri));
    return exposed === uri ? bytes : splice(bytes, [{ span, text: JSON.stringify(exposed) }]);
  }
}
