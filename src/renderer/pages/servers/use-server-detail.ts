// One server at length, asked for when it is looked at, and again when something of it has changed.
import { useEffect, useRef, useState } from 'react';
import type { ErrorView } from '../../../shared/errors.ts';
import { toErrorView } from '../../../shared/errors.ts';
import type { ServerDetail } from '../../../shared/server-detail.ts';
import type { ServerView } from '../../../shared/state.ts';
import { usePage } from '../../page.ts';

export interface LoadedDetail {
  /** null until the first has come. */
  readonly detail: ServerDetail | null;
  readonly fault: ErrorView | null;
  readonly busy: boolean;
  readonly reload: () => void;
  /** Starts the server and asks it. */
  readonly learn: () => void;
}

/** Numbers that move with every call are read so often at most. */
const pauseMs = 1000;

export function useServerDetail(server: ServerView): LoadedDetail {
  const { client } = usePage().bridge;
  const [detail, setDetail] = useState<ServerDetail | null>(null);
  const [fault, setFault] = useState<ErrorView | null>(null);
  const [busy, setBusy] = useState(false);
  const isFirst = useRef(true);
  const { name } = server;
  const asked = JSON.stringify([name, markOf(server)]);

  useEffect(() => {
    let isOver = false;
    const [wanted = ''] = JSON.parse(asked) as readonly string[];
    const read = async (): Promise<void> => {
      isFirst.current = false;
      try {
        const next = await client.inspectServer({ name: wanted });
        if (isOver) return;
        setDetail(next);
        setFault(null);
      } catch (error) {
        if (!isOver) setFault(toErrorView(error));
      }
    };
    const timer = setTimeout(() => void read(), isFirst.current ? 0 : pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client, asked]);

  const ask = async (call: 'inspectServer' | 'learnServer'): Promise<void> => {
    try {
      setDetail(await client[call]({ name }));
      setFault(null);
    } catch (error) {
      setFault(toErrorView(error));
    }
  };

  return {
    detail,
    fault,
    busy,
    reload: () => void ask('inspectServer'),
    learn: () => {
      if (busy) return;
      setBusy(true);
      void ask('learnServer').finally(() => setBusy(false));
    },
  };
}

/** Another one when what is shown at length may be other than before. */
function markOf(server: ServerView): string {
  const { status, tools, resources, prompts, sessions, lastSeenAt, inFlight, changedTools, nameClashes } =
    server;
  return JSON.stringify([
    status,
    tools,
    resources,
    prompts,
    sessions,
    lastSeenAt,
    inFlight,
    changedTools ?? [],
    nameClashes ?? [],
  ]);
}
