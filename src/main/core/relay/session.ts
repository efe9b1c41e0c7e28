// One client session: who the client is, its link to the server(s), its streams, and the servers' questions to it.
// It is the Peer that servers see. How messages reach the client over HTTP is the gateway's work.
import type { AppError } from '../../../shared/errors.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import { TransientSet } from '../transient.ts';
import type { Access } from './access.ts';
import { settlingOnce } from './exchanges.ts';
import { OpenQuestions } from './open-questions.ts';
import { RequestIds } from './request-ids.ts';
import { failureMessage, idInUse } from './rpc-errors.ts';
import type { StreamLimits } from './client-stream.ts';
import { SessionKeeping } from './session-keeping.ts';
import type { SessionMemory, SessionRecord } from './session-record.ts';
import { SessionRestoring } from './session-restoring.ts';
import { SessionStreams } from './session-streams.ts';
import { SubscriptionCount } from './subscription-count.ts';
import { readClient } from './client-info.ts';
import type { ClientInfo, Exchange, Link, Peer } from './types.ts';
import { idText, isListChange, readCancelled, type Message } from './wire/message.ts';

export interface SessionOptions {
  /** As it begins, or as it was kept. */
  readonly record: SessionRecord;
  readonly access: Access;
  /** Where it is kept; null: it ends with its client's connection. */
  readonly memory: SessionMemory | null;
  readonly clock: Clock;
  readonly bounds: Bounds;
  readonly streamLimits: StreamLimits;
  readonly connect: (peer: Peer) => Link;
}

/** A request of the client that is not answered yet. */
interface Open {
  readonly id: string;
  readonly exchange: Exchange;
}

/** A client that listened, and has not come back for so long, no longer tries. */
const returnMs = 10_000;

export class Session implements Peer {
  readonly id: string;
  readonly target: string | null;
  /** What its client may use. */
  readonly access: Access;
  client: ClientInfo;
  /** Monotonic milliseconds. */
  lastActivity: number;
  /** Monotonic milliseconds. */
  private lastListened: number;
  readonly streams: SessionStreams;
  private readonly clock: Clock;
  private readonly link: Link;
  private readonly questions: OpenQuestions;
  private readonly requestIds: RequestIds;
  private readonly open = new TransientSet<Open>();
  private readonly bounds: Bounds;
  private readonly subscriptions: SubscriptionCount;
  private readonly keeping: SessionKeeping | null;
  private restoring: SessionRestoring | null = null;

  constructor(options: SessionOptions) {
    const { record, memory, bounds } = options;
    this.bounds = bounds;
    this.id = record.id;
    this.target = record.target;
    this.access = options.access;
    this.client = record.client;
    this.streams = new SessionStreams(record.id, record.streams, options.streamLimits);
    this.subscriptions = new SubscriptionCount(bounds, record.wishes);
    // The client may still answer what an earlier run asked.
    this.questions = new OpenQuestions({ renamesAll: record.restingSince !== null, bounds });
    this.keeping = memory === null ? null : new SessionKeeping({ memory, record, client: () => this.client });
    this.clock = options.clock;
    this.lastActivity = options.clock.monotonic();
    this.lastListened = this.lastActivity;
    this.requestIds = new RequestIds(options.clock);
    this.link = options.connect(this);
  }

  /** How many requests are in flight. */
  get inFlight(): number {
    return this.open.size;
  }

  get owner(): string | null {
    return this.access.owner;
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

  /** From now on it is kept: for a new one, or one that its client has taken up again. */
  begin(): void {
    this.keeping?.begin();
  }

  /** Asks the server for what the client believes to be in force, and tells the client to look again. */
  restore(lists: readonly string[]): void {
    const { keeping } = this;
    if (keeping === null) return;
    this.restoring = new SessionRestoring({
      clock: this.clock,
      lists,
      wishes: () => keeping.all(),
      request: (message, exchange) => this.link.request(message, exchange),
      send: (message) => this.send(message),
      onRefused: (wish) => keeping.drop(wish),
    });
    this.restoring.attempt();
  }

  /** The client opens its standalone stream, or has left it. */
  noteListening(): void {
    this.lastListened = this.clock.monotonic();
    this.keeping?.noteListening();
  }

  /**
   * What waits for a client that has given up its standalone stream, as official clients do after a few attempts, to come
   * with the answer to its next request. Empty while it may come back.
   */
  takeMissed(): readonly Buffer[] {
    const { standalone } = this.streams;
    const isLost = this.keeping?.hasListened === true && !standalone.isAttached;
    return isLost && this.clock.monotonic() - this.lastListened >= returnMs
      ? standalone.takeUndelivered()
      : [];
  }

  /** The client gave a sign of life. */
  touch(): void {
    this.lastActivity = this.clock.monotonic();
  }

  send(message: Buffer): void {
    // That a list has changed asks for another look at it, however often it is said before that look.
    if (isListChange(message)) this.streams.standalone.pushOnce(message);
    else this.streams.standalone.push(message);
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

  /**
   * Ends the link and every stream; requests in flight are answered with `error`. What is kept stays kept, with what the
   * client may still come back for, up to so many bytes of it.
   */
  rest(error: AppError, maxStreamBytes: number): void {
    for (const { id, exchange } of this.open) exchange.finish(failureMessage(id, error));
    this.keeping?.rest(this.clock.now(), maxStreamBytes > 0 ? this.streams.save(maxStreamBytes) : null);
    this.close(error);
  }

  /** The same, for good. */
  close(error: AppError): void {
    this.keeping?.end();
    this.restoring?.close();
    for (const { id, exchange } of this.open) exchange.finish(failureMessage(id, error));
    this.link.close();
    this.questions.clear();
    this.streams.finishAll();
  }

  private request(message: Message, exchange: Exchange): void {
    const id = idText(message);
    try {
      this.checkRoom();
      this.begun(message, id, this.subscriptions.noting(message, exchange));
    } catch (error) {
      exchange.finish(failureMessage(id, error));
    }
  }

  private checkRoom(): void {
    const { bounds, open } = this;
    if (open.size < bounds.get('callsPerSession')) return;
    const many = `This session has ${open.size} requests in flight already.`;
    throw bounds.refusal('callsPerSession', many, { instead: 'Wait for some of them' });
  }

  private begun(message: Message, id: string, exchange: Exchange): void {
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
    this.restoring?.attempt();
    this.link.request(message, this.keeping?.noting(message, entry.exchange) ?? entry.exchange);
  }

  private ended(entry: Open): void {
    this.open.delete(entry);
    this.requestIds.end(entry.id);
    this.streams.forget();
    this.touch();
  }
}
