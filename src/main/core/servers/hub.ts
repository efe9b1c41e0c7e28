// All servers by name: made from the configuration, re-made when their part of it changes, and seen together as `/mcp`.
import type { ServerConfig } from '../config/types.ts';
import type { Clock } from '../ports.ts';
import { openAccess, type Access } from '../relay/access.ts';
import { AggregateLink } from '../relay/aggregate/aggregate-link.ts';
import type { AggregateServer, Exposure } from '../relay/aggregate/exposure.ts';
import { MentionedUris } from '../relay/aggregate/mentioned-uris.ts';
import type { Catalogue, ListKind } from '../relay/catalogue.ts';
import { ModernAggregate } from '../relay/modern/aggregate/modern-aggregate.ts';
import type { ModernLink } from '../relay/modern/types.ts';
import type { Link, Peer } from '../relay/types.ts';
import type { Upstream, UpstreamHooks } from '../upstream/types.ts';
import { Audience } from './audience.ts';
import { ExposureKeeper } from './exposure-keeper.ts';
import { fingerprint } from './fingerprint.ts';
import { FirstLists } from './first-lists.ts';
import type { GuestServers } from './guest-servers.ts';
import type { HubOptions } from './hub-options.ts';
import { ModernServerLink, type ModernServers } from './modern-server-link.ts';
import type { SeenServers, WholeServers } from './narrowed-servers.ts';
import { ServerLink, unknownServer } from './server-link.ts';
import { makeRuntime } from './make-runtime.ts';
import type { ServerDescription } from './server-runtime-options.ts';
import type { ServerRuntime } from './server-runtime.ts';
import { ServerViews } from './server-views.ts';
import { withClose } from './with-close.ts';

export class ServerHub implements WholeServers {
  readonly version: string;
  readonly gatewayId: string;
  readonly clock: Clock;
  readonly mentioned = new MentionedUris();
  private readonly options: HubOptions;
  private readonly runtimes = new Map<string, ServerRuntime>();
  private readonly kept: ExposureKeeper;
  private readonly views: ServerViews;
  private guests: GuestServers | null = null;
  private readonly firstLists: FirstLists;
  private readonly audience = new Audience(() => this.follow(this.all()));
  /** Somebody uses the merged lists, so servers that are added are asked for theirs at once. */
  private isListed = false;
  private readonly modernAggregate: ModernAggregate;

  constructor(options: HubOptions) {
    this.options = options;
    this.version = options.version;
    this.gatewayId = options.gatewayPaths.ownId;
    this.kept = new ExposureKeeper(() => this.servers(), options.naming, options.clock);
    this.clock = options.clock;
    this.kept.subscribe((kinds) => options.onListsChanged(kinds, openAccess.view));
    this.views = new ServerViews({ ...options, whole: this });
    this.firstLists = new FirstLists(options.clock);
    this.modernAggregate = new ModernAggregate(this, options.clock, options.bounds);
    const { name, open } = options.builtIn;
    this.add({ name, source: 'built-in', config: null, enabled: true }, open, null);
    void this.find(name).learn();
  }

  /** Each name once. */
  all(): readonly ServerRuntime[] {
    const guests = (this.guests?.all() ?? []).filter(({ name }) => !this.runtimes.has(name));
    return [...this.runtimes.values(), ...guests];
  }

  /** Throws AppError SERVER_UNKNOWN; what else guests are not called for. */
  find(name: string, current: ServerRuntime | null = null): ServerRuntime {
    const runtime = this.runtimes.get(name) ?? this.guests?.find(name, current);
    if (runtime === undefined) throw unknownServer(name, this.names());
    return runtime;
  }

  /** To be called once. */
  admit(guests: GuestServers): void {
    this.guests = guests;
  }

  has(name: string): boolean {
    return this.runtimes.has(name);
  }

  /**
   * Takes over a configuration; only servers that are named in `restart` are ended and made anew. The new ones count at
   * once, and begin when the old ones are gone; resolves when they are.
   */
  async apply(servers: ReadonlyMap<string, ServerConfig>, restart: ReadonlySet<string>): Promise<void> {
    const closing = new Map<string, Promise<void>>();
    for (const [name, runtime] of this.runtimes) {
      if (runtime.description.source !== 'config' || (servers.has(name) && !restart.has(name))) continue;
      this.runtimes.delete(name);
      if (!servers.has(name)) this.options.memory.forget(name);
      closing.set(name, runtime.close());
    }
    const builtIn = this.find(this.options.builtIn.name);
    const kept = new Map(this.runtimes);
    this.runtimes.clear();
    this.runtimes.set(builtIn.name, builtIn);
    for (const [name, config] of servers) {
      const description: ServerDescription = { name, source: 'config', config, enabled: config.enabled };
      const old = kept.get(name);
      if (old === undefined) {
        const open = (hooks: UpstreamHooks): Upstream => this.options.open(config, hooks);
        this.add(description, open, this.remembered(config), closing.get(name));
      } else {
        old.description = description;
        this.runtimes.set(name, old);
      }
    }
    this.changed();
    if (this.isListed) void this.settled();
    await Promise.all(closing.values());
  }

