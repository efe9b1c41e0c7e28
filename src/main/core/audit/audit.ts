// The port to the audit log: who was let in or refused, what was approved, changed, launched. Whoever decides such a thing
// records it here; where it goes is audit-log.ts's business.
import type { AuditEntry } from '../../../shared/audit.ts';

/** What is recorded; the time is the log's. Texts may come from strangers: they are cleaned and shortened. No secrets. */
export type AuditEvent = Omit<AuditEntry, 'time' | 'times'>;

export interface Audit {
  /** Never throws and never waits. Refusals of one kind from one place are counted, not written one by one. */
  record(event: AuditEvent): void;
}

/** For parts that are used without an audit log, as in tests. */
export const noAudit: Audit = { record: () => undefined };
