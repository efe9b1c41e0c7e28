// All playgrounds by their sessions' ids: how many there may be, and how long each lasts without a word from its page. A page
// that closes says so where it can; one that is killed, reloaded or asleep for long does not, so each has a lease.
import { randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { PlaygroundNews, PlaygroundSession as SessionView } from '../../../shared/playground.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import type { ClientInfo, Link, Peer } from '../relay/types.ts';
import type { News } from '../types.ts';
import { PlaygroundSession } from './playground-session.ts';

/** Browsers let the timers of a page in the background run once a minute. */
export const leaseMs = 180_000;
export const maxSessions = 16;
const sweepEveryMs = 15_000;

export interface PlaygroundsOptions {
  readonly client: ClientInfo;
  readonly bounds: Bounds;
  readonly clock: Clock;
  /** Throws AppError SERVER_UNKNOWN. */
  readonly connect: (server: string, peer: Peer) => Link;
}

interface Leased {
  readonly session: PlaygroundSession;
  /** Monotonic milliseconds. */
  heardAt: number;
}

export class Playgrounds implements News<PlaygroundNews> {
  private readonly options: PlaygroundsOptions;
  /** The one that was heard of longest ago comes first. */
  private readonly leased = new Map<string, Leased>();
  private readonly listeners = new Set<(news: PlaygroundNews) => void>();
  private readonly stopSweeping: () => void;

  constructor(options: PlaygroundsOptions) {
    this.options = options;
    this.stopSweeping = options.clock.every(sweepEveryMs, () => this.sweep());
  }

  get size(): number {
    return this.leased.size;
  }

  subscribe(listener: (news: PlaygroundNews) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Where there are too many, the one ends that was heard of longest ago: most likely nobody looks at it. */
  open(): SessionView {
    const [oldest] = this.leased.keys();
    if (this.leased.size >= maxSessions && oldest !== undefined) this.end(oldest);
    const id = randomBytes(16).toString('hex');
    const { client, bounds, clock, connect } = this.options;
    const onNews = (seq: number): void => {
      for (const listener of this.listeners) listener({ session: id, seq });
    };
    const session = new PlaygroundSession({ id, client, bounds, clock, connect, onNews });
    this.leased.set(id, { session, heardAt: clock.monotonic() });
    return { session: id, leaseMs };
  }

  /** Begins its lease anew. Throws AppError SESSION_UNKNOWN. */
  find(id: string): PlaygroundSession {
    const leased = this.leased.get(id);
    if (leased === undefined) {
      throw new AppError('SESSION_UNKNOWN', 'This playground has ended.', {
        expected: 'Open another one: openPlayground.',
      });
    }
    leased.heardAt = this.options.clock.monotonic();
    this.leased.delete(id);
    this.leased.set(id, leased);
    return leased.session;
  }

  /** One that has ended is left as it is. */
  end(id: string): void {
    const leased = this.leased.get(id);
    this.leased.delete(id);
    leased?.session.close();
  }

  close(): void {
    this.stopSweeping();
    for (const id of this.leased.keys()) this.end(id);
  }

  private sweep(): void {
    const limit = this.options.clock.monotonic() - leaseMs;
    for (const [id, { heardAt }] of this.leased) if (heardAt <= limit) this.end(id);
  }
}
