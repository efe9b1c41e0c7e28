// One server of the configuration while Patchbay runs: its upstream, what is known of its offer, its sessions.
import type { AppError, ErrorView } from '../../../shared/errors.ts';
import type { Era } from '../../../shared/state.ts';
import type { Catalogue } from '../relay/catalogue.ts';
import type { ToolPins } from '../pins/tool-pins.ts';
import type { NameClash } from '../relay/tool-names.ts';
import type { OfferRules } from '../relay/tool-rules.ts';
import type { ModernLink } from '../relay/modern/types.ts';
import { isReadOnly } from '../relay/read-only.ts';
import { OwnerGuard } from '../relay/owner-guard.ts';
import { timeoutOf, type Link, type Peer } from '../relay/types.ts';
import type { Message } from '../relay/wire/message.ts';
import type { Upstream } from '../upstream/types.ts';
import { CatalogueKeeper } from './catalogue-keeper.ts';
import { FailureLog } from './failure-log.ts';
import { HeldToolsNews } from './held-tools-news.ts';
import { ModernWay } from './modern-way.ts';
import { RulesInForce } from './rules-in-force.ts';
import { ServerLife } from './server-life.ts';
import { heldNames, openPins, withHeld } from './server-pins.ts';
import type { ServerDescription, ServerRuntimeOptions } from './server-runtime-options.ts';
import { withClose } from './with-close.ts';

export class ServerRuntime {
  description: ServerDescription;
  readonly links = new Set<Link>();
  /** The way to it for modern clients. */
  readonly modern: ModernWay;
  /** Which of its tools were accepted; null for the built-in server. */
  readonly pins: ToolPins | null;
  /** For who is connected to this server alone. */
  readonly heldToolsNews = new HeldToolsNews();
  private readonly offer: RulesInForce;
  private readonly owners: OwnerGuard;
  private readonly options: ServerRuntimeOptions;
  private readonly upstream: Upstream;
  private readonly keeper: CatalogueKeeper;
  private readonly life: ServerLife;

  constructor(options: ServerRuntimeOptions) {
    this.options = options;
    this.description = options.description;
    this.owners = new OwnerGuard(options.description.name, options.ownedThings);
    this.offer = new RulesInForce(options.description.name, options.logger);
    this.pins = openPins(options, () => this.description.config?.pinTools ?? options.pinTools());
    this.life = new ServerLife(() => this.description, options.pause, options.predecessor);
    const failures = new FailureLog(options.description.name, options.logger);
    this.upstream = options.open({
      onChange: () => {
        failures.note(this.upstream.status);
        options.onChange();
      },
      onUse: () => options.onChange(),
      onReady: () => {
        const { handshake } = this.upstream.status;
        if (handshake !== null) options.onOpened(handshake);
        this.keeper.opened();
      },
      onListChanged: () => this.keeper.listsChanged(),
      isReadOnlyTool: (name) => this.keeper.isReadOnlyTool(name),
      onCrashed: (problem) => {
        failures.crashed(problem);
        options.onCrashed(problem);
      },
    });
    this.keeper = new CatalogueKeeper({
      ...options,
      name: options.description.name,
      connect: (peer) => this.bindLife((upstream) => upstream.connectOwn?.(peer) ?? upstream.connect(peer)),
      status: () => this.upstream.status,
      isFollowed: () => this.isFollowed,
      onCatalogue: (catalogue) => {
        this.pins?.learnt(catalogue);
        options.onCatalogue(catalogue);
      },
    });
    const { bounds, clock, stateSeal, sessionIdleMs } = options;
    this.heldToolsNews.note(this.shownOtherwise());
    this.modern = new ModernWay({ server: this, bounds, clock, stateSeal, sessionIdleMs });
  }

  get name(): string {
    return this.description.name;
  }

  /** What is known of its offer. */
  get catalogue(): Catalogue | null {
    return this.keeper.catalogue;
  }

  get status(): Upstream['status'] {
    return this.upstream.status;
  }

  /** Why it cannot be used as configured; null when it can. */
  get fault(): ErrorView | null {
    return this.description.config?.fault ?? null;
  }

  /** Why a request cannot go to it now; null when it can. */
  get obstacle(): AppError | null {
    return this.life.obstacle;
  }

  get rules(): OfferRules {
    const tools = this.offer.rules(this.description.config?.tools, this.catalogue);
    return this.pins === null ? tools : withHeld(tools, this.pins);
  }

  /** New names of tools that are not in force, as another tool has them. */
  get nameClashes(): readonly NameClash[] {
    return this.rules.names?.clashes ?? [];
  }

