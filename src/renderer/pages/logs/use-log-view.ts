// What a log view shows at this moment: the live lines or those at which it was paused, chosen by level and search.
import { useDeferredValue, useMemo, useState } from 'react';
import type { LogTarget } from '../../components/log-lines.tsx';
import type { LogBuffer } from '../../logs/log-buffer.ts';
import type { LogFeedState } from '../../logs/log-feed.ts';
import { createLogFeed } from '../../logs/log-feed.ts';
import { createLogFilter, lineAt, neighbour } from '../../logs/log-filter.ts';
import type { LogChoice, ShownLog } from '../../logs/log-filter.ts';
import { usePage, useValue } from '../../page.ts';

/** Lines that the page holds. */
const mostLines = 100_000;
/** Each time a list of so many lines is laid out anew; more often would be seen only in what it costs. */
const flushEveryMs = 100;

export interface LogViewState {
  readonly feed: LogFeedState;
  readonly shown: ShownLog;
  readonly choice: LogChoice;
  readonly choose: (change: Partial<LogChoice>) => void;
  readonly follow: boolean;
  readonly setFollow: (follow: boolean) => void;
  readonly paused: boolean;
  /** Lines that have come since the pause. */
  readonly waiting: number;
  readonly setPaused: (paused: boolean) => void;
  readonly target: LogTarget | null;
  /** The place of the target among what was searched for, from 1; 0 where it is none of it. */
  readonly place: number;
  readonly goTo: (among: 'found' | 'failures', step: 1 | -1) => void;
}

export function useLogView(source: string | null, moment: number | null): LogViewState {
  const { client, connection } = usePage().bridge;
  const opened = useMemo(
    () => createLogFeed({ client, connection, source, limit: mostLines, flushEveryMs }),
    [client, connection, source],
  );
  const feed = useValue(opened);
  const [choice, setChoice] = useState<LogChoice>({ level: 'debug', query: '', onlyFound: false });
  const [frozen, setFrozen] = useState<LogBuffer | null>(null);
  const [follow, setFollow] = useState(moment === null);
  const [target, setTarget] = useState<LogTarget | null>(null);
  const [filter] = useState(createLogFilter);
  const { entries } = frozen ?? feed.buffer;
  // A search through all lines may take a moment, in which typing goes on.
  const chosen = useDeferredValue(choice);
  const shown = useMemo(() => filter(entries, chosen), [filter, entries, chosen]);

  const [jumpedTo, setJumpedTo] = useState<number | null>(null);
  if (moment !== null && jumpedTo !== moment && feed.status === 'ready') {
    const id = lineAt(feed.buffer.entries, moment);
    setJumpedTo(moment);
    setFollow(id === null);
    if (id !== null) setTarget({ id });
  }

  return {
    feed,
    shown,
    choice,
    choose: (change) => setChoice({ ...choice, ...change }),
    follow: follow && frozen === null,
    setFollow,
    paused: frozen !== null,
    waiting: frozen === null ? 0 : feed.buffer.received - frozen.received,
    setPaused: (paused) => setFrozen(paused ? feed.buffer : null),
    target,
    place: target === null ? 0 : shown.found.indexOf(target.id) + 1,
    goTo: (among, step) => {
      const id = neighbour(shown[among], target?.id ?? null, step);
      if (id === null) return;
      setFollow(false);
      setTarget({ id });
    },
  };
}
