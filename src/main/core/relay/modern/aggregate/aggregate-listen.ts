// One subscription on `/mcp`: changes of the merged lists are our own to tell; resources and tasks are listened for at the
// servers that have them, each by a subscription there (MCP basic/patterns/subscriptions).
import { listChangedMessage } from '../../aggregate/aggregate-link.ts';
import { orAsItIs } from '../../as-it-is.ts';
import { noticeInTerms, termsOf, type Terms } from '../../aggregate/terms.ts';
import type { ListKind } from '../../catalogue.ts';
import type { Clock } from '../../../ports.ts';
import type { Exchange } from '../../types.ts';
import { splice } from '../../wire/edit.ts';
import { idText, pickMembers, scanMessage, type Message } from '../../wire/message.ts';
import { taggedNotification } from '../decorate.ts';
import { acknowledgement, fits, subscriptionEnd } from '../subscription-filter.ts';
import type { ModernRequest, Underway } from '../types.ts';
import { filterOf, sharesOf, type ListenShare, type ListenWish } from './listen-shares.ts';
import type { ModernAggregateSource } from './modern-aggregate.ts';
import { ServerListen } from './server-listen.ts';

export interface AggregateListenOptions {
  readonly request: ModernRequest;
  readonly wish: ListenWish;
  readonly exchange: Exchange;
  readonly source: ModernAggregateSource;
  readonly clock: Clock;
  /** It is over, one way or another. */
  readonly onEnd: () => void;
}

interface Part {
  readonly share: ListenShare;
  readonly listen: ServerListen;
}

/** How long the acknowledgement waits for servers that are slow to agree, in milliseconds. */
const agreeMs = 5000;

export class AggregateListen implements Underway {
  private readonly options: AggregateListenOptions;
  private readonly id: string;
  private readonly parts: readonly Part[];
  private isAcknowledged = false;
  private isOver = false;
  private early: Buffer[] = [];
  private stopListening: () => void = () => undefined;
  private stopWaiting: () => void = () => undefined;

  constructor(options: AggregateListenOptions) {
    this.options = options;
    this.id = idText(options.request.message);
    const shares = sharesOf(options.wish, options.source);
    this.parts = [...shares].map(([server, share]) => ({ share, listen: this.listenAt(server, share) }));
  }

  start(): void {
    const { source, clock } = this.options;
    // What changes is told against what is known now.
    source.exposure();
    this.stopListening = source.onListsChanged((kinds) => this.listsChanged(kinds));
    this.stopWaiting = clock.after(agreeMs, () => this.acknowledge());
    for (const { listen } of this.parts) listen.start();
    this.agreed();
  }

  cancel(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.stopListening();
    this.stopWaiting();
    for (const { listen } of this.parts) listen.cancel(reason);
    this.options.onEnd();
  }

  /** The gateway ends. */
  close(): void {
    if (this.isOver) return;
    this.cancel('The gateway ends.');
    this.options.exchange.finish(subscriptionEnd(this.id));
  }

  private listenAt(server: string, share: ListenShare): ServerListen {
    const { source, clock } = this.options;
    const known = termsOf(server, source);
    const terms: Terms = { ...known, uri: (uri) => share.uris.get(uri) ?? known.uri(uri) };
    return new ServerListen({
      request: this.requestFor(share),
      link: () => source.modern(server),
      clock,
      onAgreed: () => this.agreed(),
      room: () => this.options.exchange.room?.() ?? null,
      onNotification: ({ bytes }) => this.tell(orAsItIs(bytes, () => noticeInTerms(bytes, terms))),
    });
  }

  private requestFor(share: ListenShare): ModernRequest {
    const { message } = this.options.request;
    const { notifications: span } = pickMembers(message.bytes, message.body, ['notifications']);
    const text = JSON.stringify(filterOf(share));
    const bytes = span === undefined ? message.bytes : splice(message.bytes, [{ span, text }]);
    return { ...this.options.request, message: scanMessage(bytes) };
  }

  private agreed(): void {
    if (this.parts.every(({ listen }) => listen.hasAnswered)) this.acknowledge();
  }

  private acknowledge(): void {
    if (this.isOver || this.isAcknowledged) return;
    this.isAcknowledged = true;
    this.stopWaiting();
    const { exchange, wish } = this.options;
    const uris = this.agreedTo('resourceSubscriptions', ({ uris: all }) => all);
    const taskIds = this.agreedTo('taskIds', ({ tasks }) => tasks);
    const resourceSubscriptions = wish.filter.resourceSubscriptions.filter((uri) => uris.has(uri));
    const extra = {
      ...this.agreedOthers(),
      ...(taskIds.size === 0 ? {} : { taskIds: wish.taskIds.filter((id) => taskIds.has(id)) }),
    };
    exchange.send(acknowledgement(this.id, { ...wish.filter, resourceSubscriptions }, extra));
    const { early } = this;
    this.early = [];
    for (const message of early) this.tell(message);
  }

  /** What servers agreed to of their shares, as the client knows it. */
  private agreedTo(
    member: string,
    ofShare: (share: ListenShare) => ReadonlyMap<string, string>,
  ): ReadonlySet<string> {
    return new Set(
      this.parts.flatMap(({ share, listen }) => {
        const agreed = listen.agreed[member];
        const keys: readonly unknown[] = Array.isArray(agreed) ? agreed : [];
        return [...ofShare(share)].filter(([key]) => keys.includes(key)).map(([, exposed]) => exposed);
      }),
    );
  }

  private agreedOthers(): Readonly<Record<string, unknown>> {
    const { others } = this.options.wish;
    const agreed = this.parts.flatMap(({ listen }) =>
      Object.entries(listen.agreed).filter(([key]) => Object.hasOwn(others, key)),
    );
    return Object.fromEntries(agreed);
  }

  private listsChanged(kinds: readonly ListKind[]): void {
    const messages = new Map(
      kinds.map((kind) => [listChangedMessage(kind).toString(), listChangedMessage(kind)]),
    );
    for (const bytes of messages.values()) {
      const message: Message = scanMessage(bytes);
      if (fits(this.options.wish.filter, message)) this.tell(taggedNotification(message, this.id));
    }
  }

  private tell(message: Buffer): void {
    if (this.isOver) return;
    if (this.isAcknowledged) this.options.exchange.send(message);
    else this.early.push(message);
  }
}
