// A planned change of a client's file as people see it: the lines that go and come, with secrets masked. Pure.
import type { FileChange } from '../../../shared/clients.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { createRedactor } from '../../../shared/redact.ts';
import { secretsOf } from '../config/secrets.ts';
import { changedLines } from './changed-lines.ts';
import type { PlannedChange } from './connections.ts';

/** What a token is called in a change that is only shown. */
export const shownToken = '…';

export function fileChange({ client, file, text, replaced }: PlannedChange): FileChange {
  const { line, removed, added } = changedLines(file.text, text);
  const redact = createRedactor(Object.values(replaced).flatMap(secretsIn));
  return {
    client: client.kind.id,
    path: client.path,
    what: text === null ? 'removed' : file.text === null ? 'made' : 'changed',
    line,
    removed: removed.map(redact),
    added: added.map(redact),
  };
}

function secretsIn(entry: unknown): readonly string[] {
  if (!isRecord(entry)) return [];
  const named = ['env', 'headers', 'http_headers'].flatMap((key): [string, string][] => {
    const map = entry[key];
    if (!isRecord(map)) return [];
    return Object.entries(map).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    );
  });
  return secretsOf(named);
}
