// A JSON-RPC command server as a server like any other: its commands are tools (MCP server/tools). It knows nothing of MCP,
// so `initialize` is answered here, and changes of its commands are found by looking.
import { AppError, toAppError, toErrorView, type ErrorView } from '../../../../shared/errors.ts';
import type { ServerStatus } from '../../../../shared/state.ts';
import type { Clock, Logger } from '../../ports.ts';
import { PendingTable, timeoutError } from '../../relay/pending.ts';
import { newestLegacyRevision } from '../../relay/revisions.ts';
import { failureMessage } from '../../relay/rpc-errors.ts';
import type { Link, Peer, Timeouts } from '../../relay/types.ts';
import { notificationMessage } from '../../relay/wire/edit.ts';
import { Breaker } from '../breaker.ts';
import { HttpTransport, type HttpTransportOptions } from '../http/transport.ts';
import type { Handshake, Upstream, UpstreamHooks, UpstreamStatus } from '../types.ts';
import { CommandClient } from './command-client.ts';
import { CommandsLink } from './commands-link.ts';
import { toolText, type Help } from './help.ts';

export interface CommandsUpstreamOptions extends Omit<HttpTransportOptions, 'breaker'> {
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly hooks: UpstreamHooks;
}

/** How often it is looked whether the commands are still the same, in milliseconds. */
const lookMs = 60_000;

export class CommandsUpstream implements Upstream {
  readonly client: CommandClient;
  readonly pending: PendingTable;
  /** The printed list of its tools. */
  tools = '[]';
  handshake: Handshake | null = null;
  private readonly options: CommandsUpstreamOptions;
  private readonly breaker: Breaker;
  private readonly links = new Map<CommandsLink, Peer>();
  private state: ServerStatus = 'stopped';
  private problem: ErrorView | null = null;
  private startedAt: number | null = null;
  private loading: Promise<void> | null = null;
  private stopLooking: (() => void) | null = null;
  private ending = new AbortController();

  constructor(options: CommandsUpstreamOptions) {
    this.options = options;
    const { clock, hooks } = options;
    this.breaker = new Breaker({ clock, onChange: () => hooks.onChange() });
    this.client = new CommandClient(new HttpTransport({ ...options, breaker: this.breaker }), clock);
    this.pending = new PendingTable(options.clock, (pending) => {
      pending.exchange.finish(failureMessage(pending.clientId, timeoutError(this.name, pending)));
    });
  }

  get name(): string {
    return this.options.config.name;
  }

  get timeouts(): Timeouts {
    return this.options.timeouts;
  }

  get status(): UpstreamStatus {
    return {
      status: this.state,
      problem: this.problem,
      pids: [],
      startedAt: this.startedAt,
      retryAt: this.breaker.retryAt,
      circuit: this.breaker.circuit,
      restarts: 0,
      inFlight: this.pending.size,
      lastSeenAt: this.client.lastSeenAt,
      silentSince: null,
      handshake: this.handshake,
    };
  }

  connect(peer: Peer): Link {
    const link = new CommandsLink(this, peer, () => this.links.delete(link));
    this.links.set(link, peer);
    return link;
  }

  /** Asks for its commands. Rejects with AppError when they cannot be had. */
  async start(): Promise<void> {
    if (this.state !== 'ready') this.become('starting', null);
    await this.load();
  }

  /** Resolves when its commands are known. Rejects with AppError. */
  async ready(): Promise<void> {
    if (this.state !== 'ready') await this.start();
  }

  stop(): Promise<void> {
    this.stopLooking?.();
    this.stopLooking = null;
    this.ending.abort();
    this.ending = new AbortController();
    const error = new AppError('SERVER_EXITED', `"${this.name}" was stopped.`, {
      details: { server: this.name },
    });
    for (const link of this.links.keys()) link.reset(error);
    this.breaker.reset();
    this.become('stopped', null);
    return Promise.resolve();
  }

  expect(): void {
    this.breaker.reset();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Something was asked of it, or answered. */
  active(): void {
    this.options.hooks.onChange();
  }

  /** A call got an answer, of whatever kind. */
  reached(): void {
    if (this.state === 'failed') void this.look();
  }

  /** A call could not be made. */
  failed(error: unknown): void {
    const { code } = toAppError(error);
    if (code === 'SERVER_FAILED' || code === 'UPSTREAM_ERROR') this.become('failed', toErrorView(error));
  }

  /** Its commands may have changed. Never rejects. */
  async look(): Promise<void> {
    await this.load().catch((error: unknown) => this.options.logger.debug(toAppError(error).message));
  }

  private load(): Promise<void> {
    this.loading ??= this.loadOnce().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  private async loadOnce(): Promise<void> {
    const { clock, hooks, timeouts } = this.options;
    const late = new AbortController();
    const cancel = clock.after(timeouts.requestMs, () => late.abort(this.tooSlow()));
    const { signal: ending } = this.ending;
    try {
      const help = await this.client.help(AbortSignal.any([late.signal, ending]));
      if (ending.aborted) return;
      const wasReady = this.state === 'ready';
      const hasChanged = this.take(help);
      this.stopLooking ??= clock.every(lookMs, () => void this.look());
      if (!wasReady) {
        this.become('ready', null);
        hooks.onReady();
      } else if (hasChanged) hooks.onListChanged('tools');
    } catch (error) {
      const fault: unknown = late.signal.aborted ? late.signal.reason : error;
      if (!ending.aborted) this.failed(fault);
      throw fault;
    } finally {
      cancel();
    }
  }

  /** Whether the commands are others than before. */
  private take(help: Help): boolean {
    const before = this.handshake === null ? null : this.tools;
    this.tools = `[${help.commands.map(toolText).join(',')}]`;
    this.handshake = describe(this.name, help);
    if (before === null || before === this.tools) return false;
    const changed = notificationMessage('notifications/tools/list_changed');
    for (const peer of this.links.values()) peer.send(changed);
    return true;
  }

  private tooSlow(): AppError {
    const seconds = this.options.timeouts.requestMs / 1000;
    return new AppError('SERVER_FAILED', `"${this.name}" did not answer help within ${seconds} s.`, {
      details: { server: this.name },
    });
  }

  private become(state: ServerStatus, problem: ErrorView | null): void {
    if (state === 'ready') this.startedAt ??= this.options.clock.now();
    else if (state !== 'starting') this.startedAt = null;
    this.state = state;
    this.problem = problem;
    this.options.hooks.onChange();
  }
}

function describe(key: string, { name = key, version = '', description }: Help): Handshake {
  const result = {
    protocolVersion: newestLegacyRevision,
    capabilities: { tools: { listChanged: true } },
    serverInfo: { name, version },
    ...(description === undefined ? {} : { instructions: description }),
  };
  return { ...result, instructions: description, text: JSON.stringify(result), era: 'legacy' };
}
