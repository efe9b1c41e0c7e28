// One client session on `/mcp`: finds the server that a request is for, renames it there and passes it on.
// Lists come from what is known, so a server that is slow, broken or off holds up nobody.
import type { Clock } from '../../ports.ts';
import { listAskedFor, listKinds, type ListKind } from '../catalogue.ts';
import { failureMessage } from '../rpc-errors.ts';
import { OwnIds } from '../own-ids.ts';
import { logLevels } from '../shared-state.ts';
import type { Exchange, Link, Peer } from '../types.ts';
import { notificationMessage, requestMessage, resultMessage, splice } from '../wire/edit.ts';
import {
  idText,
  MessageError,
  pickMembers,
  readCancelled,
  rpcCode,
  scanMessage,
  textAt,
  type Message,
} from '../wire/message.ts';
import { orAsItIs } from '../as-it-is.ts';
import { initializeResult } from './initialize.ts';
import { inOwnTerms } from './own-terms.ts';
import { listPage } from './pages.ts';
import { QuestionProgress } from './question-progress.ts';
import { ServerLinks } from './server-links.ts';
import { serverExchange, serverPeer } from './server-peer.ts';
import { listTasks } from './task-list.ts';
import { targetOf, unknownTarget, type Target, type TargetSource } from './targets.ts';
import { termsOf } from './terms.ts';

/** What the aggregate needs of the servers behind it. */
export interface AggregateSource extends TargetSource {
  readonly version: string;
  /** Who this gateway is towards others. */
  readonly gatewayId: string;
  readonly clock: Clock;
  connect(server: string, peer: Peer): Link;
  /** Resolves when what is not yet known has been asked for, or the wait for it is over. */
  settled(): Promise<void>;
  /** The same, after a longer wait: for a request that fails otherwise. */
  learnt(): Promise<void>;
}

export class AggregateLink implements Link {
  private readonly source: AggregateSource;
  private readonly links: ServerLinks;
  /** By id as written: requests that wait for what is not yet known. */
  private readonly waiting = new Map<string, Exchange>();
  private level: string | null = null;
  private readonly ownIds = new OwnIds();
  private readonly progress = new QuestionProgress(this.ownIds);

  constructor(source: AggregateSource, peer: Peer) {
    this.source = source;
    this.links = new ServerLinks({
      connect: (server) =>
        source.connect(server, serverPeer(peer, server, termsOf(server, source), this.progress)),
      present: () => new Set(source.servers().map(({ name }) => name)),
    });
  }

  request(message: Message, exchange: Exchange): void {
    try {
      this.dispatch(message, exchange);
    } catch (error) {
      exchange.finish(failureMessage(idText(message), error));
    }
  }

  notify(message: Message): void {
    if (message.method === 'notifications/initialized') return;
    if (message.method === 'notifications/cancelled') this.cancel(readCancelled(message).id);
    if (message.method === 'notifications/progress') {
      const progress = this.progress.restored(message);
      if (progress !== null) this.links.find(progress.server)?.notify(progress.message);
      return;
    }
    // Each link knows its own requests; the others ignore what is not theirs.
    for (const [server, link] of this.links.all())
      link.notify(orAsItIs(message, () => inOwnTerms(message, server)));
  }

  close(): void {
    for (const id of this.waiting.keys()) this.cancel(id);
    this.links.close();
  }

  private dispatch(message: Message, exchange: Exchange): void {
    const id = idText(message);
    const kind = listAskedFor(message.method);
    if (kind !== undefined) {
      void this.list(kind, message, exchange);
      return;
    }
    switch (message.method) {
      case 'initialize':
        void this.initialize(message, exchange);
        break;
      case 'ping':
        exchange.finish(resultMessage(id, {}));
        break;
      case 'logging/setLevel':
        this.setLevel(message, exchange);
        break;
      case 'tasks/list':
        void this.listTasks(message, exchange);
        break;
      default:
        this.route(message, exchange);
    }
  }

