// The clients that registered (S3.1): their sessions, kept over restarts, gone after an idle hour. Which sessions speak
// MCP is the relay's business; it says here when one is used.
import type { Bounds } from '../bounds/bounds.ts';
import { randomUUID } from 'node:crypto';
import type { ClientView } from '../../../shared/registrations.ts';
import { isRecord } from '../../../shared/is-record.ts';
import type { Clock } from '../ports.ts';
import type { ClientRecord } from '../store/registration-records.ts';
import type { Store } from '../store/store.ts';
import { DurableTable } from './durable-table.ts';
import type { RegisteredClient } from './types.ts';

export interface ClientRegistryOptions {
  readonly bounds: Bounds;
  readonly store: Store;
  readonly clock: Clock;
  /** A client came or went. */
  readonly onChange: () => void;
}

/** What a client says of itself, and where it comes from. */
export interface ClientAnnouncement {
  readonly ip: string;
  readonly userAgent: string | null;
  readonly clientInfo: unknown;
  readonly capabilities: unknown;
}

const idleMs = 3_600_000;
const sweepMs = 30_000;
const longestText = 200;

export class ClientRegistry {
  private readonly options: ClientRegistryOptions;
  private readonly table: DurableTable<ClientRecord>;
  /** Monotonic milliseconds of the last activity, by session. */
  private readonly activity = new Map<string, number>();
  private readonly stopSweeping: () => void;
  private hasUnsaved = false;

  constructor(options: ClientRegistryOptions) {
    const { store, clock } = options;
    this.options = options;
    this.table = new DurableTable({
      store,
      keyOf: ({ sessionId }) => sessionId,
      read: ({ clients }) => clients,
      write: (document, clients) => ({ ...document, clients }),
      refreshed: (record) => this.refreshed(record),
    });
    const [now, monotonic] = [clock.now(), clock.monotonic()];
    for (const { sessionId, lastActivityAt } of this.table.rows.values()) {
      // The time that passed while nothing ran counts; a clock that was set back does not.
      this.activity.set(sessionId, monotonic - Math.max(0, now - lastActivityAt));
    }
    this.stopSweeping = clock.every(sweepMs, () => void this.sweep());
  }

  /** Resolves when the session is on disk. Rejects with STORE_WRITE_FAILED; there is no session then. */
  async register(announcement: ClientAnnouncement): Promise<RegisteredClient> {
    const now = this.options.clock.now();
    const record: ClientRecord = {
      sessionId: randomUUID(),
      ...announcement,
      registeredAt: now,
      lastActivityAt: now,
    };
    const { bounds } = this.options;
    const crowded = await this.table.change((draft) => {
      const most = bounds.get('registeredClients');
      // A tenth at once, as looking for them takes time.
      const surplus = draft.rows.size < most ? 0 : draft.rows.size - most + Math.ceil(most / 10);
      const gone = surplus === 0 ? [] : this.idlest(draft.rows, surplus);
      for (const id of gone) draft.delete(id);
      draft.set(record);
      return gone;
    });
    if (crowded.length > 0)
      bounds.reached(
        'registeredClients',
        `the ${crowded.length} that were idle for the longest are forgotten.`,
      );
    for (const id of crowded) this.activity.delete(id);
    this.activity.set(record.sessionId, this.options.clock.monotonic());
    this.options.onChange();
    return view(record);
  }

  /** Ends a session; false when there is none. Rejects with STORE_WRITE_FAILED; it is still there then. */
  async unregister(sessionId: string): Promise<boolean> {
    const wasThere = await this.table.change((draft) => {
      const isKnown = draft.rows.has(sessionId) && !this.isExpired(sessionId);
      if (isKnown) draft.delete(sessionId);
      return isKnown;
    });
    if (wasThere) {
      this.activity.delete(sessionId);
      this.options.onChange();
    }
    return wasThere;
  }

  has(sessionId: string): boolean {
    return this.table.rows.has(sessionId) && !this.isExpired(sessionId);
  }

  /** The session is being used; false when there is none. */
  touch(sessionId: string): boolean {
    if (!this.has(sessionId)) return false;
    this.activity.set(sessionId, this.options.clock.monotonic());
    this.hasUnsaved = true;
    return true;
  }

  /** In the order of registration. */
  all(): readonly RegisteredClient[] {
    return [...this.table.rows.values()]
      .filter(({ sessionId }) => !this.isExpired(sessionId))
      .map((record) => view(this.refreshed(record)));
  }

  /** By name and version, with how many sessions each has. */
  summary(): readonly ClientView[] {
    const views = new Map<string, ClientView>();
    for (const { name, version, record } of this.all()) {
      const before = views.get(`${name}\n${version}`);
      views.set(`${name}\n${version}`, {
        name,
        version,
        sessions: (before?.sessions ?? 0) + 1,
        lastActivityAt: Math.max(before?.lastActivityAt ?? 0, record.lastActivityAt),
      });
    }
    return [...views.values()];
  }

  /** Writes what was kept in memory only: times of activity. Rejects with STORE_WRITE_FAILED. */
  async flush(): Promise<void> {
    if (this.hasUnsaved) await this.table.rewrite();
    this.hasUnsaved = false;
  }

  close(): void {
    this.stopSweeping();
  }

  private async sweep(): Promise<void> {
    if (this.expired(this.table.rows).length === 0) return;
    try {
      const gone = await this.table.change((draft) => {
        const ids = this.expired(draft.rows);
        for (const id of ids) draft.delete(id);
        return ids;
      });
      for (const id of gone) this.activity.delete(id);
      this.options.onChange();
    } catch {
      // Nobody sees them any more; they leave the file when the disk works again.
    }
  }

  private idleFor(sessionId: string): number {
    const now = this.options.clock.monotonic();
    return now - (this.activity.get(sessionId) ?? now);
  }

  private isExpired(sessionId: string): boolean {
    return this.idleFor(sessionId) > idleMs;
  }

  private expired(rows: ReadonlyMap<string, ClientRecord>): string[] {
    return [...rows.keys()].filter((id) => this.isExpired(id));
  }

  private idlest(rows: ReadonlyMap<string, ClientRecord>, count: number): readonly string[] {
    return [...rows.keys()].sort((one, other) => this.idleFor(other) - this.idleFor(one)).slice(0, count);
  }

  private refreshed(record: ClientRecord): ClientRecord {
    return { ...record, lastActivityAt: this.options.clock.now() - this.idleFor(record.sessionId) };
  }
}

function view(record: ClientRecord): RegisteredClient {
  const info = isRecord(record.clientInfo) ? record.clientInfo : {};
  const text = (field: string): string | undefined => {
    const value = info[field];
    return typeof value === 'string' && value !== '' ? value.slice(0, longestText) : undefined;
  };
  return { record, name: text('name') ?? 'unknown', version: text('version') ?? '' };
}
