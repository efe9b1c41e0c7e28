// The servers that announced themselves: registered, kept alive by heartbeats or looks, approved, forgotten. A promise
// that resolves means that it is on disk. Calls nobody; what stands behind a URL is others' business.
import type { RegistrationState } from '../../../shared/registrations.ts';
import type { RegistrationEndpoint, RegistrationRecord } from '../store/registration-records.ts';
import type { Announcement, ServerReference } from './announcement.ts';
import { isApprovedAtOnce } from './approval.ts';
import { copiesOf, decideRegistration, findReferenced } from './decisions.ts';
import { DurableTable } from './durable-table.ts';
import { fieldFault, notRegistered, ownUrlFault } from './faults.ts';
import { Heartbeats } from './heartbeats.ts';
import { Leases } from './leases.ts';
import { createNews, type News } from './news.ts';
import { canonicalUrl } from './server-url.ts';
import { urlIndex } from './url-index.ts';
import type { Registered, RegisteredServer, Report, ServerRegistryOptions } from './types.ts';

export class ServerRegistry {
  private readonly options: ServerRegistryOptions;
  private readonly table: DurableTable<RegistrationRecord>;
  private readonly leases: Leases;
  private readonly heartbeats = new Heartbeats();
  private readonly atUrl: (canonicalUrl: string) => RegistrationRecord | undefined;
  private readonly news: News;

  constructor(options: ServerRegistryOptions) {
    this.options = options;
    const { store, clock, settings, probe } = options;
    this.table = new DurableTable({
      store,
      keyOf: ({ key }) => key,
      read: ({ registrations }) => registrations,
      write: (document, registrations) => ({ ...document, registrations }),
      refreshed: (record) => this.refreshed(record),
    });
    this.atUrl = urlIndex(() => this.table.rows);
    this.news = createNews(options.logger, options.audit, options.onEvent);
    this.leases = new Leases({
      clock,
      settings,
      probe,
      target: (key) => this.approved(key),
      onState: (key, change) => {
        if (this.approved(key) !== undefined) this.news.changed(key, change);
      },
      onForget: (key) => void this.forget(key),
    });
    for (const { key, offlineMs } of this.table.rows.values()) this.leases.resume(key, offlineMs);
  }

  /**
   * Registers a server, revives its old record, or says that its URL is taken (`exists`), whoever has it. Rejects with
   * REGISTRATION_INVALID, LIMIT_REACHED or STORE_WRITE_FAILED; nothing has changed then.
   */
  async register(announcement: Announcement, caller: string): Promise<Registered> {
    const { clock, settings, bounds, isOwnUrl } = this.options;
    if (isOwnUrl(announcement.url)) throw ownUrlFault();
    const { verdict, record, displaced, isLetIn } = await this.table.change((draft) => {
      this.requireOwnId(announcement.id, draft.rows);
      const isApproved = isApprovedAtOnce(settings().approval, caller, announcement.url);
      const newcomer = { announcement, caller, isApproved, now: clock.now() };
      const isHealthy = (key: string): boolean => this.leases.get(key).state === 'healthy';
      return decideRegistration(draft, newcomer, isHealthy, bounds);
    });
    if (verdict === 'exists') return { verdict, server: this.view(record) };
    if (displaced !== undefined) this.gone(displaced, 'unregistered');
    this.leases.renew(record.key);
    this.news.happened(verdict, record);
    if (isLetIn) this.news.letIn(record);
    return { verdict, server: this.view(record) };
  }

  /**
   * A sign of life. A server that is not known is registered if the heartbeat says enough of it, as `register` does;
   * otherwise rejects with NOT_REGISTERED.
   */
  async heartbeat(report: Report, caller: string | (() => Promise<string>)): Promise<Registered> {
    const { reference, announcement } = report;
    const known = this.reported(report);
    if (known !== undefined) return this.alive(known);
    if (announcement !== null) {
      const from = typeof caller === 'string' ? caller : await caller();
      const registered = await this.register(announcement, from);
      const { record } = registered.server;
      // With `exists` and its own id it was registered by another request while this one waited.
      return registered.verdict === 'exists' && record.id === announcement.id
        ? this.alive(record)
        : registered;
    }
    if (this.table.isBusy) {
      const late = await this.table.change(({ rows }) => findReferenced(rows, reference, this.isAlive));
      if (late !== undefined) return this.alive(late);
    }
    throw notRegistered(reference.key ?? reference.id ?? reference.url ?? 'this server');
  }

  /** Takes the server that is meant off the list; null when there is none. Rejects with STORE_WRITE_FAILED. */
  async unregister(reference: ServerReference): Promise<RegistrationRecord | null> {
    const record = await this.table.change((draft) => {
      const found = findReferenced(draft.rows, reference, this.isAlive);
      if (found !== undefined) draft.delete(found.key);
      return found ?? null;
    });
    if (record !== null) this.gone(record, 'unregistered');
    return record;
  }