  /** What servers can do and how they are to be used is told only once, so those that are not known yet are waited for. */
  private async initialize(message: Message, exchange: Exchange): Promise<void> {
    const id = idText(message);
    if (await this.isSettled(id, exchange))
      exchange.finish(resultMessage(id, initializeResult(message, this.source)));
  }

  private async listTasks(message: Message, exchange: Exchange): Promise<void> {
    const id = idText(message);
    try {
      if (!(await this.isSettled(id, exchange))) return;
      const answer = await listTasks({
        message,
        servers: this.source.servers(),
        clock: this.source.clock,
        link: (server) => this.link(server),
        terms: (server) => termsOf(server, this.source),
        nextId: () => this.ownIds.next(),
      });
      exchange.finish(answer);
    } catch (error) {
      exchange.finish(failureMessage(id, error));
    }
  }

  private async list(kind: ListKind, message: Message, exchange: Exchange): Promise<void> {
    const id = idText(message);
    try {
      const cursor = textAt(message.bytes, pickMembers(message.bytes, message.body, ['cursor']).cursor);
      if (await this.isSettled(id, exchange))
        exchange.finish(listPage(id, kind, this.source.exposure()[kind].texts, cursor));
    } catch (error) {
      exchange.finish(failureMessage(id, error));
    }
  }

  private route(message: Message, exchange: Exchange): void {
    const target = targetOf(message, this.source, false);
    if (target === null) void this.routeLater(message, exchange);
    else this.forward(target, message, exchange);
  }

  /** Nothing known fits, but a server that was never seen may have it. */
  private async routeLater(message: Message, exchange: Exchange): Promise<void> {
    try {
      if (!(await this.isSettled(idText(message), exchange, () => this.source.learnt()))) return;
      const target = targetOf(message, this.source, true);
      if (target === null) exchange.finish(unknownTarget(message));
      else this.forward(target, message, exchange);
    } catch (error) {
      exchange.finish(failureMessage(idText(message), error));
    }
  }

  /** Waits; false when the request was cancelled meanwhile. */
  private async isSettled(
    id: string,
    exchange: Exchange,
    settled = () => this.source.settled(),
  ): Promise<boolean> {
    this.waiting.set(id, exchange);
    await settled();
    return this.waiting.get(id) === exchange && this.waiting.delete(id);
  }

  private cancel(id: string): void {
    const exchange = this.waiting.get(id);
    this.waiting.delete(id);
    exchange?.abandon();
  }

  private forward({ server, changes }: Target, message: Message, exchange: Exchange): void {
    const renamed = changes.length === 0 ? message : scanMessage(splice(message.bytes, changes));
    const answered = serverExchange(exchange, message.method, termsOf(server, this.source));
    this.link(server).request(renamed, answered);
  }

  /** Remembered for servers that are linked later. */
  private setLevel(message: Message, exchange: Exchange): void {
    const level = textAt(message.bytes, pickMembers(message.bytes, message.body, ['level']).level);
    if (level === undefined || !logLevels.includes(level)) {
      const text = `"level" must be one of ${logLevels.join(', ')}.`;
      throw new MessageError(rpcCode.invalidParams, text);
    }
    this.level = level;
    for (const [, link] of this.links.all()) this.tellLevel(link, level);
    exchange.finish(resultMessage(idText(message), {}));
  }

  private link(server: string): Link {
    return this.links.use(server, (link) => {
      if (this.level !== null) this.tellLevel(link, this.level);
    });
  }

  /** The server's answer, which may be that it has no levels, is nobody's concern. */
  private tellLevel(link: Link, level: string): void {
    const nobody: Exchange = { send: () => undefined, finish: () => undefined, abandon: () => undefined };
    const id = this.ownIds.next();
    link.request(scanMessage(requestMessage(id, 'logging/setLevel', { level })), nobody);
  }
}

/** The notification that a merged list has changed. */
export function listChangedMessage(kind: ListKind): Buffer {
  return notificationMessage(`notifications/${listKinds[kind].capability}/list_changed`);
}
