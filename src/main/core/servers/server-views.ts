// What each kind of token sees of the servers: one view for all that may see the same, made when it is first needed.
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import type { Access } from '../relay/access.ts';
import type { Naming } from '../relay/aggregate/exposure.ts';
import { keepNewest } from '../relay/keep-newest.ts';
import type { ListKind } from '../relay/catalogue.ts';
import { NarrowedServers, type WholeServers } from './narrowed-servers.ts';

export interface ServerViewsOptions {
  readonly whole: WholeServers;
  readonly naming: () => Naming;
  readonly bounds: Bounds;
  readonly clock: Clock;
  /** What a view offers under `/mcp` has changed. */
  readonly onListsChanged: (kinds: readonly ListKind[], view: string) => void;
}

/** There are as many as there are sets of scopes in use. */
const mostViews = 1000;

export class ServerViews {
  private readonly options: ServerViewsOptions;
  private readonly views = new Map<string, NarrowedServers>();

  constructor(options: ServerViewsOptions) {
    this.options = options;
  }

  of(access: Access): NarrowedServers {
    const known = this.views.get(access.view);
    if (known !== undefined) return known;
    const view = new NarrowedServers({ ...this.options, access });
    view.kept.subscribe((kinds) => this.options.onListsChanged(kinds, access.view));
    this.views.set(access.view, view);
    keepNewest(this.views, mostViews);
    return view;
  }

  /** Something of the servers may have changed. */
  renew(): void {
    for (const view of this.views.values()) view.kept.renew();
  }

  /** Ends what modern clients listen to. */
  closeModern(): void {
    for (const view of this.views.values()) view.closeModern();
  }

  close(): void {
    for (const view of this.views.values()) view.kept.close();
  }
}
