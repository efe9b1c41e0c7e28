// What a Streamable HTTP server says to one session, sorted: answers, progress, its own requests, notifications.
import type { Logger } from '../../ports.ts';
import type { Pending } from '../../relay/pending.ts';
import type { Exchange, Peer } from '../../relay/types.ts';
import { withId } from '../../relay/wire/edit.ts';
import { idText, readCancelled, type Message } from '../../relay/wire/message.ts';

export interface HttpInboxOptions {
  readonly peer: Peer;
  readonly logger: Logger;
  readonly settle: (answer: Message) => void;
  readonly extend: (pending: Pending) => void;
  /** Sends the client's answer to the server's own request. */
  readonly reply: (answer: Buffer) => Promise<void>;
  readonly onListChanged: (kind: string) => void;
}

export class HttpInbox {
  private readonly options: HttpInboxOptions;
  /** The server's requests at the client: by the server's id, the id that the client knows. */
  private readonly asked = new Map<string, string>();

  constructor(options: HttpInboxOptions) {
    this.options = options;
  }

  /** `pending` is the request whose answer stream this came on; null for the standalone stream. */
  receive(message: Message, pending: Pending | null): void {
    switch (message.kind) {
      case 'result':
      case 'error':
        this.options.settle(message);
        break;
      case 'request':
        this.ask(message, pending?.exchange ?? null);
        break;
      case 'notification':
        this.notified(message, pending);
        break;
    }
  }

  /** The server's session is gone, and with it whoever waited for answers. */
  withdrawAll(): void {
    for (const askedId of this.asked.values()) {
      this.options.peer.withdraw(askedId, 'The server ended its session.');
    }
    this.asked.clear();
  }

  private ask(message: Message, exchange: Exchange | null): void {
    const serverId = idText(message);
    if (message.method === 'ping') {
      void this.options.reply(Buffer.from(`{"jsonrpc":"2.0","id":${serverId},"result":{}}`));
      return;
    }
    const askedId = this.options.peer.ask(message, exchange, (answer) => {
      if (this.asked.delete(serverId)) void this.options.reply(withId(answer, serverId));
    });
    this.asked.set(serverId, askedId);
  }

  private notified(message: Message, pending: Pending | null): void {
    const { bytes, method } = message;
    if (method === 'notifications/cancelled') {
      const { id: serverId, reason } = readCancelled(message);
      const askedId = this.asked.get(serverId);
      if (askedId !== undefined) this.options.peer.withdraw(askedId, reason ?? 'The server cancelled.');
      this.asked.delete(serverId);
      return;
    }
    if (method === 'notifications/progress' && pending !== null) this.options.extend(pending);
    const changed = /^notifications\/(\w+)\/list_changed$/.exec(method)?.[1];
    if (changed !== undefined) this.options.onListChanged(changed);
    if (pending === null) this.options.peer.send(bytes);
    else pending.exchange.send(bytes);
  }
}
