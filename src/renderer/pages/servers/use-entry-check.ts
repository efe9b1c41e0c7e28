// Has the gateway look at an entry while it is typed: a moment after the last key, and only the newest answer counts.
import { useEffect, useState } from 'react';
import type { EntryCheck } from '../../../shared/server-detail.ts';
import { toErrorView } from '../../../shared/errors.ts';
import { usePage } from '../../page.ts';

export interface CheckedEntry {
  /** null while nothing was checked. */
  readonly check: EntryCheck | null;
  /** What is typed is newer than `check`. */
  readonly isOld: boolean;
}

const pauseMs = 350;

export function useEntryCheck(
  name: string,
  entry: Readonly<Record<string, unknown>>,
  isNew: boolean,
): CheckedEntry {
  const { client } = usePage().bridge;
  const [checked, setChecked] = useState<{ readonly of: string; readonly check: EntryCheck } | null>(null);
  const asked = JSON.stringify({ name, entry, isNew });

  useEffect(() => {
    let isOver = false;
    const settle = (check: EntryCheck): void => {
      if (!isOver) setChecked({ of: asked, check });
    };
    const timer = setTimeout(() => {
      const input = JSON.parse(asked) as Parameters<typeof client.checkServer>[0];
      client.checkServer(input).then(settle, (error: unknown) => {
        const problem = toErrorView(error);
        const { message, expected = '' } = problem;
        const fault = { key: '', message, expected, reason: { code: 'server', problem } } as const;
        settle({ faults: [fault], command: null, url: null, preview: null });
      });
    }, pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client, asked]);

  return { check: checked?.check ?? null, isOld: checked?.of !== asked };
}
