// What one legacy client wants to hear from a modern server beside its calls, held as one `subscriptions/listen` on its
// behalf: opened anew when the wishes change, and when it ends without being told to (MCP basic/patterns/subscriptions).
import { isRecord } from '../../../../shared/is-record.ts';
import { deferred } from '../../deferred.ts';
import type { Clock } from '../../ports.ts';
import { subscriptionIdKey } from '../../relay/modern/decorate.ts';
import { braced } from '../../relay/modern/members.ts';
import type { ModernLink, Underway } from '../../relay/modern/types.ts';
import { OwnIds } from '../../relay/own-ids.ts';
import type { ClientInfo } from '../../relay/types.ts';
import { requestMessage, splice } from '../../relay/wire/edit.ts';
import { pickMembers, scanMessage, type Message } from '../../relay/wire/message.ts';
import { eachMember } from '../../relay/wire/scan.ts';
import { withClaim } from './with-claim.ts';

export interface HeldSubscriptionOptions {
  readonly link: ModernLink;
  readonly client: () => ClientInfo;
  readonly clock: Clock;
  /** A notification, as a legacy server would send it. */
  readonly onNotification: (message: Message) => void;
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
  private current: Underway | null = null;
  private cancelRetry: (() => void) | null = null;
  private waitMs = firstWaitMs;
  private closed = false;

  constructor(options: HeldSubscriptionOptions) {
    this.options = options;
  }

  /** Listens for changes of the lists that a server with these capabilities tells of. */
  listenForLists(capabilities: Readonly<Record<string, unknown>>): void {
    const tells = (name: string): boolean => {
      const capability = capabilities[name];
      return isRecord(capability) && capability['listChanged'] === true;
    };
    this.lists = {
      ...(tells('tools') ? { toolsListChanged: true as const } : {}),
      ...(tells('prompts') ? { promptsListChanged: true as const } : {}),
      ...(tells('resources') ? { resourcesListChanged: true as const } : {}),
    };
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
    this.current?.cancel('The client ended its session.');
    this.current = null;
  }

  /** Begins the new one before it ends the old one, so that nothing is missed between. */
  private async open(): Promise<void> {
    this.cancelRetry?.();
    this.cancelRetry = null;
    const before = this.current;
    this.current = null;
    if (this.closed || (this.uris.size === 0 && Object.keys(this.lists).length === 0)) {
      before?.cancel('Nothing is listened for any more.');
      return;
    }
    const { promise: acknowledged, resolve } = deferred<void>();
    const notifications = {
      ...this.lists,
      ...(this.uris.size === 0 ? {} : { resourceSubscriptions: [...this.uris] }),
    };
    const id = this.ids.next();
    const request = scanMessage(requestMessage(id, 'subscriptions/listen', { notifications }));
    let underway: Underway | null = null;
    let isOver = false;
    const over = (): void => {
      isOver = true;
      resolve();
      if (underway !== null && this.current === underway) this.retry();
    };
    underway = this.options.link.request(
      { message: withClaim(request, this.options.client(), null), paramHeaders: {} },
      {
        send: (bytes) => {
          const message = scanMessage(bytes);
          if (message.method === 'notifications/subscriptions/acknowledged') {
            this.waitMs = firstWaitMs;
            resolve();
          } else {
            this.options.onNotification(scanMessage(withoutTag(message)));
          }
        },
        finish: over,
        abandon: over,
      },
    );
    if (this.closed) underway.cancel('The client ended its session.');
    this.current = underway;
    if (isOver) this.retry();
    const cancelWait = this.options.clock.after(acknowledgeMs, resolve);
    await acknowledged;
    cancelWait();
    before?.cancel('Replaced by another subscription.');
  }

  private retry(): void {
    this.current = null;
    if (this.closed) return;
    this.cancelRetry?.();
    this.cancelRetry = this.options.clock.after(this.waitMs, () => void this.open());
    this.waitMs = Math.min(this.waitMs * 2, longestWaitMs);
  }
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
