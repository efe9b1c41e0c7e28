// When the installed app looks for a newer version, fetches it, and says that it can be installed. Asks nobody where there is
// no release feed, tells failures to the log alone, and ends nothing by itself.
import { describeError } from '../../shared/errors.ts';
import type { Clock } from '../core/ports.ts';
import type { Observable } from '../core/types.ts';

/** What finds, fetches and installs a newer version. */
export interface Updater {
  /** Asks the feed. Resolves with a newer version, or null: there is none. */
  check(): Promise<string | null>;
  /** Fetches what the last `check` found; resolves when it can be installed. */
  download(): Promise<void>;
  /**
   * Installs what was fetched, once nothing of the program is open any more. True: it ends the program, too, and with
   * `restart` starts the new one. False: installing needs nothing but the program's end.
   */
  install(restart: boolean): boolean;
}

export interface UpdatesOptions {
  /** null: there is no release feed. */
  readonly load: (() => Promise<Updater>) | null;
  readonly clock: Clock;
  /** Whether the person wants them. */
  readonly isWanted: () => boolean;
  /** For the log: what did not work. */
  readonly note: (message: string) => void;
}

/** The start has enough to do. */
const firstLookAfterMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Its value is the version that can be installed; null: none. */
export class Updates implements Observable<string | null> {
  private readonly options: UpdatesOptions;
  private readonly listeners = new Set<(version: string | null) => void>();
  private readonly cancelTimers: readonly (() => void)[];
  private updater: Updater | null = null;
  private version: string | null = null;
  private isLooking = false;
  /** Epoch milliseconds. */
  private lookedAt: number | null = null;
  private isRestartWanted = false;

  constructor(options: UpdatesOptions) {
    this.options = options;
    const { load, clock } = options;
    if (load === null) {
      this.cancelTimers = [];
      return;
    }
    const look = (): void => void this.look(load);
    // Each hour, as a timer of a day would not count the nights that a laptop sleeps through.
    this.cancelTimers = [clock.after(firstLookAfterMs, look), clock.every(hourMs, look)];
  }

  get(): string | null {
    return this.version;
  }

  subscribe(listener: (version: string | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The new version is to start when this one has ended. */
  wantRestart(): void {
    this.isRestartWanted = true;
  }

  /** No more looking. */
  close(): void {
    for (const cancel of this.cancelTimers) cancel();
  }

  /** For the very end of the program. True: the updater ends the process. */
  install(): boolean {
    if (this.version === null || this.updater === null) return false;
    try {
      return this.updater.install(this.isRestartWanted);
    } catch (error) {
      this.note('install', error);
      return false;
    }
  }

  private async look(load: () => Promise<Updater>): Promise<void> {
    const { clock, isWanted } = this.options;
    const now = clock.now();
    if (this.isLooking || !isWanted() || !this.isDue(now)) return;
    this.isLooking = true;
    this.lookedAt = now;
    try {
      this.updater ??= await load();
      const version = await this.updater.check();
      if (version === null || version === this.version) return;
      // What was fetched before makes room.
      this.show(null);
      await this.updater.download();
      this.show(version);
    } catch (error) {
      this.note('look for', error);
    } finally {
      this.isLooking = false;
    }
  }

  private isDue(now: number): boolean {
    const { lookedAt } = this;
    return lookedAt === null || lookedAt > now || now - lookedAt >= dayMs;
  }

  private show(version: string | null): void {
    if (version === this.version) return;
    this.version = version;
    for (const listener of this.listeners) listener(version);
  }

  private note(what: string, error: unknown): void {
    // Libraries put whole answers of servers into the lines below.
    const [reason = ''] = describeError(error).split('\n');
    this.options.note(`Cannot ${what} an update: ${reason}`);
  }
}