  /** What it calls the tool that clients call so. */
  ownToolName(name: string): string {
    return this.rules.names?.own(name) ?? name;
  }

  /** Requests to it carry headers, so it sees and checks those of its clients itself. */
  get hasHeaders(): boolean {
    return this.description.config?.kind === 'http';
  }

  /** Whether its era is known without asking: it is the legacy one then. */
  get isSurelyLegacy(): boolean {
    return this.upstream.era === undefined;
  }

  /** Which era it speaks; opens it where needed. Rejects with AppError. */
  async era(): Promise<Era> {
    await this.life.usable();
    return (await this.upstream.era?.()) ?? 'legacy';
  }

  /** null unless it is known to be of the modern era. */
  connectModern(): ModernLink | null {
    const link = this.life.isOver ? null : (this.upstream.connectModern?.() ?? null);
    return link === null ? null : this.owners.modernLink(link);
  }

  /** How long a request may take in all, in milliseconds, where it only reads, and so may be sent again; else null. */
  repeatsWithinMs(message: Message): number | null {
    if (!isReadOnly(message, (name) => this.keeper.isReadOnlyTool(this.ownToolName(name)))) return null;
    const toolMs = (this.description.config?.toolTimeoutSeconds ?? 0) * 1000;
    return timeoutOf(message.method, { requestMs: this.options.requestMs(), toolMs });
  }

  connect(peer: Peer): Link {
    const counted: Link = withClose(
      this.owners.link(
        this.bindLife((upstream) => upstream.connect(peer)),
        peer.owner ?? null,
      ),
      () => {
        this.heldToolsNews.leave(counted);
        if (this.links.delete(counted)) this.options.onChange();
      },
    );
    this.links.add(counted);
    this.heldToolsNews.join(counted, peer);
    this.options.onChange();
    return counted;
  }

  /** Rejects with AppError. */
  async start(): Promise<void> {
    await this.life.usable();
    await this.upstream.start();
  }

  async stop(): Promise<void> {
    this.keeper.rest();
    await this.upstream.stop();
  }

  /** Rejects with AppError. */
  async restart(): Promise<void> {
    await this.life.usable();
    await this.upstream.restart();
  }

  /**
   * For good: nothing starts it again. What is in flight ends with an error; sessions' links are closed, and connect anew
   * to whatever has the name then.
   */
  async close(): Promise<void> {
    this.modern.close();
    this.life.end();
    const ended = this.upstream.close === undefined ? this.upstream.stop() : this.upstream.close();
    this.keeper.close();
    // What is held back behind the one before gets its error first.
    if (this.life.predecessor !== null) await this.life.predecessor;
    for (const link of this.links) link.close();
    await ended;
  }

  /** Learns what it offers where that is unknown, unless that failed a moment ago. Never rejects. */
  async learnIfUnknown(): Promise<void> {
    if (this.keeper.isToBeLearnt) await this.learn();
  }

  /** What it offers, asked for where that is unknown. Rejects with AppError when it cannot be had. */
  async requireCatalogue(): Promise<Catalogue> {
    if (this.refusal !== null) throw this.refusal;
    return this.keeper.require();
  }

  /** Somebody says that it is there (again). */
  expect(): void {
    this.upstream.expect?.();
  }

  /** Tools may be held back, let through or called otherwise that were not before. */
  tellHeldTools(): void {
    this.heldToolsNews.note(this.shownOtherwise());
  }

  /** Whether changes of the merged lists are waited for may be different now. */
  follow(): void {
    this.keeper.follow();
  }

  /** Asks for all its lists now. Never rejects. One at a time. */
  async learn(): Promise<void> {
    if (this.refusal === null) await this.keeper.learn();
  }

  /** What of its list of tools is other than the server says. */
  private shownOtherwise(): readonly string[] {
    return [...heldNames(this.pins), JSON.stringify(this.description.config?.tools ?? {})];
  }

  /** Why nothing may begin now; null when it may. */
  get refusal(): AppError | null {
    return this.life.refusal;
  }

  /** A child tells by itself that its lists changed; a server behind a URL does only where a session is open. */
  private get isFollowed(): boolean {
    const kind = this.description.config?.kind;
    return (kind === 'http' || kind === 'sse') && this.refusal === null && this.options.isFollowed();
  }

  /** A way to the server, made to end with this runtime, whoever still holds it. */
  private bindLife(connect: (upstream: Upstream) => Link): Link {
    return this.life.link(() => connect(this.upstream));
  }
}
