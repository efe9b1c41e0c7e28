// Takes a server out of the configuration, and puts the last one back that was taken out.
import { useEffect, useState } from 'react';
import type { RemovedServer } from '../../../shared/server-detail.ts';
import { useTask } from '../../components/use-task.ts';
import { useMessages } from '../../messages/messages.ts';
import { usePage } from '../../page.ts';

export interface Removing {
  readonly removed: RemovedServer | null;
  readonly busy: boolean;
  readonly fault: string | null;
  readonly remove: (name: string) => Promise<boolean>;
  readonly undo: () => Promise<boolean>;
  readonly forget: () => void;
}

/** Long enough to notice it and to reach it by keyboard; the gateway remembers for longer. */
const shownMs = 60_000;

export function useRemoval(): Removing {
  const messages = useMessages();
  const { bridge, announcement } = usePage();
  const [removed, setRemoved] = useState<RemovedServer | null>(null);
  const { busy, fault, run, forget } = useTask();

  useEffect(() => {
    if (removed === null) return undefined;
    const timer = setTimeout(() => setRemoved(null), shownMs);
    return () => clearTimeout(timer);
  }, [removed]);

  return {
    removed,
    busy,
    fault,
    remove: (name) =>
      run(async () => {
        setRemoved(await bridge.client.removeServer({ name }));
      }),
    undo: () =>
      run(async () => {
        if (removed === null) return;
        await bridge.client.restoreServer({ undo: removed.undo });
        announcement.set(messages.manage.undone(removed.removed));
        setRemoved(null);
      }),
    forget: () => {
      setRemoved(null);
      forget();
    },
  };
}
