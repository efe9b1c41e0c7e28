// One client session on `/mcp`: finds the server that a request is for, renames it there and passes it on.
// Lists come from what is known, so a server that is slow, broken or off holds up nobody.
import { AppError } from '../../../../shared/errors.ts';
import { listKinds, type ListKind } from '../catalogue.ts';
import { failureMessage } from '../rpc-errors.ts';
import { logLevels } from '../shared-state.ts';
import type { Exchange, Link, Peer } from '../types.ts';
import { errorMessage, notificationMessage, requestMessage, resultMessage, splice } from '../wire/edit.ts';
import { idText, pickMembers, rpcCode, scanMessage, textAt, type Message } from '../wire/message.ts';
import type { Span } from '../wire/scan.ts';
import { originOfUri, type AggregateServer, type Exposure, type Origin } from './exposure.ts';
import { initializeResult } from './initialize.ts';
import { listPage } from './pages.ts';

/** What the aggregate needs of the servers behind it. */
export interface AggregateSource {
  readonly version: string;
  /** Enabled servers, in the configuration's order. */
  servers(): readonly AggregateServer[];
  /** Of all servers, disabled ones too. */
  names(): readonly string[];
  exposure(): Exposure;
  separator(): string;
  connect(server: string, peer: Peer): Link;
  /** Resolves when what is not yet known has been asked for, or the wait for it is over. */
  settled(): Promise<void>;
}

export class AggregateLink implements Link {
  private readonly source: AggregateSource;
  private readonly peer: Peer;
  private readonly links = new Map<string, Link>();
  private level: string | null = null;

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
    // Each link knows its own requests; the others ignore what is not theirs.
    for (const link of this.links.values()) link.notify(message);
  }

  close(): void {
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
        this.forwardNamed('tools', message, exchange);
        break;
      case 'prompts/get':
        this.forwardNamed('prompts', message, exchange);
        break;
      case 'resources/read':
      case 'resources/subscribe':
      case 'resources/unsubscribe':
        this.forwardUri(message, message.body, exchange);
        break;
      case 'completion/complete':
        this.complete(message, exchange);
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
      await this.source.settled();
      exchange.finish(listPage(id, kind, this.source.exposure()[kind].texts, cursor));
    } catch (error) {
      exchange.finish(failureMessage(id, error));
    }
  }

  /** tools/call and prompts/get: the name says which server. */
  private forwardNamed(kind: 'tools' | 'prompts', message: Message, exchange: Exchange): void {
    const { name: span } = pickMembers(message.bytes, message.body, ['name']);
    const name = textAt(message.bytes, span);
    if (span === undefined || name === undefined) throw invalid(message, 'needs a "name" (string)');
    this.forward(this.originOfName(kind, name), span, message, exchange);
  }

  private originOfName(kind: 'tools' | 'prompts', name: string): Origin {
    const known = this.source.exposure()[kind].origins.get(name);
    if (known !== undefined) return known;
    // Not listed (yet, or as the server is off): the prefix still says which server it would be, and its link knows best.
    const separator = this.source.separator();
    const [server] = this.source
      .names()
      .filter((candidate) => name.startsWith(`${candidate}${separator}`))
      .toSorted((a, b) => b.length - a.length);
    const key = name.slice((server ?? '').length + separator.length);
    if (server === undefined || key === '') {
      throw new AppError('TOOL_UNKNOWN', `Unknown ${listKinds[kind].capability.slice(0, -1)}: ${name}.`);
    }
    return { server, key };
  }

  private forwardUri(message: Message, within: Span | null, exchange: Exchange): void {
    const { uri: span } = pickMembers(message.bytes, within, ['uri']);
    const uri = textAt(message.bytes, span);
    if (span === undefined || uri === undefined) throw invalid(message, 'needs a "uri" (string)');
    const origin = originOfUri(this.source.exposure(), this.source.servers(), uri);
    if (origin === null) {
      // MCP 2025-11-25, server/resources, error handling.
      exchange.finish(
        errorMessage(idText(message), { code: -32_002, message: 'Resource not found', data: { uri } }),
      );
      return;
    }
    this.forward(origin, span, message, exchange);
  }

  /** completion/complete refers to a prompt by name, or to a template by its URI. */
  private complete(message: Message, exchange: Exchange): void {
    const { ref } = pickMembers(message.bytes, message.body, ['ref']);
    const { name, uri } = pickMembers(message.bytes, ref, ['name', 'uri']);
    const prompt = textAt(message.bytes, name);
    const template = textAt(message.bytes, uri);
    if (name !== undefined && prompt !== undefined) {
      this.forward(this.originOfName('prompts', prompt), name, message, exchange);
    } else if (uri !== undefined && template !== undefined) {
      const known = this.source.exposure().resourceTemplates.origins.get(template);
      if (known === undefined) this.forwardUri(message, ref ?? null, exchange);
      else this.forward(known, uri, message, exchange);
    } else {
      throw invalid(message, 'needs a "ref" with a "name" or a "uri"');
    }
  }

  private forward(origin: Origin, span: Span, message: Message, exchange: Exchange): void {
    const link = this.link(origin.server);
    const renamed = splice(message.bytes, [{ span, text: JSON.stringify(origin.key) }]);
    link.request(scanMessage(renamed), exchange);
  }

  /** Remembered for servers that are linked later. */
  private setLevel(message: Message, exchange: Exchange): void {
    const level = textAt(message.bytes, pickMembers(message.bytes, message.body, ['level']).level);
    if (level === undefined || !logLevels.includes(level))
      throw invalid(message, `"level" must be one of ${logLevels.join(', ')}`);
    this.level = level;
    for (const link of this.links.values()) tellLevel(link, level);
    exchange.finish(resultMessage(idText(message), {}));
  }

  private link(server: string): Link {
    const known = this.links.get(server);
    if (known !== undefined) return known;
    const link = this.source.connect(server, withoutListChanges(this.peer));
    this.links.set(server, link);
    if (this.level !== null) tellLevel(link, this.level);
    return link;
  }
}

/** List changes of one server are told to the session once the merged lists have changed, not before. */
function withoutListChanges(peer: Peer): Peer {
  return {
    id: peer.id,
    get client() {
      return peer.client;
    },
    send: (message) => {
      if (!scanMessage(message).method.endsWith('/list_changed')) peer.send(message);
    },
    ask: (request, exchange, reply) => peer.ask(request, exchange, reply),
    withdraw: (askedId, reason) => peer.withdraw(askedId, reason),
  };
}

function tellLevel(link: Link, level: string): void {
  const nobody: Exchange = { send: () => undefined, finish: () => undefined, abandon: () => undefined };
  link.request(scanMessage(requestMessage('"patchbay-level"', 'logging/setLevel', { level })), nobody);
}

function invalid(message: Message, what: string): AppError {
  return new AppError('TOOL_UNKNOWN', `${message.method} ${what}.`);
}

/** The notification that a merged list has changed; null for kinds that have none of their own. */
export function listChangedMessage(kind: ListKind): Buffer {
  return notificationMessage(`notifications/${listKinds[kind].capability}/list_changed`);
}
