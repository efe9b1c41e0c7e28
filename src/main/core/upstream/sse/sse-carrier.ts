// Carries a client session over HTTP+SSE (MCP 2024-11-05, basic/transports): each message is POSTed, answers come on the
// session's one stream and are told apart by their ids.
import { progressTokenSpan, type Message } from '../../relay/wire/message.ts';
import type { Call, Carried, Carrier, SessionLinkOptions } from '../http/carrier.ts';
import { causeOf } from './cause.ts';
import { isForgotten, SseSession } from './sse-session.ts';

/** How long a server may take to accept a message that it has answered already, in milliseconds. */
const acceptanceMs = 10_000;

export class SseCarrier implements Carrier {
  private readonly options: SessionLinkOptions;
  private readonly link: Carried;
  private readonly session: SseSession;

  constructor(options: SessionLinkOptions, link: Carried) {
    this.options = options;
    this.link = link;
    this.session = new SseSession({
      ...options,
      signal: link.signal,
      openSelf: () => link.openSelf(),
      onMessage: (message) => this.receive(message),
      room: () => this.room(),
      onLost: (error) => link.lost(error),
    });
  }

  progressTokenOf(request: Message): string | null {
    const token = progressTokenSpan(request);
    return token === undefined ? null : request.bytes.toString('utf8', token.start, token.end);
  }

  ensureOpen(): Promise<void> {
    return this.session.ensureOpen();
  }

  begin(send: () => Promise<void>): Promise<void> {
    return this.session.begin(send);
  }

  end(): void {
    this.session.end();
  }

  async perform(call: Call, mayReopen: boolean): Promise<void> {
    const { pending, message, abort, settled } = call;
    const { stream } = this.session;
    const posted = this.session.post(message.bytes, abort.signal);
    try {
      await Promise.race([posted, settled.promise]);
    } catch (error) {
      if (!mayReopen || !isForgotten(error)) throw error;
      // The server did not take it, so it may have it again.
      pending.sent = false;
      this.session.forgotten(stream);
      await this.session.ensureOpen();
      if (!this.link.isOpen(call)) return;
      pending.sent = true;
      await this.perform(call, false);
    }
    await settled.promise;
    // Some servers never say that they have it, and would hold the connection for ever.
    const cancel = this.options.clock.after(acceptanceMs, () => abort.abort());
    void posted.then(cancel, cancel);
  }

  tell(message: Buffer): Promise<void> {
    return this.session.tell(message);
  }

  /** One stream carries everything: it waits for whichever of the client's own is slow. */
  private room(): Promise<void> | null {
    if (this.options.peer.isShared === true) return null;
    for (const { pending } of this.link.calls.values()) {
      const room = pending.exchange.room?.() ?? null;
      if (room !== null) return room;
    }
    return this.options.peer.room?.() ?? null;
  }

  private receive(message: Message): void {
    this.options.onReached();
    const call = message.kind === 'result' ? this.link.callOf(message) : undefined;
    if (call?.pending.method === 'initialize') {
      try {
        this.session.opened(message);
      } catch (error) {
        this.link.fail(call, error);
        return;
      }
    }
    const cause = causeOf(message, this.link.pending);
    if (cause !== 'nobody') this.link.receive(message, cause);
  }
}
