// One client session: who the client is, its link to the server(s), its streams, and the servers' questions to it.
// It is the Peer that servers see. How messages reach the client over HTTP is the gateway's work.
import type { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import type { Clock } from '../ports.ts';
import { settlingOnce } from './exchanges.ts';
import { OpenQuestions } from './open-questions.ts';
import { RequestIds } from './request-ids.ts';
import { failureMessage, idInUse } from './rpc-errors.ts';
import { SessionStreams } from './session-streams.ts';
import type { ClientInfo, Exchange, Link, Peer } from './types.ts';
import { idText, parseAt, readCancelled, type Message } from './wire/message.ts';

export interface SessionOptions {
  readonly id: string;
  /** A server's name; null: all of them (`/mcp`). */
  readonly target: string | null;
  readonly client: ClientInfo;
  readonly clock: Clock;
  readonly connect: (peer: Peer) => Link;
}

/** A request of the client that is not answered yet. */
interface Open {
  readonly id: string;
  readonly exchange: Exchange;
}

export class Session implements Peer {
  readonly id: string;
  readonly target: string | null;
  client: ClientInfo;
  /** Monotonic milliseconds. */
  lastActivity: number;
  readonly streams = new SessionStreams();
  private readonly clock: Clock;
  private readonly link: Link;
  private readonly questions = new OpenQuestions();
  private readonly requestIds: RequestIds;
  private readonly open = new Set<Open>();

  constructor(options: SessionOptions) {
    this.id = options.id;
    this.target = options.target;
    this.client = options.client;
    this.clock = options.clock;
    this.lastActivity = options.clock.monotonic();
    this.requestIds = new RequestIds(options.clock);
    this.link = options.connect(this);
  }

  /** A request is in flight. */
  get isAnswering(): boolean {
    return this.open.size > 0;
  }

  /** In use: a request is in flight, or the client listens. */
  get isBusy(): boolean {
    return this.isAnswering || this.streams.standalone.isAttached;
  }

  /** A message from the client; `exchange` takes the answer of a request. */
  receive(message: Message, exchange: Exchange | null): void {
    this.touch();
    switch (message.kind) {
      case 'request':
        if (exchange !== null) this.request(message, exchange);
        break;
      case 'notification':
        if (message.method === 'notifications/cancelled') this.requestIds.cancel(readCancelled(message).id);
        this.link.notify(message);
        break;
      case 'result':
      case 'error':
        this.questions.answered(message);
        break;
    }
  }

  /** The client gave a sign of life. */
  touch(): void {
    this.lastActivity = this.clock.monotonic();
  }

  send(message: Buffer): void {
    this.streams.standalone.push(message);
  }

  room(): Promise<void> | null {
    return this.streams.standalone.room();
  }

  ask(request: Message, exchange: Exchange | null, reply: (answer: Message) => void): string {
    return this.questions.ask(request, exchange, (message) => this.send(message), reply);
  }

  withdraw(askedId: string, reason: string): void {
    this.questions.withdraw(askedId, reason);
  }

  /** Ends the link and every stream; requests in flight are answered with `error`. */
  close(error: AppError): void {
    for (const { id, exchange } of this.open) exchange.finish(failureMessage(id, error));
    this.link.close();
    this.questions.clear();
    this.streams.finishAll();
  }

  private request(message: Message, exchange: Exchange): void {
    const id = idText(message);
    const begun = this.requestIds.begin(id);
    if (begun === 'in use') {
      exchange.finish(idInUse(id));
      return;
    }
    if (begun === 'cancelled') {
      exchange.abandon();
      return;
    }
    if (message.method === 'initialize') this.client = readClient(message);
    const entry: Open = {
      id,
      exchange: settlingOnce(
        exchange,
        () => this.ended(entry),
        (late) => this.send(late),
      ),
    };
    this.open.add(entry);
    this.link.request(message, entry.exchange);
  }

  private ended(entry: Open): void {
    this.open.delete(entry);
    this.requestIds.end(entry.id);
    this.streams.forget();
    this.touch();
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
