// How many connections clients may have at once, and how large the headers of their requests may be: both as they are
// configured at this moment. Stands before everything else that a server does with a connection.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import { answerClientError, endWith, rawAnswer } from './client-errors.ts';

export class ConnectionLimit {
  /** Connections that were not refused. */
  open = 0;
  readonly bounds: Bounds;
  readonly clock: Clock;

  constructor(bounds: Bounds, clock: Clock) {
    this.bounds = bounds;
    this.clock = clock;
  }

  /** To be called once for each server, after all others have added their listeners. */
  guard(server: Server, isSecure: boolean): void {
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
      answerClientError(error, socket, this),
    );
    const closed = (): void => void this.open--;
    const others = server.listeners('connection');
    server.removeAllListeners('connection');
    server.on('connection', (socket: Socket) => {
      if (this.open >= this.bounds.get('connections')) {
        this.refuse(socket, isSecure);
        return;
      }
      this.open++;
      // One function for all; a socket closes once.
      socket.on('close', closed);
      // Node reads it from the server with each connection.
      Object.assign(server, { maxHeaderSize: this.bounds.get('headerBytes') });
      for (const listener of others) Reflect.apply(listener, server, [socket]);
    });
  }

  /** Nobody who expects TLS could read an answer. */
  private refuse(socket: Socket, isSecure: boolean): void {
    const error = this.bounds.refusal('connections', `There are ${this.open} connections already.`, {
      instead: 'Close some of them',
    });
    socket.on('error', () => undefined);
    if (isSecure) {
      socket.destroy();
      return;
    }
    endWith(socket, rawAnswer('503 Service Unavailable', failureMessage('null', error)), this.clock);
  }
}
