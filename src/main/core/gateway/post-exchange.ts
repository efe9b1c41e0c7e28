// The answer to one POST: plain JSON when the answer is all there is, an event stream as soon as anything comes before it
// or the wait grows long (MCP basic/transports, sending messages to the server).
import type { ServerResponse } from 'node:http';
import { givingBack } from '../give-back.ts';
import type { Clock } from '../ports.ts';
import type { ClientStream } from '../relay/client-stream.ts';
import type { Session } from '../relay/session.ts';
import type { Exchange } from '../relay/types.ts';
import { startEventStream } from './event-stream.ts';
import type { Beating, Heartbeat } from './heartbeat.ts';

export interface PostExchangeOptions {
  readonly response: ServerResponse;
  readonly session: Session;
  /** Of the requests that are answered here, as written. */
  readonly requestIds: readonly string[];
  /** Whether the client takes event streams. */
  readonly acceptsStream: boolean;
  /** Asked when a stream begins, as `initialize` itself may say it. */
  readonly takesPriming: () => boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  /** Called once, when the answer is on its way or will never come. */
  readonly onEnd: () => void;
}

export class PostExchange implements Exchange, Beating {
  readonly lastWrite: number;
  private readonly options: PostExchangeOptions;
  private stream: ClientStream | null = null;
  private isPrimed = false;
  private ended = false;

  constructor(options: PostExchangeOptions) {
    this.options = options;
    this.lastWrite = options.clock.monotonic();
    options.heartbeat.add(this);
  }

  /** The answer has begun, as an event stream: what is sent now comes before its end. */
  get isStreaming(): boolean {
    return this.stream !== null && !this.ended;
  }

  send(message: Buffer): void {
    // After the answer, and for a client that takes only JSON, the standalone stream is the place, if there is one.
    if (this.options.acceptsStream && !this.ended) this.streaming().push(message);
    else this.options.session.send(message);
  }

  beginStream(): void {
    if (this.options.acceptsStream && !this.ended) this.streaming();
  }

  /** Only for clients that were told how to come back. */
  pauseStream(): void {
    if (this.isPrimed) this.stream?.pause();
  }

  room(): Promise<void> | null {
    return this.options.acceptsStream ? (this.stream?.room() ?? null) : this.options.session.room();
  }

  /** `headers`: other than those that a stream would have begun with. */
  finish(answer: Buffer, headers = this.options.headers): void {
    if (this.ended) return;
    const { acceptsStream, response, session } = this.options;
    const missed = acceptsStream && !response.destroyed ? session.takeMissed() : [];
    for (const message of missed) this.streaming().push(message);
    this.end();
    if (this.stream !== null) {
      this.stream.finish(answer);
      return;
    }
    // The client may be gone; there is nobody to tell then.
    if (response.destroyed) return;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': answer.length,
      ...headers,
    });
    response.end(answer, givingBack(answer));
  }

  abandon(): void {
    if (this.ended) return;
    this.end();
    if (this.stream !== null) this.stream.finish();
    else if (!this.options.response.destroyed)
      this.options.response.writeHead(202, this.options.headers).end();
  }

  /** Hears when the client's connection is over, answered or not. */
  onClosed(listener: () => void): void {
    this.options.response.on('close', listener);
  }

  keepAlive(): void {
    this.options.heartbeat.remove(this);
    if (this.ended || !this.options.acceptsStream) return;
    // The stream keeps itself alive from here on.
    this.streaming();
  }

  private streaming(): ClientStream {
    if (this.stream !== null) return this.stream;
    this.stream = this.options.session.streams.open(this.options.requestIds);
    this.options.heartbeat.remove(this);
    this.isPrimed = this.options.takesPriming();
    startEventStream({
      ...this.options,
      stream: this.stream,
      isPrimed: this.isPrimed,
      afterSequence: null,
      onClosed: () => undefined,
    });
    return this.stream;
  }

  private end(): void {
    this.ended = true;
    this.options.heartbeat.remove(this);
    this.options.onEnd();
  }
}
