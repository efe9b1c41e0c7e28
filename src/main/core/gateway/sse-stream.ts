// The one event stream of a client of the HTTP+SSE transport (MCP 2024-11-05, basic/transports): first the address to POST
// to, then every message. Nothing can be asked for again here, so a client that does not read is cut off, never skipped.
import type { Bounds } from '../bounds/bounds.ts';
import type { ServerResponse } from 'node:http';
import type { Clock } from '../ports.ts';
import type { EventSink, Taken } from '../relay/client-stream.ts';
import { eventBytes } from '../relay/wire/frames.ts';
import type { Beating, Heartbeat } from './heartbeat.ts';
import { ResponseRoom } from './response-room.ts';

export interface SseStreamOptions {
  readonly response: ServerResponse;
  /** Where the client POSTs, as a reference relative to the stream's own address. */
  readonly endpoint: string;
  readonly bounds: Bounds;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  /** Called once, when the connection is over, whoever ended it. */
  readonly onClosed: () => void;
}

/** A client that has read nothing for so long, in milliseconds, is cut off. */
const stuckMs = 120_000;

export class SseStream implements EventSink, Beating {
  lastWrite: number;
  private readonly options: SseStreamOptions;
  private readonly clientRoom: ResponseRoom;

  /** Begins the response. */
  constructor(options: SseStreamOptions) {
    this.options = options;
    this.lastWrite = options.clock.monotonic();
    this.clientRoom = new ResponseRoom(options.response);
    const { response, heartbeat } = options;
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    response.on('close', () => {
      heartbeat.remove(this);
      options.onClosed();
    });
    heartbeat.add(this);
    this.write(`event: endpoint\ndata: ${options.endpoint}\n\n`);
  }

  event(_id: string, data: Buffer): Taken {
    return this.write(eventBytes('event: message\n', data));
  }

  room(): Promise<void> | null {
    return this.clientRoom.get();
  }

  end(): void {
    this.options.response.end();
  }

  keepAlive(): void {
    const { response, clock } = this.options;
    if (!response.writableNeedDrain) this.write(': keep-alive\n\n');
    else if (clock.monotonic() - this.lastWrite >= stuckMs) response.destroy();
  }

  private write(bytes: Buffer | string): Taken {
    const { response, clock, bounds } = this.options;
    if (response.destroyed || response.writableEnded) return 'gone';
    // While the client reads nothing, what is written now is no sign of life.
    if (!response.writableNeedDrain) this.lastWrite = clock.monotonic();
    response.write(bytes);
    if (response.writableLength <= bounds.get('unreadBytes')) return 'taken';
    bounds.reached('unreadBytes', 'a client that did not read its stream is cut off.');
    response.destroy();
    return 'gone';
  }
}
