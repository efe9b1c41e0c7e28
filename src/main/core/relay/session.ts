// One client session: who the client is, its link to the server(s), its streams, and the servers' questions to it.
// It is the Peer that servers see. How messages reach the client over HTTP is the gateway's work.
import { isRecord } from '../../../shared/is-record.ts';
import type { Clock } from '../ports.ts';
import { ClientStream } from './client-stream.ts';
import type { ClientInfo, Exchange, Link, Peer } from './types.ts';
import { RequestIds } from './request-ids.ts';
import { cancelledMessage, withId } from './wire/edit.ts';
import { idText, parseAt, readCancelled, type Message } from './wire/message.ts';

/** Finished answer streams that can still be asked for with Last-Event-ID: so many, of so many bytes together. */
const keptStreams = 32;
const keptBytes = 16 * 1024 * 1024;

export interface SessionOptions {
  readonly id: string;
  /** A server's name; null: all of them (`/mcp`). */
  readonly target: string | null;
  readonly client: ClientInfo;
  readonly clock: Clock;
  readonly connect: (peer: Peer) => Link;
}

/** A server's question that the client has not answered. */
interface Asked {
  readonly reply: (answer: Message) => void;
  /** The request that it arose from, whose stream it went out on. */
  readonly exchange: Exchange | null;
}

export class Session implements Peer {
  readonly id: string;
  readonly target: string | null;
  client: ClientInfo;
  /** Monotonic milliseconds. */
  lastActivity: number;
  readonly standalone = new ClientStream('s');
  private readonly clock: Clock;
  private readonly link: Link;
  private readonly asked = new Map<string, Asked>();
  private readonly requestIds: RequestIds;
  private readonly streams = new Map<string, ClientStream>([['s', this.standalone]]);
  private openExchanges = 0;
  private streamCount = 0;
  private askedCount = 0;

  constructor(options: SessionOptions) {
    this.id = options.id;
    this.target = options.target;
    this.client = options.client;
    this.clock = options.clock;
    this.lastActivity = options.clock.monotonic();
    this.requestIds = new RequestIds(options.clock);
    this.link = options.connect(this);
  }

  /** In use: a request is in flight, or the client listens. */
  get isBusy(): boolean {
    return this.openExchanges > 0 || this.standalone.isAttached;
  }

  /** A message from the client; `exchange` takes the answer of a request. */
  receive(message: Message, exchange: Exchange | null): void {
    this.lastActivity = this.clock.monotonic();
    switch (message.kind) {
      case 'request':
        if (exchange === null) return;
        if (message.method === 'initialize') this.client = readClient(message);
        this.openExchanges++;
        if (this.requestIds.begin(idText(message))) this.link.request(message, exchange);
        else exchange.abandon();
        break;
      case 'notification':
        if (message.method === 'notifications/cancelled') this.requestIds.cancel(readCancelled(message).id);
        this.link.notify(message);
        break;
      case 'result':
      case 'error': {
        const asked = this.asked.get(idText(message));
        this.asked.delete(idText(message));
        asked?.reply(message);
        break;
      }
    }
  }

  /** The client gave a sign of life. */
  touch(): void {
    this.lastActivity = this.clock.monotonic();
  }

  /** The gateway's exchange for a request of this session, with this id as written, has ended. */
  exchangeEnded(id: string): void {
    this.openExchanges--;
    this.requestIds.end(id);
    this.forgetStreams();
    this.lastActivity = this.clock.monotonic();
  }

  send(message: Buffer): void {
    this.standalone.push(message);
  }

  ask(request: Message, exchange: Exchange | null, reply: (answer: Message) => void): string {
    // The server's own id where it is free, so that the bytes stay as they came; two servers may choose the same.
    const own = idText(request);
    const id = this.asked.has(own) ? `"patchbay-${++this.askedCount}"` : own;
    this.asked.set(id, { reply, exchange });
    const bytes = id === own ? request.bytes : withId(request, id);
    if (exchange === null) this.send(bytes);
    else exchange.send(bytes);
    return id;
  }

  withdraw(askedId: string, reason: string): void {
    const asked = this.asked.get(askedId);
    if (asked === undefined) return;
    this.asked.delete(askedId);
    (asked.exchange ?? this).send(cancelledMessage(askedId, reason));
  }

  /** A stream for the answer of one request. */
  openStream(): ClientStream {
    const stream = new ClientStream(`p${++this.streamCount}`);
    this.streams.set(stream.id, stream);
    return stream;
  }

  /** A stream that is still known. */
  findStream(id: string): ClientStream | undefined {
    return this.streams.get(id);
  }

  /** Ends the link and every stream. */
  close(): void {
    this.link.close();
    this.asked.clear();
    for (const stream of this.streams.values()) stream.finish();
  }

  /** Of the finished ones the newest stay, for a client that lost its connection. */
  private forgetStreams(): void {
    let [count, bytes] = [0, 0];
    for (const stream of [...this.streams.values()].toReversed()) {
      if (!stream.isFinished) continue;
      count++;
      bytes += stream.size;
      if (count > keptStreams || (bytes > keptBytes && count > 1)) this.streams.delete(stream.id);
    }
  }
}

/** What a client says of itself; whatever is missing or odd becomes harmless. */
function readClient(message: Message): ClientInfo {
  const params = parseAt(message.bytes, message.body);
  const record = isRecord(params) ? params : {};
  const info = isRecord(record['clientInfo']) ? record['clientInfo'] : {};
  return {
    protocolVersion: typeof record['protocolVersion'] === 'string' ? record['protocolVersion'] : '',
    capabilities: isRecord(record['capabilities']) ? record['capabilities'] : {},
    clientInfo: {
      name: typeof info['name'] === 'string' ? info['name'] : 'unknown',
      version: typeof info['version'] === 'string' ? info['version'] : '',
    },
  };
}
