// The answer to one modern POST: plain JSON when nothing comes before it, an event stream otherwise, which ends with it
// (MCP 2026-07-28, basic/transports/streamable-http). What a slow client has not read waits here, within bounds.
import type { Bounds } from '../bounds/bounds.ts';
import type { ServerResponse } from 'node:http';
import { givingBack } from '../give-back.ts';
import type { Clock } from '../ports.ts';
import { modernCode } from '../relay/modern/rpc-codes.ts';
import type { Exchange } from '../relay/types.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { eventBytes } from '../relay/wire/frames.ts';
import { parseAt, rpcCode, scanMessage } from '../relay/wire/message.ts';
import type { Beating, Heartbeat } from './heartbeat.ts';
import { ResponseRoom } from './response-room.ts';

export interface ModernExchangeOptions {
  readonly response: ServerResponse;
  /** Whether the client takes event streams; without, it gets the answer alone. */
  readonly acceptsStream: boolean;
  readonly bounds: Bounds;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
}

/** A client that has read nothing for so long, in milliseconds, is cut off, which cancels its request. */
const stuckMs = 120_000;
/** Errors are short; longer answers are not looked into. */
const maxErrorBytes = 64 * 1024;

export class ModernExchange implements Exchange, Beating {
  lastWrite: number;
  private readonly options: ModernExchangeOptions;
  private isStreaming = false;
  private hasEnded = false;
  private readonly clientRoom: ResponseRoom;

  constructor(options: ModernExchangeOptions) {
    this.options = options;
    this.clientRoom = new ResponseRoom(options.response);
    this.lastWrite = options.clock.monotonic();
    options.heartbeat.add(this);
    options.response.on('close', () => options.heartbeat.remove(this));
  }

  /** Whether the client still waits. */
  get isOpen(): boolean {
    return !this.hasEnded;
  }

  send(message: Buffer): void {
    if (this.hasEnded || !this.options.acceptsStream) return;
    this.begin();
    this.event(message);
  }

  room(): Promise<void> | null {
    return this.clientRoom.get();
  }

  finish(answer: Buffer): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const { response } = this.options;
    if (this.isStreaming) {
      this.event(answer);
      response.end();
    } else if (!response.destroyed) {
      response
        .writeHead(statusOf(answer), { 'content-type': 'application/json', 'content-length': answer.length })
        .end(answer, givingBack(answer));
    }
    this.options.heartbeat.remove(this);
  }

  abandon(): void {
    if (this.hasEnded) return;
    // A subscription may end so; it has been acknowledged before, or else there is nothing good to say.
    this.begin();
    this.hasEnded = true;
    this.options.response.end();
    this.options.heartbeat.remove(this);
  }

  keepAlive(): void {
    const { response, acceptsStream, clock } = this.options;
    if (this.hasEnded || !acceptsStream) return;
    if (response.writableNeedDrain) {
      if (clock.monotonic() - this.lastWrite >= stuckMs) response.destroy();
      return;
    }
    this.begin();
    this.write(': keep-alive\n\n');
  }

  private begin(): void {
    const { response } = this.options;
    if (this.isStreaming || response.destroyed) return;
    this.isStreaming = true;
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
  }

  private event(data: Buffer): void {
    this.write(eventBytes('event: message\n', data));
  }

  private write(bytes: Buffer | string): void {
    const { response, clock, bounds } = this.options;
    if (response.destroyed || response.writableEnded) return;
    // While the client reads nothing, what is written now is no sign of life.
    if (!response.writableNeedDrain) this.lastWrite = clock.monotonic();
    response.write(bytes);
    if (response.writableLength <= bounds.get('unreadBytes')) return;
    bounds.reached('unreadBytes', 'a client that did not read its answer is cut off.');
    response.destroy();
  }
}

/** The HTTP status that goes with an answer (basic, error codes; basic/transports/streamable-http). */
function statusOf(answer: Buffer): number {
  if (answer.length > maxErrorBytes) return 200;
  const { bytes, body, kind } = scanMessage(answer);
  const error = kind === 'error' ? parseAt(bytes, body) : null;
  switch (isRecord(error) ? error['code'] : null) {
    case modernCode.headerMismatch:
    case modernCode.missingCapability:
    case modernCode.unsupportedVersion:
      return 400;
    case rpcCode.methodNotFound:
      return 404;
    default:
      return 200;
  }
}
