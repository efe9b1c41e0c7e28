// What a Streamable HTTP server says to one session, sorted: answers, progress, its own requests, notifications.
import type { Logger } from '../../ports.ts';
import type { Pending } from '../../relay/pending.ts';
import type { Peer } from '../../relay/types.ts';
import { withId } from '../../relay/wire/edit.ts';
import { idText, readCancelled, type Message } from '../../relay/wire/message.ts';

export interface HttpInboxOptions {
  readonly peer: Peer;
  readonly logger: Logger;
  readonly settle: (answer: Message) => void;
  readonly extend: (pending: Pending) => void;
  /** Stops the time of a request until what is returned is called. */
  readonly hold: (pending: Pending) => () => void;
  /** Sends the client's answer to the server's own request. */
  readonly reply: (answer: Buffer) => Promise<void>;
  readonly onListChanged: (kind: string) => void;
}

interface Asked {
  /** The id that the client knows. */
  readonly askedId: string;
  /** The time of the request that it arose from goes on. */
  readonly release: () => void;
}

export class HttpInbox {
  private readonly options: HttpInboxOptions;
  /** The server's requests at the client, by the server's id. */
  private readonly asked = new Map<string, Asked>();

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
        this.ask(message, pending);
        break;
      case 'notification':
        this.notified(message, pending);
        break;
    }
  }

  /** The server's session is gone, and with it whoever waited for answers. */
  withdrawAll(): void {
    for (const serverId of this.asked.keys()) this.withdraw(serverId, 'The server ended its session.');
  }

  private ask(message: Message, pending: Pending | null): void {
    const serverId = idText(message);
    if (message.method === 'ping') {
      void this.options.reply(Buffer.from(`{"jsonrpc":"2.0","id":${serverId},"result":{}}`));
      return;
    }
    // An id that is used again: the server cannot tell the answers apart, and waits for this one now.
    this.withdraw(serverId, 'The server asked something else under the same id.');
    const { peer, hold, reply } = this.options;
    const askedId = peer.ask(message, pending?.exchange ?? null, (answer) => {
      if (this.take(serverId) !== undefined) void reply(withId(answer, serverId));
    });
    // The time that a person takes to answer is not the server's.
    const release = pending === null ? () => undefined : hold(pending);
    this.asked.set(serverId, { askedId, release });
  }

  private withdraw(serverId: string, reason: string): void {
    const asked = this.take(serverId);
    if (asked !== undefined) this.options.peer.withdraw(asked.askedId, reason);
  }

  private take(serverId: string): Asked | undefined {
    const asked = this.asked.get(serverId);
    this.asked.delete(serverId);
    asked?.release();
    return asked;
  }

  private notified(message: Message, pending: Pending | null): void {
    const { bytes, method } = message;
    if (method === 'notifications/cancelled') {
      const { id: serverId, reason } = readCancelled(message);
      this.withdraw(serverId, reason ?? 'The server cancelled.');
      return;
    }
    if (method === 'notifications/progress' && pending !== null) this.options.extend(pending);
    const changed = /^notifications\/(\w+)\/list_changed$/.exec(method)?.[1];
    if (changed !== undefined) this.options.onListChanged(changed);
    if (pending === null) this.options.peer.send(bytes);
    else pending.exchange.send(bytes);
  }
}