  /** The servers as somebody with this access sees them. */
  seenBy(access: Access): SeenServers {
    return access.view === openAccess.view ? this : this.views.of(access);
  }

  isNamed(server: string, names: ReadonlySet<string>): boolean {
    if (names.has(server) || this.has(server)) return names.has(server);
    const id = this.guests?.idOf(server);
    return id !== undefined && !this.has(id) && names.has(id);
  }

  readable(server: string): ServerRuntime {
    return this.find(server);
  }

  connect(name: string, peer: Peer): Link {
    return new ServerLink(this, name, peer, this.clock);
  }

  connectAll(peer: Peer): Link {
    return withClose(new AggregateLink(this, peer), this.audience.join());
  }

  /** The way of modern clients to a server by its name; never throws. */
  modern(name: string): ModernLink {
    const servers: ModernServers = {
      name,
      find: () => this.find(name),
      repeatsWithinMs: (message) => this.find(name).repeatsWithinMs(message),
      copyFor: (message, tried) => (this.has(name) ? undefined : this.guests?.copyFor(name, message, tried)),
      answered: (copy, answer) => this.guests?.answered(copy, answer),
    };
    return new ModernServerLink(servers, this.clock);
  }

  /** The way of modern clients to all servers. */
  modernAll(): ModernLink {
    return this.modernAggregate;
  }

  onListsChanged(listener: (kinds: readonly ListKind[]) => void): () => void {
    const endings = [this.kept.subscribe(listener), this.audience.join()];
    return () => {
      for (const end of endings) end();
    };
  }

  servers(): readonly AggregateServer[] {
    const own = [...this.runtimes.values()]
      .filter(({ description }) => description.enabled)
      .map(({ name, catalogue, rules }) => ({ name, catalogue, rules }));
    const guests = this.guests?.offered((name) => this.runtimes.has(name)) ?? [];
    return this.options.gatewayPaths.cleared([...own, ...guests]);
  }

  names(): readonly string[] {
    const offered = this.servers().map(({ name }) => name);
    return [...new Set([...this.runtimes.keys(), ...offered, ...(this.guests?.names() ?? [])])];
  }

  separator(): string {
    return this.options.naming().separator;
  }

  exposure(): Exposure {
    return this.kept.get();
  }

  async settled(): Promise<void> {
    await this.firstLists.ask(this.unknown());
  }

  async learnt(): Promise<void> {
    await this.firstLists.askThoroughly(this.unknown());
  }

  private unknown(): readonly ServerRuntime[] {
    this.isListed = true;
    return this.all().filter((runtime) => runtime.catalogue === null && runtime.obstacle === null);
  }

  /** The gateway ends: what modern clients wait for ends in good order, their parked calls are given up. */
  closeModern(): void {
    this.modernAggregate.close();
    this.views.closeModern();
    for (const { modern } of this.all()) modern.close();
  }

  /** Ends every server. */
  async close(): Promise<void> {
    this.kept.close();
    this.views.close();
    await Promise.all(this.all().map((runtime) => runtime.close()));
  }

  private add(...server: Parameters<ServerHub['create']>): void {
    const runtime = this.create(...server);
    this.runtimes.set(runtime.name, runtime);
  }

  /** What was learnt of it in an earlier run. */
  remembered(config: ServerConfig): Catalogue | null {
    return this.options.memory.load(config.name, fingerprint(config));
  }

  /** A server that is not listed here; its maker closes it. */
  create(
    description: ServerDescription,
    open: (hooks: UpstreamHooks) => Upstream,
    catalogue: Catalogue | null,
    predecessor?: Promise<void>,
  ): ServerRuntime {
    return makeRuntime(
      this.options,
      { description, open, catalogue, predecessor },
      {
        isFollowed: () => this.audience.isThere,
        onLearnt: (runtime) => this.changed([runtime]),
      },
    );
  }

  /** What `/mcp` offers may be different now, because of these servers. */
  changed(runtimes: readonly ServerRuntime[] = this.all()): void {
    this.kept.renew();
    this.views.renew();
    for (const runtime of runtimes) runtime.tellHeldTools();
    this.follow(runtimes);
    this.options.onChange();
  }

  /** Servers that tell only an open session of changes are followed as long as somebody wants to hear of them. */
  private follow(runtimes: readonly ServerRuntime[]): void {
    for (const runtime of runtimes) runtime.follow();
  }
}
