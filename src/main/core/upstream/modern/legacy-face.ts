// A modern server as one legacy client sees it: opened by `initialize`, with log level, subscriptions and questions as the
// client knows them (MCP 2026-07-28 towards the server, 2025-11-25 and earlier towards the client).
import type { Clock } from '../../ports.ts';
import type { ModernLink } from '../../relay/modern/types.ts';
import { OwnIds } from '../../relay/own-ids.ts';
import { failureMessage, idInUse } from '../../relay/rpc-errors.ts';
import { logLevels } from '../../relay/shared-state.ts';
import type { Exchange, Link, Peer } from '../../relay/types.ts';
import { errorMessage, resultMessage } from '../../relay/wire/edit.ts';
import {
  idText,
  MessageError,
  pickMembers,
  readCancelled,
  rpcCode,
  textAt,
  type Message,
} from '../../relay/wire/message.ts';
import { initializeAnswer } from '../handshake.ts';
import type { Handshake } from '../types.ts';
import { FaceCall } from './face-call.ts';
import { HeldSubscription } from './held-subscription.ts';

export interface LegacyFaceOptions {
  readonly link: ModernLink;
  readonly peer: Peer;
  /** What the server said of itself, asked for where that is not known. Rejects with AppError. */
  readonly handshake: () => Promise<Handshake>;
  readonly clock: Clock;
  /** `notifications/<kind>/list_changed` came. */
  readonly onListChanged: (kind: string) => void;
  readonly onClose: () => void;
  /** The answer to a `tools/list` as the client is to see it. */
  readonly readTools: (answer: Message) => Buffer;
}

export class LegacyFace implements Link {
  private readonly options: LegacyFaceOptions;
  private readonly ids = new OwnIds();
  private readonly calls = new Map<string, FaceCall>();
  private readonly subscription: HeldSubscription;
  private level: string | null = null;
  private closed = false;

  constructor(options: LegacyFaceOptions) {
    this.options = options;
    this.subscription = new HeldSubscription({
      ...options,
      client: () => options.peer.client,
      onNotification: (message) => this.notified(message),
      room: () => options.peer.room?.() ?? null,
    });
  }

  request(message: Message, exchange: Exchange): void {
    try {
      this.take(message, exchange);
    } catch (error) {
      // Ambiguous: nobody could say what it means.
      if (!(error instanceof MessageError)) throw error;
      exchange.finish(failureMessage(idText(message), error));
    }
  }

  notify(message: Message): void {
    if (message.method === 'notifications/initialized') void this.listen();
    if (message.method !== 'notifications/cancelled') return;
    const { id, reason } = readCancelled(message);
    this.calls.get(id)?.cancel(reason ?? 'The client cancelled.');
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.subscription.close();
    for (const call of this.calls.values()) call.cancel('The client ended its session.');
    this.options.onClose();
  }

  private take(message: Message, exchange: Exchange): void {
    const id = idText(message);
    switch (message.method) {
      case 'initialize':
        void this.initialize(message, exchange);
        break;
      case 'ping':
        exchange.finish(resultMessage(id, {}));
        break;
      case 'logging/setLevel':
        this.setLevel(message, exchange);
        break;
      case 'resources/subscribe':
      case 'resources/unsubscribe':
        this.subscribe(message, exchange);
        break;
      default:
        this.call(message, exchange);
    }
  }

  private call(message: Message, exchange: Exchange): void {
    const id = idText(message);
    if (this.closed) {
      exchange.abandon();
      return;
    }
    if (this.calls.has(id)) {
      exchange.finish(idInUse(id));
      return;
    }
    const call = new FaceCall({
      ...this.options,
      ids: this.ids,
      message,
      exchange,
      level: this.level,
      onEnd: () => this.calls.delete(id),
    });
    this.calls.set(id, call);
    try {
      call.start();
    } catch (error) {
      this.calls.delete(id);
      throw error;
    }
  }

  private async initialize(message: Message, exchange: Exchange): Promise<void> {
    const id = idText(message);
    try {
      const handshake = await this.options.handshake();
      const asked = textAt(
        message.bytes,
        pickMembers(message.bytes, message.body, ['protocolVersion']).protocolVersion,
      );
      exchange.finish(initializeAnswer(id, handshake, asked ?? ''));
    } catch (error) {
      exchange.finish(failureMessage(id, error));
    }
  }

  private async listen(): Promise<void> {
    try {
      const { capabilities } = await this.options.handshake();
      if (!this.closed) this.subscription.listenForLists(capabilities);
    } catch {
      // Its next request tells the client.
    }
  }

  private setLevel(message: Message, exchange: Exchange): void {
    const id = idText(message);
    const level = textAt(message.bytes, pickMembers(message.bytes, message.body, ['level']).level);
    if (level === undefined || !logLevels.includes(level)) {
      const text = `"level" must be one of ${logLevels.join(', ')}.`;
      exchange.finish(errorMessage(id, { code: rpcCode.invalidParams, message: text }));
      return;
    }
    this.level = level;
    exchange.finish(resultMessage(id, {}));
  }

  private subscribe(message: Message, exchange: Exchange): void {
    const id = idText(message);
    const uri = textAt(message.bytes, pickMembers(message.bytes, message.body, ['uri']).uri);
    if (uri === undefined) {
      const text = `${message.method} needs a "uri" (string).`;
      exchange.finish(errorMessage(id, { code: rpcCode.invalidParams, message: text }));
      return;
    }
    const isWanted = message.method === 'resources/subscribe';
    const noted = isWanted ? this.subscription.subscribe(uri) : this.subscription.unsubscribe(uri);
    void noted.then(() => exchange.finish(resultMessage(id, {})));
  }

  private notified(message: Message): void {
    const changed = /^notifications\/(\w+)\/list_changed$/.exec(message.method)?.[1];
    if (changed !== undefined) this.options.onListChanged(changed);
    this.options.peer.send(message.bytes);
  }
}
