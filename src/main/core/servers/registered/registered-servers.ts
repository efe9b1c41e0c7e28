// The servers that registered themselves, as servers of this gateway: a connection to each whose URL is known to speak
// something, and which copy of one id is used. Who is registered, and who is alive, is the registry's business.
import type { Clock, Logger } from '../../ports.ts';
import type { AggregateServer } from '../../relay/aggregate/exposure.ts';
import type { Registry } from '../../registry/registry.ts';
import type { RegisteredServer, RegistryEvent } from '../../registry/types.ts';
import type { CallerKnowledge } from '../../registry/views.ts';
import type { Message } from '../../relay/wire/message.ts';
import type { RegistrationEndpoint, RegistrationRecord } from '../../store/registration-records.ts';
import type { GuestServers } from '../guest-servers.ts';
import type { ServerHub } from '../hub.ts';
import type { ServerRuntime } from '../server-runtime.ts';
import { Turns } from '../turns.ts';
import { chooseCopy, type Copy } from './copies.ts';
import { connectRegistered, describeRegistered } from './describe.ts';
import { EndpointFinder, isSameEndpoint } from './endpoint-finder.ts';
import { check, type OpenRegistered } from './identify.ts';
import { RecentEndpoints } from './recent-endpoints.ts';
import { StatelessCopies } from './stateless-copies.ts';
import { notCallable, notYetKnown, offlineFault } from './refusals.ts';

export interface RegisteredServersOptions {
  readonly registry: Registry;
  readonly hub: ServerHub;
  readonly open: OpenRegistered;
  /** Whether a URL answers with success. Never rejects. */
  readonly answers: (url: string, signal: AbortSignal) => Promise<boolean>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Asked at each use. */
  readonly toolTimeoutSeconds: () => number;
}

/** Servers that are looked at, or asked for their lists, at the same time. */
const atOnce = 16;

interface Entry {
  readonly runtime: ServerRuntime;
  readonly endpoint: RegistrationEndpoint;
  readonly canonicalUrl: string;
  /** When it was heard when this was looked at last. */
  lastSeenAt: number | null;
}

export class RegisteredServers implements GuestServers {
  private readonly options: RegisteredServersOptions;
  private readonly entries = new Map<string, Entry>();
  private readonly finder: EndpointFinder;
  private readonly turns: Turns;
  private readonly recent = new RecentEndpoints();
  private readonly stateless = new StatelessCopies();
  /** A call to them failed, so that a look must be a thorough one. */
  private readonly suspects = new Set<string>();
  private readonly unsubscribe: () => void;
  private isClosed = false;

  /** Takes over those of earlier runs. */
  constructor(options: RegisteredServersOptions) {
    const { registry, hub } = options;
    this.options = options;
    this.turns = new Turns(options.clock, atOnce);
    this.finder = new EndpointFinder({
      ...options,
      servers: registry.servers,
      turns: this.turns,
      onFound: (key) => this.follow(key),
      onFailed: () => hub.changed([]),
    });
    this.unsubscribe = registry.subscribe((event) => this.happened(event));
    for (const { record } of registry.servers.all()) this.follow(record.key);
  }

  all(): readonly ServerRuntime[] {
    return [...this.entries.values()].map(({ runtime }) => runtime);
  }

  names(): readonly string[] {
    return [...this.entries.keys()];
  }

  idOf(name: string): string | undefined {
    return this.options.registry.servers.find(name)?.record.id;
  }

  find(name: string, current: ServerRuntime | null): ServerRuntime | undefined {
    const { servers } = this.options.registry;
    const registered = servers.find(name);
    // An entry outlives its registration by the turn on which the registry tells of it.
    const known = registered && this.entries.get(name)?.runtime;
    if (known !== undefined) return known;
    if (registered !== undefined) throw this.refusalOf(registered);
    const copies = servers.copies(name);
    const chosen = chooseCopy(this.callable(copies), current);
    const [first] = copies;
    if (chosen === undefined && first !== undefined) throw this.refusalOf(first);
    return chosen;
  }

  copyFor(name: string, message: Message, tried: ReadonlySet<ServerRuntime>): ServerRuntime | undefined {
    const { servers } = this.options.registry;
    return servers.find(name) === undefined
      ? this.stateless.choose(name, this.callable(servers.copies(name)), message, tried)
      : undefined;
  }

  answered(copy: ServerRuntime, answer: Buffer): void {
    this.stateless.answered(copy, answer);
  }

  offered(isTaken: (name: string) => boolean): readonly AggregateServer[] {
    const offered = new Map<string, AggregateServer>();
    const { servers } = this.options.registry;
    for (const { server, runtime } of this.callable(servers.all())) {
      const { id, key } = server.record;
      // The configuration keeps its names, and keys come before ids: where another has the id, it goes by its key.
      const name = isTaken(id) || servers.find(id) !== undefined ? key : id;
      if (isTaken(name) || (offered.get(name)?.catalogue ?? null) !== null) continue;
      offered.set(name, { name, catalogue: runtime.catalogue, rules: runtime.rules });
    }
    return [...offered.values()];
  }

