// Tells who is connected to a server that its list of tools is another one, where it was Patchbay that held tools back, let
// them through or gave them other names: the server itself knows nothing of that. Who is connected to all servers is told elsewhere.
import { isRecord } from '../../../shared/is-record.ts';
import { sameStream, settling } from '../relay/exchanges.ts';
import { taggedNotification } from '../relay/modern/decorate.ts';
import type { Exchange, Link, Peer } from '../relay/types.ts';
import { notificationMessage } from '../relay/wire/edit.ts';
import { idText, parseAt, pickMembers, scanMessage, type Message } from '../relay/wire/message.ts';

const listChanged = notificationMessage('notifications/tools/list_changed');

export interface Subscribed {
  /** What the server is to have instead. */
  readonly exchange: Exchange;
  /** The client has gone; nothing is sent after this. */
  forget(): void;
}

export class HeldToolsNews {
  private readonly peers = new Map<Link, Peer>();
  private readonly subscriptions = new Set<() => void>();
  private held = '[]';

  join(link: Link, peer: Peer): void {
    this.peers.set(link, peer);
  }

  /** Who is connected. */
  all(): readonly Peer[] {
    return [...this.peers.values()];
  }

  leave(link: Link): void {
    this.peers.delete(link);
  }

  /** A modern client's `subscriptions/listen` that the server answers itself: told from its acknowledgement to its end. */
  subscribed(request: Message, exchange: Exchange): Subscribed {
    const id = idText(request);
    let wantsTools = false;
    const tell = (): void => {
      if (wantsTools) exchange.send(taggedNotification(scanMessage(listChanged), id));
    };
    this.subscriptions.add(tell);
    const heard: Exchange = {
      ...sameStream(exchange),
      send: (message) => {
        wantsTools ||= agreesToTools(message);
        exchange.send(message);
      },
      finish: (answer) => exchange.finish(answer),
      abandon: () => exchange.abandon(),
    };
    const forget = (): void => void this.subscriptions.delete(tell);
    return { exchange: settling(heard, forget), forget };
  }

  /** What of the list is other now than the server says. Tells when that is not as before. */
  note(names: readonly string[]): void {
    const held = JSON.stringify(names);
    if (held === this.held) return;
    this.held = held;
    for (const peer of this.peers.values()) peer.send(listChanged);
    for (const tell of this.subscriptions) tell();
  }
}

/** Whether a server says that it will tell of its tools (MCP basic/patterns/subscriptions). */
function agreesToTools(bytes: Buffer): boolean {
  if (!bytes.includes('notifications/subscriptions/acknowledged')) return false;
  const { body, method } = scanMessage(bytes);
  if (method !== 'notifications/subscriptions/acknowledged') return false;
  const agreed = parseAt(bytes, pickMembers(bytes, body, ['notifications']).notifications);
  return isRecord(agreed) && agreed['toolsListChanged'] === true;
}
