// What one legacy client wants to hear from a modern server beside its calls, held as one `subscriptions/listen` on its
// behalf: opened anew when the wishes change, and when it ends without being told to (MCP basic/patterns/subscriptions).
import { deferred } from '../../deferred.ts';
import type { Clock } from '../../ports.ts';
import { subscriptionIdKey } from '../../relay/modern/decorate.ts';
import { braced } from '../../relay/modern/members.ts';
import type { ModernLink, ModernRequest, Underway } from '../../relay/modern/types.ts';
import { OwnIds } from '../../relay/own-ids.ts';
import type { ClientInfo } from '../../relay/types.ts';
import { requestMessage, splice } from '../../relay/wire/edit.ts';
import { parseAt, pickMembers, rpcCode, scanMessage, type Message } from '../../relay/wire/message.ts';
import { eachMember } from '../../relay/wire/scan.ts';
import { listChangesOf } from './list-changes.ts';
import { withClaim } from './with-claim.ts';

export interface HeldSubscriptionOptions {
  readonly link: ModernLink;
  readonly client: () => ClientInfo;
  readonly clock: Clock;
  /** A notification, as a legacy server would send it. */
  readonly onNotification: (message: Message) => void;
  /** Of whoever gets them. Absent: they are few. */
  readonly room?: () => Promise<void> | null;
}

interface Listening {
  readonly underway: Underway;
  /** Nobody waits for it to be acknowledged any more. */
  readonly settle: () => void;
}

const firstWaitMs = 1000;
const longestWaitMs = 30_000;
/** How long a change of wishes waits to be acknowledged. */
const acknowledgeMs = 5000;

export class HeldSubscription {
  private readonly options: HeldSubscriptionOptions;
  private readonly ids = new OwnIds();
  private readonly uris = new Set<string>();
  private lists: Readonly<Record<string, true>> = {};
  private current: Listening | null = null;
  private cancelRetry: (() => void) | null = null;
  private waitMs = firstWaitMs;
  private closed = false;

  constructor(options: HeldSubscriptionOptions) {
    this.options = options;
  }

  /** Listens for changes of the lists that a server with these capabilities tells of. */
  listenForLists(capabilities: Readonly<Record<string, unknown>>): void {
    this.lists = listChangesOf(capabilities);
    void this.open();
  }

  /** Resolves when the server has acknowledged it, or is slow to. */
  async subscribe(uri: string): Promise<void> {
    if (this.uris.has(uri)) return;
    this.uris.add(uri);
    await this.open();
  }

  /** The same. */
  async unsubscribe(uri: string): Promise<void> {
    if (this.uris.delete(uri)) await this.open();
  }

  close(): void {
    this.closed = true;
    this.cancelRetry?.();
    leave(this.current, 'The client ended its session.');
    this.current = null;
  }

  /** Begins the new one before it ends the old one, so that nothing is missed between. */
  private async open(): Promise<void> {
    this.cancelRetry?.();
    this.cancelRetry = null;
    const before = this.current;
    this.current = null;
    if (this.closed || (this.uris.size === 0 && Object.keys(this.lists).length === 0)) {
      leave(before, 'Nothing is listened for any more.');
      return;
    }
    const { promise: acknowledged, resolve: settle } = deferred<void>();
    const state = { isOver: false, isRefused: false };
    const over = (): void => {
      state.isOver = true;
      settle();
      if (this.current?.settle === settle) this.ended(state.isRefused);
    };
    const underway = this.options.link.request(this.listenRequest(), {
      send: (bytes) => this.heard(scanMessage(bytes), settle),
      room: () => this.options.room?.() ?? null,
      finish: (answer) => {
        state.isRefused = isUnknownMethod(scanMessage(answer));
        over();
      },
      abandon: over,
    });
    this.current = { underway, settle };
    if (state.isOver) this.ended(state.isRefused);
    const cancelWait = this.options.clock.after(acknowledgeMs, settle);
    await acknowledged;
    cancelWait();
    leave(before, 'Replaced by another subscription.');
  }

  private listenRequest(): ModernRequest {
    const notifications = {
      ...this.lists,
      ...(this.uris.size === 0 ? {} : { resourceSubscriptions: [...this.uris] }),
    };
    const request = requestMessage(this.ids.next(), 'subscriptions/listen', { notifications });
    return { message: withClaim(scanMessage(request), this.options.client(), null), paramHeaders: null };
  }

  private heard(message: Message, settle: () => void): void {
    if (message.method === 'notifications/subscriptions/acknowledged') {
      this.waitMs = firstWaitMs;
      settle();
    } else {
      this.options.onNotification(scanMessage(withoutTag(message)));
    }
  }

  /** Whoever does not know the method will not learn it soon. */
  private ended(isRefused: boolean): void {
    this.current = null;
    if (!isRefused) this.retry();
  }

  private retry(): void {
    if (this.closed) return;
    this.cancelRetry?.();
    this.cancelRetry = this.options.clock.after(this.waitMs, () => void this.open());
    this.waitMs = Math.min(this.waitMs * 2, longestWaitMs);
  }
}

function leave(listening: Listening | null, reason: string): void {
  listening?.settle();
  listening?.underway.cancel(reason);
}

function isUnknownMethod({ kind, bytes, body }: Message): boolean {
  return (
    kind === 'error' && parseAt(bytes, pickMembers(bytes, body, ['code']).code) === rpcCode.methodNotFound
  );
}

/** Legacy clients know no subscription ids. */
function withoutTag({ bytes, body }: Message): Buffer {
  const { _meta: meta } = pickMembers(bytes, body, ['_meta']);
  if (meta === undefined || pickMembers(bytes, meta, [subscriptionIdKey])[subscriptionIdKey] === undefined)
    return bytes;
  const rest = new Map<string, Buffer>();
  eachMember(bytes, meta.start, (key, { start, end }) => {
    if (key !== subscriptionIdKey) rest.set(key, bytes.subarray(start, end));
  });
  return splice(bytes, [{ span: meta, text: braced(rest) }]);
}
