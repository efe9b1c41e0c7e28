// One session on a stdio server. Most requests go through as they are; the few that concern what all sessions share
// (opening, log level, subscriptions) are answered or merged here.
import type { Pending } from '../relay/pending.ts';
import { failureMessage, idInUse } from '../relay/rpc-errors.ts';
import { logLevels } from '../relay/shared-state.ts';
import type { Exchange, Link, Peer } from '../relay/types.ts';
import { errorMessage, resultMessage, splice } from '../relay/wire/edit.ts';
import {
  idText,
  pickMembers,
  readCancelled,
  rpcCode,
  scanMessage,
  textAt,
  type Message,
} from '../relay/wire/message.ts';
import { TransientMap } from '../transient.ts';
import { initializeAnswer } from './handshake.ts';
import type { StdioConnection } from './stdio-connection.ts';

export class StdioLink implements Link {
  private readonly connection: StdioConnection;
  private readonly peer: Peer;
  private readonly inFlight = new TransientMap<string, Pending>();
  private closed = false;

  constructor(connection: StdioConnection, peer: Peer) {
    this.connection = connection;
    this.peer = peer;
    connection.mux.attach(peer);
    connection.noteUse();
  }

  request(message: Message, exchange: Exchange): void {
    switch (message.method) {
      case 'initialize':
        void this.initialize(message, exchange);
        break;
      case 'ping':
        exchange.finish(resultMessage(idText(message), {}));
        break;
      case 'logging/setLevel':
        this.setLevel(message, exchange);
        break;
      case 'resources/subscribe':
      case 'resources/unsubscribe':
        this.subscription(message, exchange);
        break;
      default:
        this.forward(message, exchange);
    }
  }

  notify(message: Message): void {
    if (message.method === 'notifications/cancelled') {
      const { id, reason } = readCancelled(message);
      const pending = this.inFlight.get(id);
      if (pending !== undefined) this.connection.mux.drop(pending, reason ?? 'The client cancelled.');
    } else if (message.method !== 'notifications/initialized') {
      this.connection.notify(message.bytes);
    }
  }

  close(): void {
    this.closed = true;
    this.connection.mux.detach(this.peer);
    this.connection.noteUse();
  }

  private forward(message: Message, exchange: Exchange): void {
    const id = idText(message);
    // The session is gone; it must not come back by what it still had to say.
    if (this.closed) {
      exchange.abandon();
      return;
    }
    if (this.inFlight.has(id)) {
      exchange.finish(idInUse(id));
      return;
    }
    const pending = this.connection.mux.request(this.peer, message, exchange, () => {
      this.inFlight.delete(id);
      this.connection.noteUse();
    });
    // A request that failed at once has settled before it is known here.
    if (this.connection.mux.pending.get(pending.id) !== undefined) {
      this.inFlight.set(id, pending);
      this.connection.noteUse();
    }
  }

  private async initialize(message: Message, exchange: Exchange): Promise<void> {
    const id = idText(message);
    try {
      const { protocolVersion } = pickMembers(message.bytes, message.body, ['protocolVersion']);
      const asked = textAt(message.bytes, protocolVersion) ?? '';
      exchange.finish(initializeAnswer(id, await this.connection.whenReady(), asked));
    } catch (error) {
      exchange.finish(failureMessage(id, error));
    }
  }

  /** The server gets the most verbose level that any session asked for. */
  private setLevel(message: Message, exchange: Exchange): void {
    const { level: span } = pickMembers(message.bytes, message.body, ['level']);
    const level = textAt(message.bytes, span);
    if (span === undefined || level === undefined || !logLevels.includes(level)) {
      const text = `"level" must be one of ${logLevels.join(', ')}.`;
      exchange.finish(errorMessage(idText(message), { code: rpcCode.invalidParams, message: text }));
      return;
    }
    const merged = this.connection.mux.state.setLevel(this.peer, level);
    const bytes = splice(message.bytes, [{ span, text: JSON.stringify(merged) }]);
    this.forward(scanMessage(bytes), exchange);
  }

  private subscription(message: Message, exchange: Exchange): void {
    const uri = textAt(message.bytes, pickMembers(message.bytes, message.body, ['uri']).uri);
    if (uri !== undefined && message.method === 'resources/subscribe') {
      this.connection.mux.state.subscribe(this.peer, uri);
    } else if (uri !== undefined && !this.connection.mux.state.unsubscribe(this.peer, uri)) {
      // Others still want it; the server goes on sending.
      exchange.finish(resultMessage(idText(message), {}));
      return;
    }
    this.forward(message, exchange);
  }
}
