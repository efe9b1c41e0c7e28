// Where sessions are kept in tests that need no disk: what would outlast a restart, as plain values.
import type { SessionMemory, SessionRecord } from '../../src/main/core/relay/session-record.ts';

export interface MapMemory extends SessionMemory {
  readonly records: Map<string, SessionRecord>;
}

export function sessionMemory(): MapMemory {
  const records = new Map<string, SessionRecord>();
  const ended = new Set<string>();
  return {
    records,
    find: (id) => records.get(id),
    save: (record) => {
      records.set(record.id, record);
      return Promise.resolve();
    },
    forget: (id) => void records.delete(id),
    noteEnded: (id) => {
      records.delete(id);
      ended.add(id);
      return Promise.resolve();
    },
    wasEnded: (id) => ended.has(id),
    forgetTargets: (names) => {
      for (const { id, target } of records.values()) if (names.includes(target ?? '')) records.delete(id);
    },
    sweep: () => undefined,
  };
}

/** A session that begins. */
export function newRecord(id: string, target: string | null): SessionRecord {
  return {
    id,
    target,
    owner: null,
    client: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    lists: [],
    wishes: [],
    hasListened: false,
    restingSince: null,
    streams: null,
  };
}