  /** What is known here of a registered server, for its view. */
  knowledge(key: string): CallerKnowledge {
    const runtime = this.entries.get(key)?.runtime;
    return {
      tools: runtime?.catalogue?.lists.tools.length ?? null,
      problem: this.finder.problem(key) ?? runtime?.status.problem ?? null,
    };
  }

  /** Looks whether a server is alive. Rejects with AppError when it is not. */
  async probe(record: RegistrationRecord, signal: AbortSignal): Promise<void> {
    const { key, url, endpoint } = record;
    if (endpoint === null) return this.finder.look(record);
    if (!this.suspects.has(key) && (await this.options.answers(new URL('/health', url).href, signal))) return;
    try {
      await check(key, endpoint, this.options.open);
    } catch {
      await this.finder.look(record);
    }
    this.suspects.delete(key);
    // It is used again only when its connection works.
    if (this.entries.get(key)?.runtime.status.status === 'failed') this.learn(key);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.unsubscribe();
    this.finder.close();
    const all = this.all();
    this.entries.clear();
    await Promise.all(all.map((runtime) => runtime.close()));
  }

  private happened(event: RegistryEvent): void {
    this.follow(event.key);
    const runtime = this.entries.get(event.key)?.runtime;
    const server = this.options.registry.servers.find(event.key);
    if (event.type !== 'revived' || server === undefined || runtime === undefined) return;
    // Most likely another process, which may offer something else.
    void this.finder.lookSoon(event.key).then(() => this.learn(event.key));
  }

  /** Brings what is here in line with the registry. */
  private follow(key: string): void {
    if (this.isClosed) return;
    const server = this.options.registry.servers.find(key);
    const record = server?.record;
    if (this.entries.get(key)?.canonicalUrl !== record?.canonicalUrl) this.drop(key);
    if (server === undefined || server.state === 'pending') {
      this.drop(key);
      this.finder.forget(key);
    } else {
      const endpoint = server.record.endpoint ?? this.recent.at(server.record.canonicalUrl);
      if (endpoint !== null) this.keep(server, endpoint);
      if (server.record.endpoint === null) void this.finder.lookSoon(key);
    }
    const entry = this.entries.get(key);
    this.options.hub.changed(entry === undefined ? [] : [entry.runtime]);
  }

  private keep(server: RegisteredServer, endpoint: RegistrationEndpoint): void {
    const { key, canonicalUrl } = server.record;
    const fault = server.state === 'offline' ? offlineFault(server) : null;
    const { hub, open, toolTimeoutSeconds } = this.options;
    const description = describeRegistered(key, endpoint, fault, toolTimeoutSeconds);
    const known = this.entries.get(key);
    if (known !== undefined && isSameEndpoint(known.endpoint, endpoint)) {
      const { runtime } = known;
      runtime.description = description;
      const hasFailed = runtime.status.status === 'failed' || runtime.catalogue === null;
      if (server.state === 'healthy' && hasFailed) this.learn(key);
      return;
    }
    this.drop(key);
    const runtime = connectRegistered(hub, open, description, () => this.noticed(key));
    this.entries.set(key, { runtime, endpoint, canonicalUrl, lastSeenAt: null });
    if (fault === null && runtime.catalogue === null) this.learn(key);
  }

  /** Asks it for its lists when it has its turn. */
  private learn(key: string): void {
    this.entries.get(key)?.runtime.expect();
    void this.turns.run(async () => this.entries.get(key)?.runtime.learn());
  }

  private drop(key: string): void {
    this.suspects.delete(key);
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.recent.note(entry.canonicalUrl, entry.endpoint);
    this.stateless.forget(entry.runtime);
    void entry.runtime.close();
  }

  /** Its connection changed state, or carried something. */
  private noticed(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    const { status, lastSeenAt } = entry.runtime.status;
    const { servers } = this.options.registry;
    if (status === 'ready') {
      this.suspects.delete(key);
      // Who answers calls needs neither report nor be looked at.
      if (lastSeenAt !== entry.lastSeenAt) servers.noteLife(key);
      entry.lastSeenAt = lastSeenAt;
    } else if (status === 'failed' && !this.suspects.has(key)) {
      this.suspects.add(key);
      servers.doubt(key);
    }
  }

  private callable(servers: readonly RegisteredServer[]): readonly Copy[] {
    return servers.flatMap((server) => {
      const runtime = this.entries.get(server.record.key)?.runtime;
      return runtime !== undefined && isCallable(server) ? [{ server, runtime }] : [];
    });
  }

  private refusalOf(server: RegisteredServer): Error {
    const problem = this.finder.problem(server.record.key);
    return isCallable(server) ? notYetKnown(server, problem) : notCallable(server);
  }
}

function isCallable({ state }: RegisteredServer): boolean {
  return state === 'healthy' || state === 'stale';
}
