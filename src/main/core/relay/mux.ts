// Many sessions on one server connection: their requests go on under ids of our own, and each ends in its own way, by an
// answer, an error, a cancellation or its time (S2.2, S2.5). Knows nothing of processes.
import { AppError } from '../../../shared/errors.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock, Logger } from '../ports.ts';
import { TransientMap } from '../transient.ts';
import { AskedTable } from './asked.ts';
import { ignored, settling } from './exchanges.ts';
import { ownIdIn, ownIdOf, PendingTable, timeoutError, type Pending } from './pending.ts';
import { failureMessage } from './rpc-errors.ts';
import { ServerNotices } from './server-notices.ts';
import { SharedState } from './shared-state.ts';
import { TaskOwners } from './task-owners.ts';
import { timeoutOf, type Exchange, type Peer, type Timeouts } from './types.ts';
import { cancelledMessage, errorMessage, renamed, renamedInPlace, requestMessage } from './wire/edit.ts';
import { idText, progressTokenSpan, rpcCode, type Message } from './wire/message.ts';
import { readOverlong } from './wire/overlong.ts';

export interface MuxOptions {
  readonly serverName: string;
  readonly bounds?: Bounds | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timeouts: Timeouts;
  /** Hands a request to the server now, or keeps it until the server can take it; sets `sent` when it has. */
  readonly submit: (pending: Pending, message: Buffer) => void;
  /** Nobody waits any more for the answer to a request that was submitted and not yet handed over. */
  readonly retract: (pending: Pending) => void;
  /** Writes to the server if it runs; what is written to a server that does not run is lost, rightly. */
  readonly write: (message: Buffer) => void;
  /** A server runs and is initialized. */
  readonly isOpen: () => boolean;
  /** `notifications/<kind>/list_changed` came. */
  readonly onListChanged: (kind: string) => void;
}

export class Mux {
  readonly state = new SharedState();
  readonly pending: PendingTable;
  private readonly tasks = new TaskOwners();
  private readonly asked: AskedTable;
  private readonly notices: ServerNotices;
  private readonly options: MuxOptions;
  /** Who came or asked last has the highest number. */
  private readonly peers = new TransientMap<Peer, number>();
  private lastNumber = 0;

  constructor(options: MuxOptions) {
    this.options = options;
    this.pending = new PendingTable(options.clock, (pending) => this.expire(pending));
    this.asked = new AskedTable({
      serverName: options.serverName,
      pending: this.pending,
      tasks: this.tasks,
      peers: () => this.peersByNumber(),
      answer: options.write,
    });
    this.notices = new ServerNotices({
      pending: this.pending,
      tasks: this.tasks,
      state: this.state,
      peers: () => this.peers.keys(),
      withdraw: (id, reason) => this.asked.withdraw(id, reason),
      onListChanged: options.onListChanged,
    });
  }

  /** There are sessions on it, or calls of some in flight. */
  get isUsed(): boolean {
    return this.peers.size > 0 || this.pending.clientRequests > 0;
  }

  attach(peer: Peer): void {
    this.peers.set(peer, ++this.lastNumber);
  }

  /** The session is gone: its calls are cancelled at the server, its wishes taken back. */
  detach(peer: Peer): void {
    if (!this.peers.delete(peer)) return;
    for (const pending of this.pending.all()) {
      if (pending.peer === peer) this.drop(pending, 'The client ended its session.');
    }
    this.asked.forget(peer);
    this.tasks.forget(peer);
    const { level, unsubscribed } = this.state.forget(peer);
    if (level !== null) this.tell('logging/setLevel', { level });
    for (const uri of unsubscribed) this.tell('resources/unsubscribe', { uri });
  }

  /** Sends a client's request on, under an id of our own. Returns what is in flight, for `drop`. */
  request(peer: Peer, message: Message, exchange: Exchange, onSettled: () => void): Pending {
    if (peer.isPassing !== true) {
      this.peers.set(peer, ++this.lastNumber);
      this.tasks.requested(peer, message);
    }
    const token = progressTokenSpan(message) ?? null;
    const pending = this.pending.add({
      peer,
      clientId: idText(message),
      method: message.method,
      exchange: settling(exchange, onSettled),
      progressToken: token === null ? null : message.bytes.toString('utf8', token.start, token.end),
      timeoutMs: timeoutOf(message.method, this.options.timeouts),
    });
    this.options.submit(pending, renamed(message, token, pending.id));
    return pending;
  }

