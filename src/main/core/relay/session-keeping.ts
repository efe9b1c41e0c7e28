// One session's part of what is kept over restarts: notes what its client has been granted before the client hears of it,
// so that nothing that was answered is ever lost (S4.3).
import { isRecord } from '../../../shared/is-record.ts';
import { endingIn } from './exchanges.ts';
import type { SavedStreams } from './saved-streams.ts';
import type { SessionMemory, SessionRecord } from './session-record.ts';
import type { ClientInfo, Exchange } from './types.ts';
import { Wishes, type Wish } from './wishes.ts';
import { parseAt, scanMessage, type Message } from './wire/message.ts';

export interface SessionKeepingOptions {
  readonly memory: SessionMemory;
  /** As it begins, or as it was kept. */
  readonly record: SessionRecord;
  readonly client: () => ClientInfo;
}

const granted: ReadonlySet<string> = new Set([
  'initialize',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
]);

export class SessionKeeping {
  private readonly memory: SessionMemory;
  private readonly id: string;
  private readonly target: string | null;
  private readonly owner: string | null;
  private readonly client: () => ClientInfo;
  private readonly wishes: Wishes;
  private lists: readonly string[];
  private listens: boolean;
  private isOver = false;

  constructor({ memory, record, client }: SessionKeepingOptions) {
    this.memory = memory;
    this.id = record.id;
    this.target = record.target;
    this.owner = record.owner;
    this.client = client;
    this.lists = record.lists;
    this.wishes = new Wishes(record.wishes);
    this.listens = record.hasListened;
  }

  get hasListened(): boolean {
    return this.listens;
  }

  /** What a new session at the server is to be asked for. */
  all(): readonly Wish[] {
    return this.wishes.all();
  }

  /** Kept from now on. */
  begin(): void {
    void this.save();
  }

  /** The exchange for a request of the client: what is granted is on disk before the answer goes on. */
  noting(request: Message, exchange: Exchange): Exchange {
    if (!granted.has(request.method)) return exchange;
    return endingIn(exchange, (answer) => {
      if (!this.note(request, answer)) exchange.finish(answer);
      else void this.save().then(() => exchange.finish(answer));
    });
  }

  /** The client has opened its standalone stream. */
  noteListening(): void {
    if (this.listens) return;
    this.listens = true;
    void this.save();
  }

  /** The server would not grant this again. */
  drop(wish: Wish): void {
    this.wishes.drop(wish);
    void this.save();
  }

  /** Nobody uses the session any more; it can be taken up again. The last call but for `end`. */
  rest(now: number, streams: SavedStreams | null): void {
    if (this.isOver) return;
    void this.memory.save({ ...this.record(), restingSince: now, streams });
    this.isOver = true;
  }

  /** Nothing is kept from now on. */
  end(): void {
    this.isOver = true;
  }

  private async save(): Promise<void> {
    if (!this.isOver) await this.memory.save(this.record());
  }

  private record(): SessionRecord {
    return {
      id: this.id,
      target: this.target,
      owner: this.owner,
      client: this.client(),
      lists: this.lists,
      wishes: this.wishes.all(),
      hasListened: this.listens,
      restingSince: null,
      streams: null,
    };
  }

  /** False: nothing has changed by it. */
  private note(request: Message, answer: Buffer): boolean {
    const result = scanMessage(answer);
    if (result.kind !== 'result') return false;
    if (request.method === 'initialize') this.lists = announcedLists(result);
    else this.wishes.note(request);
    return true;
  }
}

/** Of what a server says of itself: the lists of which it tells changes (MCP basic/lifecycle, capabilities). */
function announcedLists({ bytes, body }: Message): readonly string[] {
  const result = parseAt(bytes, body);
  const capabilities = isRecord(result) && isRecord(result['capabilities']) ? result['capabilities'] : {};
  return Object.entries(capabilities)
    .filter(([, capability]) => isRecord(capability) && capability['listChanged'] === true)
    .map(([kind]) => kind);
}
