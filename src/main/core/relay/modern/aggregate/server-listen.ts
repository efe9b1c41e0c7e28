// One server's part of a subscription on `/mcp`: listens there, and again after a while where that ends by itself.
import type { Clock } from '../../../ports.ts';
import type { Exchange } from '../../types.ts';
import { parseAt, pickMembers, scanMessage, type Message } from '../../wire/message.ts';
import type { ModernLink, ModernRequest, Underway } from '../types.ts';

export interface ServerListenOptions {
  /** The URIs to listen for, as the server knows them. */
  readonly keys: readonly string[];
  readonly request: ModernRequest;
  readonly link: () => ModernLink;
  readonly clock: Clock;
  /** It has said what it agrees to, which may be nothing. */
  readonly onAgreed: () => void;
  readonly onUpdated: (message: Message) => void;
  /** Of whoever gets them. */
  readonly room: () => Promise<void> | null;
}

/** The wait before listening again, in milliseconds. */
const againMs = 5000;

export class ServerListen {
  private readonly options: ServerListenOptions;
  private underway: Underway | null = null;
  private stopWaiting: () => void = () => undefined;
  private isOver = false;
  private agreed: readonly string[] | null = null;

  constructor(options: ServerListenOptions) {
    this.options = options;
  }

  get hasAnswered(): boolean {
    return this.agreed !== null;
  }

  get agreedKeys(): readonly string[] {
    return this.agreed ?? [];
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
    if (this.isOver) return;
    if (message.method === 'notifications/resources/updated') this.options.onUpdated(message);
    else if (message.method === 'notifications/subscriptions/acknowledged') this.agree(agreedUris(message));
  }

  private ended(): void {
    if (this.isOver) return;
    this.stopWaiting = this.options.clock.after(againMs, () => this.start());
    if (!this.hasAnswered) this.agree([]);
  }

  private agree(uris: readonly string[]): void {
    this.agreed = this.options.keys.filter((key) => uris.includes(key));
    this.options.onAgreed();
  }
}

/** The URIs that a server agreed to in its acknowledgement. */
function agreedUris({ bytes, body }: Message): readonly string[] {
  const { notifications } = pickMembers(bytes, body, ['notifications']);
  const { resourceSubscriptions: span } = pickMembers(bytes, notifications, ['resourceSubscriptions']);
  const uris = parseAt(bytes, span);
  return Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string') : [];
}
