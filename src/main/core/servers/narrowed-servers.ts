// The servers as a narrowed token sees them: the others are not there, and of their tools only what it may call. One for
// all tokens that may see the same; both eras find their way to servers through it.
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import type { Access } from '../relay/access.ts';
import { AggregateLink, type AggregateSource } from '../relay/aggregate/aggregate-link.ts';
import type { AggregateServer, Exposure, Naming } from '../relay/aggregate/exposure.ts';
import { MentionedUris } from '../relay/aggregate/mentioned-uris.ts';
import type { ListKind } from '../relay/catalogue.ts';
import { ModernAggregate, type ModernAggregateSource } from '../relay/modern/aggregate/modern-aggregate.ts';
import type { ModernLink, Underway } from '../relay/modern/types.ts';
import { asReadOnly, readOnlyPart, type ReadOnlyServer } from '../relay/read-only-access.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import type { Link, Peer } from '../relay/types.ts';
import { idText } from '../relay/wire/message.ts';
import { ExposureKeeper } from './exposure-keeper.ts';
import { unknownServer } from './server-link.ts';
import { withClose } from './with-close.ts';

/** The servers as somebody sees them. */
export interface SeenServers {
  connect(server: string, peer: Peer): Link;
  connectAll(peer: Peer): Link;
  modern(server: string): ModernLink;
  modernAll(): ModernLink;
}

/** All servers. */
export interface WholeServers extends AggregateSource, ModernAggregateSource {
  /** Whether a name is one of these, a registered server's id counting for its copies. */
  isNamed(server: string, names: ReadonlySet<string>): boolean;
  /** Throws AppError SERVER_UNKNOWN. */
  readable(server: string): ReadOnlyServer;
}

export interface NarrowedOptions {
  readonly whole: WholeServers;
  readonly access: Access;
  readonly naming: () => Naming;
  readonly bounds: Bounds;
  readonly clock: Clock;
}

export class NarrowedServers implements SeenServers, AggregateSource, ModernAggregateSource {
  readonly version: string;
  readonly gatewayId: string;
  readonly clock: Clock;
  readonly mentioned = new MentionedUris();
  /** What `/mcp` offers to such a token. */
  readonly kept: ExposureKeeper;
  private readonly options: NarrowedOptions;
  private readonly modernAggregate: ModernAggregate;

  constructor(options: NarrowedOptions) {
    const { whole, naming, bounds, clock } = options;
    this.options = options;
    this.version = whole.version;
    this.gatewayId = whole.gatewayId;
    this.clock = clock;
    this.kept = new ExposureKeeper(() => this.servers(), naming, clock);
    this.modernAggregate = new ModernAggregate(this, clock, bounds);
  }

  connect(server: string, peer: Peer): Link {
    if (!this.allows(server)) return this.nowhere(server);
    const link = this.options.whole.connect(server, peer);
    if (!this.options.access.isReadOnly) return link;
    return {
      request: (message, exchange) => {
        try {
          asReadOnly(this.options.whole.readable(server), message, exchange, (shown) =>
            link.request(message, shown),
          );
        } catch (error) {
          exchange.finish(failureMessage(idText(message), error));
        }
      },
      notify: (message) => link.notify(message),
      close: () => link.close(),
    };
  }

  connectAll(peer: Peer): Link {
    return withClose(new AggregateLink(this, peer), this.followed());
  }

  modern(server: string): ModernLink {
    const { whole, access } = this.options;
    const link = whole.modern(server);
    return {
      request: (request, exchange) => {
        const state: { isCancelled: boolean; underway: Underway | null } = {
          isCancelled: false,
          underway: null,
        };
        try {
          if (!this.allows(server)) throw unknownServer(server, this.names());
          if (!access.isReadOnly) return link.request(request, exchange);
          asReadOnly(whole.readable(server), request.message, exchange, (shown) => {
            if (!state.isCancelled) state.underway = link.request(request, shown);
          });
        } catch (error) {
          exchange.finish(failureMessage(idText(request.message), error));
        }
        return {
          cancel: (reason) => {
            state.isCancelled = true;
            state.underway?.cancel(reason);
          },
        };
      },
    };
  }

  modernAll(): ModernLink {
    return this.modernAggregate;
  }

  servers(): readonly AggregateServer[] {
    const { whole, access } = this.options;
    const seen = whole.servers().filter(({ name }) => this.allows(name));
    if (!access.isReadOnly) return seen;
    return seen.map((server) => ({
      ...server,
      catalogue: server.catalogue === null ? null : readOnlyPart(server.catalogue),
    }));
  }

  names(): readonly string[] {
    return this.options.whole.names().filter((name) => this.allows(name));
  }

  separator(): string {
    return this.options.whole.separator();
  }

  exposure(): Exposure {
    return this.kept.get();
  }

  settled(): Promise<void> {
    return this.options.whole.settled();
  }

  learnt(): Promise<void> {
    return this.options.whole.learnt();
  }

  onListsChanged(listener: (kinds: readonly ListKind[]) => void): () => void {
    const endings = [this.kept.subscribe(listener), this.followed()];
    return () => {
      for (const end of endings) end();
    };
  }

  /** Ends what modern clients listen to. */
  closeModern(): void {
    this.modernAggregate.close();
  }

  /** Somebody waits for changes; they come with those of the whole. Returns how to end that. */
  private followed(): () => void {
    return this.options.whole.onListsChanged(() => undefined);
  }

  private allows(server: string): boolean {
    const { whole, access } = this.options;
    return access.servers === null || whole.isNamed(server, access.servers);
  }

  private nowhere(server: string): Link {
    return {
      request: (message, exchange) =>
        exchange.finish(failureMessage(idText(message), unknownServer(server, this.names()))),
      notify: () => undefined,
      close: () => undefined,
    };
  }
}