  /** A request of the gateway itself, written at once, as part of opening the server. */
  call(method: string, params: unknown, exchange: Exchange, timeoutMs: number): void {
    const pending = this.own(method, exchange, timeoutMs);
    pending.sent = true;
    this.options.write(requestMessage(String(pending.id), method, params));
  }

  /** Tells a server that was opened anew what the sessions wanted of the one before it. */
  restore(): void {
    const { requestMs } = this.options.timeouts;
    const { level, subscriptions } = this.state.begin();
    if (level !== null) this.call('logging/setLevel', { level }, ignored, requestMs);
    for (const uri of subscriptions) this.call('resources/subscribe', { uri }, ignored, requestMs);
  }

  /** The client cancels (MCP basic/utilities/cancellation). */
  drop(pending: Pending, reason: string): void {
    if (this.pending.take(pending.id) === undefined) return;
    this.giveUp(pending, reason);
    pending.exchange.abandon();
  }

  /** Everything that was handed to the server ends with this error; what clients still wait to hand over stays. */
  failSent(error: AppError): void {
    this.asked.withdrawAll(error.message);
    for (const pending of this.pending.all())
      if (pending.sent || pending.peer === null) this.fail(pending, error);
  }

  fail(pending: Pending, error: AppError): void {
    if (this.pending.take(pending.id) === undefined) return;
    if (!pending.sent) this.options.retract(pending);
    pending.exchange.finish(failureMessage(pending.clientId, error));
  }

  /** A message of the server was too long to be taken: whoever waits for it is told so now. */
  overlong(head: Buffer, tail: Buffer): void {
    const { serverName } = this.options;
    const lost = readOverlong(head, tail);
    this.options.bounds?.reached('messageBytes', `a message of "${serverName}" was longer, and is lost.`);
    if (lost.kind === 'request') {
      const message = 'The request is larger than gateway.maxMessageBytes.';
      this.options.write(errorMessage(lost.id, { code: rpcCode.invalidRequest, message }));
    }
    const pending = lost.kind === 'answer' ? this.pending.get(ownIdOf(lost.id)) : undefined;
    if (pending === undefined) return;
    const text = `The answer of "${serverName}" to ${pending.method} is larger than gateway.maxMessageBytes.`;
    this.fail(pending, new AppError('MESSAGE_TOO_LARGE', text, { details: { server: serverName } }));
  }

  /** One message from the server. */
  receive(message: Message): void {
    switch (message.kind) {
      case 'result':
      case 'error':
        this.settle(message);
        break;
      case 'request':
        if (message.method === 'ping')
          this.options.write(Buffer.from(`{"jsonrpc":"2.0","id":${idText(message)},"result":{}}`));
        else this.asked.route(message);
        break;
      case 'notification':
        this.notices.receive(message);
        break;
    }
  }

  private peersByNumber(): Peer[] {
    return [...this.peers].sort(([, one], [, other]) => one - other).map(([peer]) => peer);
  }

  private settle(message: Message): void {
    const pending = this.pending.take(ownIdIn(message));
    if (pending === undefined) {
      this.options.logger.debug(
        `"${this.options.serverName}" answered a request that nobody waits for (id ${idText(message)}).`,
      );
      return;
    }
    if (pending.peer?.isPassing !== true) this.tasks.answered(pending, message);
    pending.exchange.finish(renamedInPlace(message, pending.clientId));
  }

  private expire(pending: Pending): void {
    this.giveUp(pending, 'The request timed out.');
    const error = timeoutError(this.options.serverName, pending);
    pending.exchange.finish(failureMessage(pending.clientId, error));
  }

  /** Tells the server where it has the request; MCP forbids it for `initialize` (basic/utilities/cancellation). */
  private giveUp(pending: Pending, reason: string): void {
    if (!pending.sent) this.options.retract(pending);
    else if (pending.method !== 'initialize')
      this.options.write(cancelledMessage(String(pending.id), reason));
  }

  /** A request of the gateway itself whose answer nobody reads; only a server that is open needs it. */
  private tell(method: string, params: unknown): void {
    if (!this.options.isOpen()) return;
    const pending = this.own(method, ignored, this.options.timeouts.requestMs);
    this.options.submit(pending, requestMessage(String(pending.id), method, params));
  }

  private own(method: string, exchange: Exchange, timeoutMs: number): Pending {
    return this.pending.add({ peer: null, clientId: '0', method, exchange, progressToken: null, timeoutMs });
  }
}
