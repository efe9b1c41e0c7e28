// One server's part of a subscription on `/mcp`: listens there, and again after a while where that ends by itself.
import { isRecord } from '../../../../../shared/is-record.ts';
import type { Clock } from '../../../ports.ts';
import type { Exchange } from '../../types.ts';
import { parseAt, pickMembers, scanMessage, type Message } from '../../wire/message.ts';
import type { ModernLink, ModernRequest, Underway } from '../types.ts';

export interface ServerListenOptions {
  readonly request: ModernRequest;
  readonly link: () => ModernLink;
  readonly clock: Clock;
  /** It has said what it agrees to, which may be nothing. */
  readonly onAgreed: () => void;
  readonly onNotification: (message: Message) => void;
  /** Of whoever gets them. */
  readonly room: () => Promise<void> | null;
}

/** What a server agrees to of a filter. */
export type Agreed = Readonly<Record<string, unknown>>;

/** The waits before listening again, in milliseconds: the first one, and the longest. */
const firstWaitMs = 5000;
const longestWaitMs = 60_000;

export class ServerListen {
  private readonly options: ServerListenOptions;
  private underway: Underway | null = null;
  private stopWaiting: () => void = () => undefined;
  private waitMs = firstWaitMs;
  private isOver = false;
  private answer: Agreed | null = null;

  constructor(options: ServerListenOptions) {
    this.options = options;
  }

  get hasAnswered(): boolean {
    return this.answer !== null;
  }

  get agreed(): Agreed {
    return this.answer ?? {};
  }

  start(): void {
    const exchange: Exchange = {
      send: (bytes) => this.receive(scanMessage(bytes)),
      room: () => this.options.room(),
      finish: () => this.ended(),
      abandon: () => this.ended(),
    };
    this.underway = this.options.link().request(this.options.request, exchange);
  }

  cancel(reason: string): void {
    this.isOver = true;
    this.stopWaiting();
    this.underway?.cancel(reason);
  }

  private receive(message: Message): void {
    if (this.isOver || message.kind !== 'notification') return;
    if (message.method !== 'notifications/subscriptions/acknowledged') {
      this.options.onNotification(message);
      return;
    }
    this.waitMs = firstWaitMs;
    this.agree(agreedIn(message));
  }

  private ended(): void {
    if (this.isOver) return;
    this.stopWaiting = this.options.clock.after(this.waitMs, () => this.start());
    this.waitMs = Math.min(2 * this.waitMs, longestWaitMs);
    if (!this.hasAnswered) this.agree({});
  }

  private agree(agreed: Agreed): void {
    this.answer = agreed;
    this.options.onAgreed();
  }
}

function agreedIn({ bytes, body }: Message): Agreed {
  const agreed = parseAt(bytes, pickMembers(bytes, body, ['notifications']).notifications);
  return isRecord(agreed) ? agreed : {};
}
