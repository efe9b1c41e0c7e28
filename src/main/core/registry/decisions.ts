// What a registration makes of the records there are: a new copy, the old record revived, or a refusal because the URL
// is taken. Pure, but for the draft it is given.
import type { Bounds } from '../bounds/bounds.ts';
import { isLoopbackAddress } from '../http-guards/authority.ts';
import type { RegistrationRecord } from '../store/registration-records.ts';
import type { Announcement, ServerReference } from './announcement.ts';
import type { Draft } from './durable-table.ts';
import { canonicalUrl } from './server-url.ts';

export type Verdict = 'registered' | 'revived' | 'exists';

export interface Decided {
  readonly verdict: Verdict;
  /** With `exists` the one that has the URL, whatever its id. */
  readonly record: RegistrationRecord;
  /** It counts from now on, and nobody was asked. */
  readonly isLetIn: boolean;
  /** The record that had to go for it. */
  readonly displaced?: RegistrationRecord;
}

export interface Newcomer {
  readonly announcement: Announcement;
  /** The address it comes from. */
  readonly caller: string;
  readonly isApproved: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

type Rows = ReadonlyMap<string, RegistrationRecord>;

/** `isHealthy` says it of a key's server. Throws LIMIT_REACHED when there are too many. */
export function decideRegistration(
  draft: Draft<RegistrationRecord>,
  newcomer: Newcomer,
  isHealthy: (key: string) => boolean,
  bounds: Bounds,
): Decided {
  const { announcement, isApproved } = newcomer;
  const holder = findByCanonicalUrl(draft.rows, announcement.url.canonical);
  if (holder === undefined) return add(draft, newcomer, bounds);
  if (holder.id === announcement.id) {
    if (holder.isApproved && isHealthy(holder.key) && !isOtherProcess(holder, announcement)) {
      return { verdict: 'exists', record: holder, isLetIn: false };
    }
    const record = {
      ...holder,
      ...told(newcomer),
      isApproved: holder.isApproved || isApproved,
      offlineMs: null,
    };
    draft.set(record);
    return { verdict: 'revived', record, isLetIn: isApproved && !holder.isApproved };
  }
  // What nobody has approved keeps no server of this machine from its own URL.
  if (holder.isApproved || !isApproved) return { verdict: 'exists', record: holder, isLetIn: false };
  draft.delete(holder.key);
  return { ...add(draft, newcomer, bounds), displaced: holder };
}

/**
 * The record that is meant: by key; by copy number; by URL; the only one alive, or the only one; copy 1 of several (old
 * clients name neither number nor URL).
 */
export function findReferenced(
  rows: Rows,
  { key, id, copy, url }: ServerReference,
  isAlive: (key: string) => boolean,
): RegistrationRecord | undefined {
  if (key !== undefined) return rows.get(key);
  const canonical = url === undefined ? null : canonicalUrl(url);
  const atUrl = canonical === null ? undefined : findByCanonicalUrl(rows, canonical);
  if (id === undefined) return atUrl;
  if (copy !== undefined) return rows.get(keyOf(id, copy));
  if (atUrl?.id === id) return atUrl;
  const copies = copiesOf(rows, id);
  const alive = copies.filter((record) => isAlive(record.key));
  const [only, ...others] = alive.length === 0 ? copies : alive;
  return others.length === 0 ? only : rows.get(keyOf(id, 1));
}

function findByCanonicalUrl(rows: Rows, canonical: string): RegistrationRecord | undefined {
  for (const record of rows.values()) if (record.canonicalUrl === canonical) return record;
  return undefined;
}

/** By copy number. */
export function copiesOf(rows: Rows, id: string): readonly RegistrationRecord[] {
  return [...rows.values()].filter((record) => record.id === id).sort((one, other) => one.copy - other.copy);
}

function add(draft: Draft<RegistrationRecord>, newcomer: Newcomer, bounds: Bounds): Decided {
  const most = bounds.get('registeredServers');
  if (draft.rows.size >= most) {
    const many = `There are ${most} registered servers already.`;
    throw bounds.refusal('registeredServers', many, { instead: 'Unregister servers that are gone' });
  }
  const mostStrangers = bounds.get('waitingServers');
  if (isStranger(newcomer) && [...draft.rows.values()].filter(isStranger).length >= mostStrangers) {
    const many = `${mostStrangers} servers of other machines wait for approval already.`;
    throw bounds.refusal('waitingServers', many, { instead: 'Approve or remove some of them first' });
  }
  const { id } = newcomer.announcement;
  let copy = 1;
  while (draft.rows.has(keyOf(id, copy))) copy += 1;
  const record: RegistrationRecord = {
    key: keyOf(id, copy),
    id,
    copy,
    ...told(newcomer),
    isApproved: newcomer.isApproved,
    registeredAt: newcomer.now,
    lastHeartbeatAt: null,
    offlineMs: null,
    endpoint: null,
  };
  draft.set(record);
  return { verdict: 'registered', record, isLetIn: record.isApproved };
}

function isStranger({
  isApproved,
  caller,
}: {
  readonly isApproved: boolean;
  readonly caller: string;
}): boolean {
  return !isApproved && !isLoopbackAddress(caller);
}

function keyOf(id: string, copy: number): string {
  return `${id}_${copy}`;
}

/** A process says that it is another by its UUID; one that says nothing, now or then, may be the same. */
function isOtherProcess(record: RegistrationRecord, { uuid }: Announcement): boolean {
  return record.uuid !== null && uuid !== null && record.uuid !== uuid;
}

function told({ announcement, caller }: Newcomer) {
  const { url, name, description, capabilities, metadata, uuid } = announcement;
  return {
    url: url.url,
    canonicalUrl: url.canonical,
    name,
    description,
    capabilities,
    metadata,
    uuid,
    caller,
  };
}
