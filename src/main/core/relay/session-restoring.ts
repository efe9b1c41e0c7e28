// A session that was kept takes up again what its client believes to be in force: opened at its server, log level and
// subscriptions asked for anew, the client told to look again at what may have changed meanwhile (S4.3).
import { errorTable } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import type { Clock } from '../ports.ts';
import { OwnIds } from './own-ids.ts';
import type { Exchange } from './types.ts';
import type { Wish } from './wishes.ts';
import { notificationMessage, requestMessage } from './wire/edit.ts';
import { parseAt, scanMessage, type Message } from './wire/message.ts';

export interface SessionRestoringOptions {
  readonly clock: Clock;
  /** Lists whose changes the client wants to hear of. */
  readonly lists: readonly string[];
  /** What is still wanted. */
  readonly wishes: () => readonly Wish[];
  readonly request: (message: Message, exchange: Exchange) => void;
  /** Tells the client. */
  readonly send: (message: Buffer) => void;
  /** The server refused it; nobody else has failed. */
  readonly onRefused: (wish: Wish) => void;
}

/** Opens the session at the server, and lets it reach the client. */
const opening: Wish = { method: 'ping', params: {} };
/** Pauses between attempts, in milliseconds; after the last one the client's next request is the occasion. */
const pausesMs = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000];

export class SessionRestoring {
  private readonly options: SessionRestoringOptions;
  private readonly ownIds = new OwnIds();
  private due: ReadonlySet<Wish>;
  private open = 0;
  private attempts = 0;
  private stopWaiting: () => void = () => undefined;

  constructor(options: SessionRestoringOptions) {
    this.options = options;
    this.due = new Set([opening, ...options.wishes()]);
  }

  /** Tries what has not been done yet, unless that is under way. */
  attempt(): void {
    if (this.open > 0 || this.due.size === 0) return;
    this.stopWaiting();
    const wanted = [opening, ...this.options.wishes()].filter((wish) => this.due.has(wish));
    this.due = new Set();
    this.attempts++;
    this.open = wanted.length;
    for (const wish of wanted) {
      const exchange: Exchange = {
        send: (message) => this.options.send(message),
        finish: (answer) => this.answered(wish, scanMessage(answer)),
        abandon: () => this.settled(),
      };
      this.options.request(
        scanMessage(requestMessage(this.ownIds.next(), wish.method, wish.params)),
        exchange,
      );
    }
  }

  close(): void {
    this.due = new Set();
    this.stopWaiting();
  }

  private answered(wish: Wish, answer: Message): void {
    if (isOfGateway(answer)) this.due = new Set([...this.due, wish]);
    else if (answer.kind === 'result' || wish === opening) this.lookAgain(wish);
    else this.options.onRefused(wish);
    this.settled();
  }

  private lookAgain(wish: Wish): void {
    const { lists, send } = this.options;
    if (wish === opening)
      for (const kind of lists) send(notificationMessage(`notifications/${kind}/list_changed`));
    else if (wish.method === 'resources/subscribe')
      send(notificationMessage('notifications/resources/updated', wish.params));
  }

  private settled(): void {
    this.open--;
    const pauseMs = pausesMs[this.attempts - 1];
    if (this.open > 0 || this.due.size === 0 || pauseMs === undefined) return;
    this.stopWaiting = this.options.clock.after(pauseMs, () => this.attempt());
  }
}

/** An error that no server gave: it may go better later. */
function isOfGateway({ kind, bytes, body }: Message): boolean {
  const error = kind === 'error' ? parseAt(bytes, body) : null;
  const data = isRecord(error) ? error['data'] : null;
  const code = isRecord(data) ? data['code'] : null;
  return typeof code === 'string' && Object.hasOwn(errorTable, code);
}
