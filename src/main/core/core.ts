// The product as one object: opened by `start`, closed by `stop`, usable by its carriers from the beginning, so that a
// window can be open before the gateway is. Which parts there are is running.ts's business.
import { noAnnouncement } from '../../shared/announcement.ts';
import { callNames, type Commands } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { PlaygroundNews } from '../../shared/playground.ts';
import type { AppState, LogLine } from '../../shared/state.ts';
import { emptyState } from './state/app-state.ts';
import { Closers } from './closers.ts';
import { systemClock } from './ports.ts';
import { openRunning, type Running } from './running.ts';
import type { Core, CoreOptions, LogFeed, News, Observable } from './types.ts';

/** Nothing happens before `start`. */
export function createCore(options: CoreOptions): Core {
  return new PatchbayCore(options);
}

class PatchbayCore implements Core {
  readonly commands: Commands;
  readonly state: Observable<AppState>;
  readonly logs: LogFeed;
  readonly playground: News<PlaygroundNews>;
  private readonly options: CoreOptions;
  private readonly closers = new Closers(systemClock());
  private readonly stateListeners = new Set<(state: AppState) => void>();
  private readonly logListeners = new Set<(lines: readonly LogLine[]) => void>();
  private readonly playgroundListeners = new Set<(news: PlaygroundNews) => void>();
  private idleState: AppState;
  private running: Running | null = null;
  private starting: Promise<void> | null = null;
  private stopping: Promise<void> | null = null;
  private stopTelling: (() => void) | null = null;

  constructor(options: CoreOptions) {
    this.options = options;
    this.idleState = emptyState(options.version, options.dataDir, options.configPath ?? '', Date.now());
    this.commands = this.lateCommands();
    this.state = {
      get: () => this.running?.state.get() ?? this.idleState,
      subscribe: (listener) => this.subscribeState(listener),
    };
    this.logs = {
      read: (query) => this.running?.logs.read(query) ?? [],
      subscribe: (listener) => subscribe(this.logListeners, listener),
    };
    this.playground = { subscribe: (listener) => subscribe(this.playgroundListeners, listener) };
  }

  start(): Promise<void> {
    this.starting ??= this.open();
    return this.starting;
  }

  stop(): Promise<void> {
    this.stopping ??= this.close();
    return this.stopping;
  }

  endNow(): void {
    this.closers.endNow();
  }

  noteMistake(error: unknown): string {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.closers.report(`A mistake of Patchbay itself, which therefore ends: ${text}`);
    return this.closers.redact(text);
  }

  noteTrouble(message: string): void {
    this.closers.report(message);
  }

  consoleLink(): string | null {
    return this.running?.consoleLink() ?? null;
  }

  private async open(): Promise<void> {
    // What was closed for good would never be closed again.
    if (this.stopping !== null)
      throw new AppError('NOT_RUNNING', 'Patchbay was stopped.', { expected: 'Start it anew.' });
    this.show('starting');
    try {
      const running = await openRunning(this.options, this.closers);
      running.logs.subscribe((lines) => tell(this.logListeners, lines));
      running.playground.subscribe((news) => tell(this.playgroundListeners, news));
      this.running = running;
      this.followState();
      tell(this.stateListeners, running.state.get());
    } catch (error) {
      // The reason for it all is the first one; what hangs is in the log.
      await this.closers.closeAll().catch(() => undefined);
      this.show('stopped');
      throw error;
    }
  }

  private async close(): Promise<void> {
    // A start that is under way ends first; what it opened is closed then. Its failure is its caller's.
    await this.starting?.catch(() => undefined);
    const last = this.running?.state.get() ?? this.idleState;
    this.running = null;
    // From here on the states are told here, in order.
    this.followState();
    this.idleState = last;
    this.show('stopping');
    try {
      await this.closers.closeAll();
    } finally {
      this.idleState = {
        ...last,
        pausedAt: null,
        servers: [],
        registrations: { servers: [], clients: [] },
        announcement: noAnnouncement(),
      };
      this.show('stopped');
    }
  }

  private subscribeState(listener: (state: AppState) => void): () => void {
    const end = subscribe(this.stateListeners, listener);
    this.followState();
    return () => {
      end();
      this.followState();
    };
  }

  /** Only while somebody listens: a state that nobody looks at is not built. */
  private followState(): void {
    const { running } = this;
    if (running !== null && this.stateListeners.size > 0) {
      this.stopTelling ??= running.state.subscribe((state) => tell(this.stateListeners, state));
      return;
    }
    this.stopTelling?.();
    this.stopTelling = null;
  }

  private show(status: AppState['gateway']['status']): void {
    const isOff = status === 'stopped';
    const gateway = {
      ...this.idleState.gateway,
      status,
      ...(isOff ? { url: null, consoleUrl: null, sessions: 0, tls: null, problem: null } : {}),
    };
    this.idleState = { ...this.idleState, gateway };
    tell(this.stateListeners, this.idleState);
  }

  /** Each command of the contract, refused with NOT_RUNNING while nothing runs. */
  private lateCommands(): Commands {
    const refused = (): Promise<never> =>
      Promise.reject(
        new AppError('NOT_RUNNING', 'The gateway is not running.', { expected: 'Wait until it is ready.' }),
      );
    const pairs = callNames.map((name) => [
      name,
      (input: never) => (this.running === null ? refused() : this.running.commands[name](input)),
    ]);
    return Object.fromEntries(pairs) as Commands;
  }
}

function subscribe<Value>(
  listeners: Set<(value: Value) => void>,
  listener: (value: Value) => void,
): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell<Value>(listeners: ReadonlySet<(value: Value) => void>, value: Value): void {
  for (const listener of listeners) listener(value);
}
