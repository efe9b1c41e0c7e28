// Finds records by canonical URL, for the many heartbeats: the list is gone through once a change, not once a heartbeat.
import type { RegistrationRecord } from '../store/registration-records.ts';

type Rows = ReadonlyMap<string, RegistrationRecord>;

/** `rows` gives another map after each change. */
export function urlIndex(rows: () => Rows): (canonicalUrl: string) => RegistrationRecord | undefined {
  let indexed: Rows | null = null;
  let byUrl = new Map<string, RegistrationRecord>();
  return (canonicalUrl) => {
    const current = rows();
    if (current !== indexed) {
      byUrl = new Map([...current.values()].map((record) => [record.canonicalUrl, record] as const));
      indexed = current;
    }
    return byUrl.get(canonicalUrl);
  };
}
