// What a server says by itself, brought to the sessions that it concerns: those whose calls are in flight, those that
// subscribed, or all (S2.2, S2.5).
import { subscriptionIdKey } from './modern/decorate.ts';
import { ownIdOf, type PendingTable } from './pending.ts';
import type { SharedState } from './shared-state.ts';
import type { TaskOwners } from './task-owners.ts';
import type { Peer } from './types.ts';
import { splice } from './wire/edit.ts';
import { parseAt, pickMembers, readCancelled, textAt, type Message } from './wire/message.ts';

export interface ServerNoticesOptions {
  readonly pending: PendingTable;
  readonly tasks: TaskOwners;
  readonly state: SharedState;
  /** All sessions. */
  readonly peers: () => Iterable<Peer>;
  /** The server cancels its own request; the id as written. */
  readonly withdraw: (id: string, reason: string) => void;
  /** `notifications/<kind>/list_changed` came. */
  readonly onListChanged: (kind: string) => void;
}

export class ServerNotices {
  private readonly options: ServerNoticesOptions;

  constructor(options: ServerNoticesOptions) {
    this.options = options;
  }

  /** One notification. */
  receive(message: Message): void {
    const { bytes, body, method } = message;
    if (bytes.includes(subscriptionIdKey) && this.toldSubscriber(message)) return;
    if (method === 'notifications/progress') {
      this.progressed(message);
    } else if (method === 'notifications/cancelled') {
      const { id, reason } = readCancelled(message);
      if (!this.endedByServer(id)) this.options.withdraw(id, reason ?? 'The server cancelled.');
    } else if (method === 'notifications/resources/updated') {
      const uri = textAt(bytes, pickMembers(bytes, body, ['uri']).uri) ?? '';
      for (const peer of this.options.state.subscribersOf(uri)) peer.send(bytes);
    } else if (method === 'notifications/message') {
      this.logged(message);
    } else {
      const changed = /^notifications\/(\w+)\/list_changed$/.exec(method)?.[1];
      if (changed !== undefined) this.options.onListChanged(changed);
      const owner = this.options.tasks.ownerOf(message);
      for (const peer of owner === undefined ? this.options.peers() : [owner]) peer.send(bytes);
    }
  }

  /** A notification of a `subscriptions/listen` of the modern era (MCP basic/patterns/subscriptions). */
  private toldSubscriber(message: Message): boolean {
    const { bytes, body, method } = message;
    const { _meta: meta } = pickMembers(bytes, body, ['_meta']);
    const { [subscriptionIdKey]: span } = pickMembers(bytes, meta, [subscriptionIdKey]);
    if (span === undefined) return false;
    const pending = this.options.pending.get(ownIdOf(bytes.toString('utf8', span.start, span.end)));
    const changed = /^notifications\/(\w+)\/list_changed$/.exec(method)?.[1];
    if (changed !== undefined) this.options.onListChanged(changed);
    pending?.exchange.send(splice(bytes, [{ span, text: pending.clientId }]));
    return true;
  }

  /** The server ends a subscription without an answer. */
  private endedByServer(id: string): boolean {
    const pending = this.options.pending.get(ownIdOf(id));
    if (pending?.method !== 'subscriptions/listen') return false;
    this.options.pending.take(pending.id);
    pending.exchange.abandon();
    return true;
  }

  private progressed(message: Message): void {
    const { progressToken: span } = pickMembers(message.bytes, message.body, ['progressToken']);
    if (span === undefined) return;
    const callId = Number(parseAt(message.bytes, span));
    const pending = this.options.pending.get(callId);
    const withToken = (text: string): Buffer => splice(message.bytes, [{ span, text }]);
    if (pending === undefined) {
      const { peer, progressToken } = this.options.tasks.progressOf(callId) ?? {};
      if (progressToken !== undefined) peer?.send(withToken(progressToken));
    } else if (pending.progressToken !== null) {
      this.options.pending.extend(pending);
      pending.exchange.send(withToken(pending.progressToken));
    }
  }

  /** Log messages go to the sessions whose calls are in flight; where there are none, to all. */
  private logged(message: Message): void {
    const level = textAt(message.bytes, pickMembers(message.bytes, message.body, ['level']).level) ?? 'info';
    const calls = this.options.pending.all().filter(({ sent, peer }) => sent && peer !== null);
    if (calls.length === 0) {
      for (const peer of this.options.peers())
        if (this.options.state.wants(peer, level)) peer.send(message.bytes);
      return;
    }
    const told = new Set<Peer>();
    for (const { peer, exchange } of calls.reverse()) {
      if (peer === null || told.has(peer)) continue;
      told.add(peer);
      if (this.options.state.wants(peer, level)) exchange.send(message.bytes);
    }
  }
}