  /** A person lets a server in. Rejects with NOT_REGISTERED or STORE_WRITE_FAILED. */
  async approve(key: string): Promise<RegisteredServer> {
    const { record, isNew } = await this.table.change((draft) => {
      const found = draft.rows.get(key);
      if (found === undefined) throw notRegistered(key);
      if (found.isApproved) return { record: found, isNew: false };
      const approved = { ...found, isApproved: true };
      draft.set(approved);
      return { record: approved, isNew: true };
    });
    if (isNew) {
      this.news.happened('approved', record);
      this.leases.doubt(key);
    }
    return this.view(record);
  }

  /** Keeps what was found behind a record's URL, if it still has that. A failed write costs only another look. */
  async noteEndpoint(record: RegistrationRecord, endpoint: RegistrationEndpoint): Promise<void> {
    await this.table.change((draft) => {
      const found = draft.rows.get(record.key);
      if (found?.canonicalUrl === record.canonicalUrl) draft.set({ ...found, endpoint });
    });
  }

  /** It failed a call: it is looked at soon, whatever its lease says. */
  doubt(key: string): void {
    this.leases.doubt(key);
  }

  /** It answered a call, which counts like a heartbeat. */
  noteLife(key: string): void {
    if (this.table.rows.has(key)) this.leases.renew(key);
  }

  find(key: string): RegisteredServer | undefined {
    const record = this.table.rows.get(key);
    return record === undefined ? undefined : this.view(record);
  }

  /** In any way of writing the URL. */
  findByUrl(url: string): RegisteredServer | undefined {
    const canonical = canonicalUrl(url);
    const key = canonical === null ? undefined : this.atUrl(canonical)?.key;
    return key === undefined ? undefined : this.find(key);
  }

  /** Of one id, by copy number. */
  copies(id: string): readonly RegisteredServer[] {
    return copiesOf(this.table.rows, id).map((record) => this.view(record));
  }

  all(): readonly RegisteredServer[] {
    return [...this.table.rows.values()].map((record) => this.view(record));
  }

  /** How many heartbeats there were. */
  get heartbeatCount(): number {
    return this.heartbeats.count;
  }

  /** Writes what was kept in memory only: times of heartbeats, and of being offline. Rejects with STORE_WRITE_FAILED. */
  async flush(): Promise<void> {
    const hasOffline = this.all().some(({ record }) => !this.isAlive(record.key));
    if (hasOffline || !this.heartbeats.isSaved) await this.heartbeats.saveBy(() => this.table.rewrite());
  }

  close(): void {
    this.leases.close();
  }

  /** Ids that are known stay what they are. */
  private requireOwnId(id: string, rows: ReadonlyMap<string, RegistrationRecord>): void {
    const { idFault } = this.options;
    const ids = new Set([...rows.values()].map((row) => row.id));
    if (idFault === undefined || ids.has(id)) return;
    const fault = idFault(id, ids);
    if (fault !== null) throw fieldFault('server_id', fault, 'a name of its own');
  }

  private readonly isAlive = (key: string): boolean => this.leases.get(key).state !== 'offline';

  /** The known server that a heartbeat is of: at its very URL where it names one. */
  private reported({ reference, announcement }: Report): RegistrationRecord | undefined {
    if (announcement === null) return findReferenced(this.table.rows, reference, this.isAlive);
    const record = this.atUrl(announcement.url.canonical);
    return record?.id === announcement.id ? record : undefined;
  }

  private alive(record: RegistrationRecord): Registered {
    this.heartbeats.note(record.key, this.options.clock.now());
    this.leases.renew(record.key);
    return { verdict: 'exists', server: this.view(record) };
  }

  private approved(key: string): RegistrationRecord | undefined {
    const record = this.table.rows.get(key);
    return record?.isApproved === true ? record : undefined;
  }

  private view(record: RegistrationRecord): RegisteredServer {
    const { state, leftMs: leaseLeftMs, problem, fault } = this.leases.get(record.key);
    const shown: RegistrationState = record.isApproved ? state : 'pending';
    const lastHeartbeatAt = this.heardAt(record);
    return { record, state: shown, lastHeartbeatAt, leaseLeftMs, problem, fault };
  }

  private refreshed(record: RegistrationRecord): RegistrationRecord {
    const { offlineMs } = this.leases.get(record.key);
    return { ...record, lastHeartbeatAt: this.heardAt(record), offlineMs };
  }

  private heardAt({ key, lastHeartbeatAt }: RegistrationRecord): number | null {
    return this.heartbeats.last(key) ?? lastHeartbeatAt;
  }

  private async forget(key: string): Promise<void> {
    try {
      const record = await this.table.change((draft) => {
        const found = draft.rows.get(key);
        if (found === undefined || this.isAlive(key)) return null;
        draft.delete(key);
        return found;
      });
      if (record !== null) this.gone(record, 'forgotten');
      else if (!this.table.rows.has(key)) this.let(key);
    } catch {
      // It stays, and is forgotten when the disk works again.
    }
  }

  private gone(record: RegistrationRecord, type: 'unregistered' | 'forgotten'): void {
    this.let(record.key);
    this.news.happened(type, record);
  }

  private let(key: string): void {
    this.leases.drop(key);
    this.heartbeats.forget(key);
  }
}
