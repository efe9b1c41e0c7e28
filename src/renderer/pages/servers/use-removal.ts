// Takes a server out of the configuration, and puts the last one back that was taken out.
import { useEffect, useState } from 'react';
import { toErrorView } from '../../../shared/errors.ts';
import type { RemovedServer } from '../../../shared/server-detail.ts';
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
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  useEffect(() => {
    if (removed === null) return undefined;
    const timer = setTimeout(() => setRemoved(null), shownMs);
    return () => clearTimeout(timer);
  }, [removed]);

  const attempt = async (step: () => Promise<void>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setFault(null);
    try {
      await step();
      return true;
    } catch (error) {
      const { message, expected } = messages.server.problem(toErrorView(error));
      setFault(expected === undefined ? message : `${message} ${expected}`);
      return false;
    } finally {
      setBusy(false);
    }
  };

  return {
    removed,
    busy,
    fault,
    remove: (name) =>
      attempt(async () => {
        setRemoved(await bridge.client.removeServer({ name }));
      }),
    undo: () =>
      attempt(async () => {
        if (removed === null) return;
        await bridge.client.restoreServer({ undo: removed.undo });
        announcement.set(messages.manage.undone(removed.removed));
        setRemoved(null);
      }),
    forget: () => {
      setRemoved(null);
      setFault(null);
    },
  };
}
