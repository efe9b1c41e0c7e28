// Hears for the gateway itself which lists of a modern server change, whoever else listens to it
// (MCP 2026-07-28, basic/patterns/subscriptions).
import type { Clock } from '../../ports.ts';
import type { ModernLink } from '../../relay/modern/types.ts';
import type { ClientInfo } from '../../relay/types.ts';
import { HeldSubscription } from './held-subscription.ts';

export interface ListWatchOptions {
  readonly link: ModernLink;
  readonly client: ClientInfo;
  readonly clock: Clock;
  /** `notifications/<kind>/list_changed` came. */
  readonly onChanged: (kind: string) => void;
}

export class ListWatch {
  private readonly options: ListWatchOptions;
  private held: HeldSubscription | null = null;
  private closed = false;

  constructor(options: ListWatchOptions) {
    this.options = options;
  }

  /** Begins, or begins anew with what the server says by now. */
  begin(capabilities: Readonly<Record<string, unknown>>): void {
    this.end();
    if (this.closed) return;
    const { link, client, clock, onChanged } = this.options;
    this.held = new HeldSubscription({
      link,
      client: () => client,
      clock,
      onNotification: ({ method }) => {
        const changed = /^notifications\/(\w+)\/list_changed$/.exec(method)?.[1];
        if (changed !== undefined) onChanged(changed);
      },
    });
    this.held.listenForLists(capabilities);
  }

  end(): void {
    this.held?.close();
    this.held = null;
  }

  /** For good. */
  close(): void {
    this.closed = true;
    this.end();
  }
}
