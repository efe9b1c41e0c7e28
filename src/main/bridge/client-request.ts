// One request of the client until its answer is on stdout. What is lost with the gateway is asked for again where that
// does no harm; a subscription goes on when the gateway is back, without the client noticing.
import type { Clock } from '../core/ports.ts';
import type { Exchange, Peer } from '../core/relay/types.ts';
import { scanMessage, type Message } from '../core/relay/wire/message.ts';
import { isHarmless, isLostAnswer } from './lost-answers.ts';

export interface ClientRequestOptions {
  readonly message: Message;
  readonly peer: Pick<Peer, 'send' | 'room'>;
  readonly clock: Clock;
  /** Sends it; returns how to give it up. */
  readonly begin: (message: Message, exchange: Exchange) => (reason: string) => void;
  /** It is over, one way or another. Called once. */
  readonly onEnd: () => void;
}

/** Whoever lost a gateway again and again is told so. */
const maxAttempts = 3;
const pauseMs = 250;

export class ClientRequest {
  private readonly options: ClientRequestOptions;
  private attempts = 0;
  private isOver = false;
  private giveUp: (reason: string) => void = () => undefined;
  private stopWaiting: () => void = () => undefined;

  constructor(options: ClientRequestOptions) {
    this.options = options;
  }

  start(): void {
    const { begin, message } = this.options;
    const attempt = ++this.attempts;
    const giveUp = begin(message, this.exchange(attempt));
    if (attempt === this.attempts && !this.isOver) this.giveUp = giveUp;
  }

  /** The client does not want the answer. */
  cancel(reason: string): void {
    if (this.isOver) return;
    const { giveUp } = this;
    this.end();
    giveUp(reason);
  }

  private exchange(attempt: number): Exchange {
    const { peer, message } = this.options;
    const isListening = message.method === 'subscriptions/listen';
    const isCurrent = (): boolean => !this.isOver && attempt === this.attempts;
    return {
      send: (bytes) => {
        // The client knows that already.
        const isRepeated = attempt > 1 && isListening && isAcknowledgement(bytes);
        if (isCurrent() && !isRepeated) peer.send(bytes);
      },
      room: () => peer.room?.() ?? null,
      finish: (answer) => {
        if (!isCurrent()) return;
        if (this.mayRepeat() && isLostAnswer(answer)) {
          this.repeat();
          return;
        }
        this.end();
        peer.send(answer);
      },
      abandon: () => {
        if (!isCurrent()) return;
        // The gateway has gone; nobody has ended the subscription.
        if (isListening) this.repeat();
        else this.end();
      },
    };
  }

  private mayRepeat(): boolean {
    return isHarmless(this.options.message.method) && this.attempts < maxAttempts;
  }

  private repeat(): void {
    this.giveUp = () => undefined;
    this.stopWaiting = this.options.clock.after(pauseMs, () => this.start());
  }

  private end(): void {
    this.isOver = true;
    this.stopWaiting();
    this.options.onEnd();
  }
}

function isAcknowledgement(bytes: Buffer): boolean {
  return scanMessage(bytes).method === 'notifications/subscriptions/acknowledged';
}
