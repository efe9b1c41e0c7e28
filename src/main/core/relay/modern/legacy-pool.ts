// The sessions at one legacy server that modern clients share: one for each kind of client, opened when it is first
// needed, closed when it has not been used for a while.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../ports.ts';
import { newestLegacyRevision } from '../revisions.ts';
import type { ClientInfo, Link, Peer } from '../types.ts';
import { LegacyPeer } from './legacy-peer.ts';
import type { ModernClaim } from './types.ts';

const sweepIntervalMs = 15_000;
/** Beyond it, those that are not in use are closed, the longest unused first. */
const maxPeers = 32;

export interface LegacyPoolOptions {
  readonly clock: Clock;
  readonly connect: (peer: Peer) => Link;
  /** Unused for so long, in milliseconds, a session is closed. Read at each look. */
  readonly sessionIdleMs: () => number;
}

interface Entry {
  readonly key: string;
  readonly peer: LegacyPeer;
  users: number;
  /** Monotonic milliseconds. */
  usedAt: number;
}

/** A session in use. */
export interface Lease {
  readonly peer: LegacyPeer;
  /** It is no longer used. Safe to call twice. */
  release(): void;
  /** It is of no use: nobody gets it any more. */
  discard(): void;
}

export class LegacyPool {
  private readonly options: LegacyPoolOptions;
  private readonly entries = new Map<string, Entry>();
  private stopSweeping: (() => void) | null = null;

  constructor(options: LegacyPoolOptions) {
    this.options = options;
  }

  get size(): number {
    return this.entries.size;
  }

  /** The session for clients of this owner that say this of themselves. */
  lease(claim: ModernClaim, owner: string | null): Lease {
    const { clock } = this.options;
    const key = JSON.stringify([claim.clientInfo, claim.capabilities, claim.logLevel, owner]);
    const entry = this.entries.get(key) ?? this.add(key, claim, owner);
    entry.users++;
    let isHeld = true;
    const release = (): void => {
      if (!isHeld) return;
      isHeld = false;
      entry.users--;
      entry.usedAt = clock.monotonic();
    };
    return {
      peer: entry.peer,
      release,
      discard: () => {
        release();
        this.remove(entry);
      },
    };
  }

  close(): void {
    for (const entry of this.entries.values()) this.remove(entry);
  }

  private add(key: string, claim: ModernClaim, owner: string | null): Entry {
    const { clock, connect } = this.options;
    const peer = new LegacyPeer({
      id: `modern-${randomUUID()}`,
      client: asLegacyClient(claim),
      owner,
      logLevel: claim.logLevel,
      connect,
      isShared: true,
      onNotification: () => undefined,
    });
    const entry: Entry = { key, peer, users: 0, usedAt: clock.monotonic() };
    this.entries.set(key, entry);
    this.stopSweeping ??= clock.every(sweepIntervalMs, () => this.sweep());
    this.shrink(entry);
    return entry;
  }

  private remove(entry: Entry): void {
    if (this.entries.get(entry.key) !== entry) return;
    this.entries.delete(entry.key);
    if (this.entries.size === 0) {
      this.stopSweeping?.();
      this.stopSweeping = null;
    }
    entry.peer.close();
  }

  private sweep(): void {
    const { clock, sessionIdleMs } = this.options;
    const due = clock.monotonic() - sessionIdleMs();
    for (const entry of this.entries.values())
      if (entry.users === 0 && entry.usedAt <= due) this.remove(entry);
  }

  private shrink(newest: Entry): void {
    const unused = [...this.entries.values()].filter((entry) => entry !== newest && entry.users === 0);
    for (const entry of unused.toSorted((a, b) => a.usedAt - b.usedAt)) {
      if (this.entries.size <= maxPeers) return;
      this.remove(entry);
    }
  }
}

/** What a modern client says of itself with each request, as it would have said it in `initialize`. */
export function asLegacyClient({ capabilities, clientInfo }: ModernClaim): ClientInfo {
  return { protocolVersion: newestLegacyRevision, capabilities, clientInfo };
}
