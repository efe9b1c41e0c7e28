// Carries a client session over Streamable HTTP: each message is a POST of its own, and its answer comes back on that.
import { toAppError } from '../../../../shared/errors.ts';
import { deferred } from '../../deferred.ts';
import type { Pending } from '../../relay/pending.ts';
import type { Message } from '../../relay/wire/message.ts';
import type { Call, Carried, Carrier, SessionLinkOptions } from './carrier.ts';
import { performCall } from './http-call.ts';
import { HttpSession } from './http-session.ts';

/** How long a server may take to accept a notification, in milliseconds. */
const notificationMs = 10_000;
/** How long what follows a notification waits for it to be accepted, in milliseconds. */
const patienceMs = 1000;

export class HttpCarrier implements Carrier {
  private readonly options: SessionLinkOptions;
  private readonly link: Carried;
  private readonly session: HttpSession;

  constructor(options: SessionLinkOptions, link: Carried) {
    this.options = options;
    this.link = link;
    this.session = new HttpSession({
      ...options,
      signal: link.signal,
      openSelf: () => link.openSelf(),
      onLost: () => link.withdrawQuestions(),
      onFailure: (error) => link.report(error),
      onMessage: (message) => link.receive(message, null),
      room: () => options.peer.room?.() ?? null,
    });
  }

  progressTokenOf(): null {
    return null;
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
    const { pending, message, abort } = call;
    const { exchange } = pending;
    await performCall({
      ...this.options,
      session: this.session,
      message,
      signal: abort.signal,
      mayReopen,
      isOpen: () => this.link.isOpen(call),
      onMessage: (received) => this.receive(received, pending),
      room: () => exchange.room?.() ?? null,
      onStream: () => {
        if (message.method !== 'initialize') exchange.beginStream?.();
      },
      onPause: () => exchange.pauseStream?.(),
    });
  }

  async tell(message: Buffer): Promise<void> {
    const { promise: slow, resolve } = deferred<void>();
    const cancel = this.options.clock.after(patienceMs, resolve);
    await Promise.race([this.deliver(message), slow]);
    cancel();
  }

  private receive(message: Message, pending: Pending): void {
    this.options.onReached();
    const isOpening = message.kind === 'result' && pending.method === 'initialize';
    if (isOpening && this.link.callOf(message)?.pending === pending) this.session.opened(message);
    this.link.receive(message, pending);
  }

  private async deliver(message: Buffer): Promise<void> {
    const { transport, logger } = this.options;
    const signal = AbortSignal.any([this.link.signal, AbortSignal.timeout(notificationMs)]);
    try {
      const answer = await transport.post(message, this.session.headers, signal);
      // Nothing in the body is of use, and some servers never end it.
      answer.body.dump({ limit: 16_384, signal }).catch(() => undefined);
      if (answer.statusCode >= 400)
        logger.debug(`"${transport.name}" answered HTTP ${answer.statusCode} to a notification.`);
    } catch (error) {
      if (!this.link.signal.aborted) logger.debug(toAppError(error).message);
    }
  }
}
