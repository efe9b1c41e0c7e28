// How long each server counts as alive. Time is monotonic: a wall clock that is set changes nothing, and after a jump (a
// laptop that woke) everybody is looked at before anybody is declared dead. Which servers there are is others' business.
import { describeView, toErrorView } from '../../../shared/errors.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import type { RegistrationRecord } from '../store/registration-records.ts';
import { ProbeQueue } from './probe-queue.ts';
import type { Probe, RegistrySettings } from './types.ts';

export type LeaseState = 'healthy' | 'stale' | 'offline';

export interface LeaseChange {
  readonly from: LeaseState;
  readonly to: LeaseState;
  readonly problem: string | null;
}

export interface LeasesOptions {
  readonly clock: Clock;
  readonly settings: () => RegistrySettings;
  readonly probe: Probe;
  /** The server of a key, when it may be called. */
  readonly target: (key: string) => RegistrationRecord | undefined;
  readonly onState: (key: string, change: LeaseChange) => void;
  /** It was offline for so long that it is to be forgotten. Told again until it is. */
  readonly onForget: (key: string) => void;
}

export interface Lease {
  readonly state: LeaseState;
  readonly leftMs: number;
  readonly problem: string | null;
  /** The same with its code. */
  readonly fault: ErrorView | null;
  /** Null unless it is offline. */
  readonly offlineMs: number | null;
}

interface Entry {
  state: LeaseState;
  /** Monotonic, both. */
  endsAt: number;
  lookAt: number;
  /** Looks in a row that found nobody. */
  failures: number;
  /** A look in vain counts although the lease lasts. */
  isDoubted: boolean;
  /** Grows with each sign of life: a look that began before one must not speak against it. */
  signs: number;
  offlineMs: number;
  problem: ErrorView | null;
}

/** Its state says the rest. */
const silence: ErrorView = {
  code: 'SERVER_TIMEOUT',
  message: 'No heartbeat came while its lease lasted.',
  details: { reason: 'no-heartbeat' },
};

const tickMs = 1000;
/** Clocks that differ by so much, or a pause of so much, are a jump. */
const jumpMs = 10_000;
/** Looks in vain before a server is offline, and the longest pause between two of them. */
const looks = 3;
const longestRetryMs = 5000;

export class Leases {
  private readonly options: LeasesOptions;
  private readonly entries = new Map<string, Entry>();
  private readonly queue: ProbeQueue;
  private readonly stopTicking: () => void;
  private lastTick: { readonly wall: number; readonly monotonic: number };

  constructor(options: LeasesOptions) {
    const { clock } = options;
    this.options = options;
    this.queue = new ProbeQueue(clock, options.probe);
    this.lastTick = { wall: clock.now(), monotonic: clock.monotonic() };
    this.stopTicking = clock.every(tickMs, () => this.tick());
  }

  /** A server of an earlier run: looked at soon. `offlineMs` is how long it had been offline, or null. */
  resume(key: string, offlineMs: number | null): void {
    const entry = this.begin(key, offlineMs === null ? 'stale' : 'offline');
    entry.endsAt = entry.lookAt = this.options.clock.monotonic();
    entry.offlineMs = offlineMs ?? 0;
  }

  /** A sign of life: the lease begins anew. */
  renew(key: string): void {
    const entry = this.entries.get(key) ?? this.begin(key, 'healthy');
    entry.signs += 1;
    entry.failures = 0;
    entry.isDoubted = false;
    entry.problem = null;
    entry.endsAt = this.options.clock.monotonic() + this.options.settings().leaseMs;
    entry.lookAt = Number.POSITIVE_INFINITY;
    this.enter(key, entry, 'healthy');
  }

  drop(key: string): void {
    this.entries.delete(key);
  }

  /** A reason to doubt that it lives: looked at soon, whatever its lease says. */
  doubt(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    entry.isDoubted = true;
    entry.lookAt = this.options.clock.monotonic();
  }

  /** One that is not known here was registered just now. */
  get(key: string): Lease {
    const entry = this.entries.get(key);
    if (entry === undefined) {
      const { leaseMs: leftMs } = this.options.settings();
      return { state: 'healthy', leftMs, problem: null, fault: null, offlineMs: null };
    }
    return {
      state: entry.state,
      leftMs: entry.state === 'healthy' ? Math.max(0, entry.endsAt - this.options.clock.monotonic()) : 0,
      problem: describeView(entry.problem),
      fault: entry.problem,
      offlineMs: entry.state === 'offline' ? entry.offlineMs : null,
    };
  }

  close(): void {
    this.stopTicking();
    this.queue.close();
  }

  private begin(key: string, state: LeaseState): Entry {
    const entry: Entry = {
      state,
      endsAt: 0,
      lookAt: Number.POSITIVE_INFINITY,
      failures: 0,
      isDoubted: false,
      signs: 0,
      offlineMs: 0,
      problem: null,
    };
    this.entries.set(key, entry);
    return entry;
  }

  private tick(): void {
    const { clock } = this.options;
    const [wall, now] = [clock.now(), clock.monotonic()];
    const passed = now - this.lastTick.monotonic;
    const hasJumped = passed > tickMs + jumpMs || Math.abs(wall - this.lastTick.wall - passed) > jumpMs;
    this.lastTick = { wall, monotonic: now };
    for (const [key, entry] of this.entries) {
      if (hasJumped) {
        entry.failures = 0;
        entry.lookAt = now;
      }
      // What was slept away does not count.
      this.step(key, entry, now, Math.min(passed, 2 * tickMs));
    }
  }

  private step(key: string, entry: Entry, now: number, passed: number): void {
    const { settings, target, onForget } = this.options;
    if (entry.state === 'healthy' && now >= entry.endsAt) {
      entry.problem = silence;
      entry.lookAt = now;
      this.enter(key, entry, 'stale');
    } else if (entry.state === 'offline') {
      entry.offlineMs += passed;
      if (entry.offlineMs >= settings().forgetMs) {
        onForget(key);
        return;
      }
    }
    if (now < entry.lookAt) return;
    const server = target(key);
    if (server !== undefined) this.look(key, entry, server);
    // Nobody may look: what does not report is gone.
    else if (entry.state === 'stale') this.enter(key, entry, 'offline');
  }

  private look(key: string, entry: Entry, server: RegistrationRecord): void {
    const { signs } = entry;
    const isCurrent = (): boolean => this.entries.get(key) === entry && entry.signs === signs;
    entry.lookAt = Number.POSITIVE_INFINITY;
    this.queue.add(server, (fault) => {
      if (!isCurrent()) return;
      if (fault === null) this.renew(key);
      else this.lookedInVain(key, entry, toErrorView(fault));
    });
  }

  private lookedInVain(key: string, entry: Entry, problem: ErrorView): void {
    const { clock, settings } = this.options;
    const { leaseMs } = settings();
    if (entry.state === 'healthy' && !entry.isDoubted) return;
    entry.failures += 1;
    entry.problem = problem;
    const isGone = entry.failures >= looks || entry.state === 'offline';
    entry.lookAt = clock.monotonic() + (isGone ? leaseMs : Math.min(longestRetryMs, leaseMs / 3));
    this.enter(key, entry, isGone ? 'offline' : 'stale');
  }

  private enter(key: string, entry: Entry, to: LeaseState): void {
    const { state: from } = entry;
    if (from === to) return;
    if (to === 'offline') entry.offlineMs = 0;
    entry.state = to;
    this.options.onState(key, { from, to, problem: describeView(entry.problem) });
  }
}
