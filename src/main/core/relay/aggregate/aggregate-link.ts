// One client session on `/mcp`: finds the server that a request is for, renames it there and passes it on.
// Lists come from what is known, so a server that is slow, broken or off holds up nobody.
import { listKinds, type ListKind } from '../catalogue.ts';
import { failureMessage } from '../rpc-errors.ts';
import { OwnIds } from '../own-ids.ts';
import { logLevels } from '../shared-state.ts';
import type { Exchange, Link, Peer } from '../types.ts';
import { errorMessage, notificationMessage, requestMessage, resultMessage, splice } from '../wire/edit.ts';
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
import { exposedUris } from './exposed-uris.ts';
import { initializeResult } from './initialize.ts';
import { listPage } from './pages.ts';
import { serverExchange, serverPeer } from './server-peer.ts';
import { targetOf, unknownTarget, type Target, type TargetSource } from './targets.ts';

/** What the aggregate needs of the servers behind it. */
export interface AggregateSource extends TargetSource {
  readonly version: string;
  connect(server: string, peer: Peer): Link;
  /** Resolves when what is not yet known has been asked for, or the wait for it is over. */
  settled(): Promise<void>;
}

export class AggregateLink implements Link {
  private readonly source: AggregateSource;
  private readonly peer: Peer;
  private readonly links = new Map<string, Link>();
  /** By id as written: requests that wait for what is not yet known. */
  private readonly waiting = new Map<string, Exchange>();
  private level: string | null = null;
  private readonly ownIds = new OwnIds();

  constructor(source: AggregateSource, peer: Peer) {
    this.source = source;
    this.peer = peer;
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
    // Each link knows its own requests; the others ignore what is not theirs.
    for (const link of this.links.values()) link.notify(message);
  }

  close(): void {
    for (const id of this.waiting.keys()) this.cancel(id);
    for (const link of this.links.values()) link.close();
    this.links.clear();
  }

  private dispatch(message: Message, exchange: Exchange): void {
    const id = idText(message);
    switch (message.method) {
      case 'initialize':
        void this.source.settled();
        exchange.finish(resultMessage(id, initializeResult(message, this.source)));
        break;
      case 'ping':
        exchange.finish(resultMessage(id, {}));
        break;
      case 'tools/list':
        void this.list('tools', message, exchange);
        break;
      case 'resources/list':
        void this.list('resources', message, exchange);
        break;
      case 'resources/templates/list':
        void this.list('resourceTemplates', message, exchange);
        break;
      case 'prompts/list':
        void this.list('prompts', message, exchange);
        break;
      case 'tools/call':
      case 'prompts/get':
      case 'resources/read':
      case 'resources/subscribe':
      case 'resources/unsubscribe':
      case 'completion/complete':
        this.route(message, exchange);
        break;
      case 'logging/setLevel':
        this.setLevel(message, exchange);
        break;
      default:
        exchange.finish(
          errorMessage(id, { code: rpcCode.methodNotFound, message: `Method not found: ${message.method}` }),
        );
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
      if (!(await this.isSettled(idText(message), exchange))) return;
      const target = targetOf(message, this.source, true);
      if (target === null) exchange.finish(unknownTarget(message));
      else this.forward(target, message, exchange);
    } catch (error) {
      exchange.finish(failureMessage(idText(message), error));
    }
  }

  /** Waits; false when the request was cancelled meanwhile. */
  private async isSettled(id: string, exchange: Exchange): Promise<boolean> {
    this.waiting.set(id, exchange);
    await this.source.settled();
    return this.waiting.get(id) === exchange && this.waiting.delete(id);
  }

  private cancel(id: string): void {
    const exchange = this.waiting.get(id);
    this.waiting.delete(id);
    exchange?.abandon();
  }

  private forward({ origin, span }: Target, message: Message, exchange: Exchange): void {
    const renamed = splice(message.bytes, [{ span, text: JSON.stringify(origin.key) }]);
    const exposed = exposedUris(origin.server, () => this.source.exposure());
    const answered = serverExchange(exchange, message.method, exposed);
    this.link(origin.server).request(scanMessage(renamed), answered);
  }

  /** Remembered for servers that are linked later. */
  private setLevel(message: Message, exchange: Exchange): void {
    const level = textAt(message.bytes, pickMembers(message.bytes, message.body, ['level']).level);
    if (level === undefined || !logLevels.includes(level)) {
      const text = `"level" must be one of ${logLevels.join(', ')}.`;
      throw new MessageError(rpcCode.invalidParams, text);
    }
    this.level = level;
    for (const link of this.links.values()) this.tellLevel(link, level);
    exchange.finish(resultMessage(idText(message), {}));
  }

  private link(server: string): Link {
    const known = this.links.get(server);
    if (known !== undefined) return known;
    const peer = serverPeer(
      this.peer,
      exposedUris(server, () => this.source.exposure()),
    );
    const link = this.source.connect(server, peer);
    this.links.set(server, link);
    if (this.level !== null) this.tellLevel(link, this.level);
    return link;
  }

  /** The server's answer, which may be that it has no levels, is nobody's concern. */
  private tellLevel(link: Link, level: string): void {
    const nobody: Exchange = { send: () => undefined, finish: () => undefined, abandon: () => undefined };
    const id = this.ownIds.next();
    link.request(scanMessage(requestMessage(id, 'logging/setLevel', { level })), nobody);
  }
}

/** The notification that a merged list has changed; null for kinds that have none of their own. */
export function listChangedMessage(kind: ListKind): Buffer {
  return notificationMessage(`notifications/${listKinds[kind].capability}/list_changed`);
}
