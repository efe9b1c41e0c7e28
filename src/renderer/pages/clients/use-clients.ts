// The list of clients. Nobody pushes it: it is read when it comes into view, after each action, when the page gets the
// focus (a client may have been installed meanwhile), and when the connection is back.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ClientView } from '../../../shared/clients.ts';
import { toErrorView } from '../../../shared/errors.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import { usePage, useValue } from '../../page.ts';

export interface ClientList {
  /** null until the first answer. */
  readonly clients: readonly ClientView[] | null;
  /** Why the list could not be read the last time. */
  readonly problem: ErrorView | null;
  /** Reads it again; never rejects. */
  readonly refresh: () => Promise<void>;
}

export function useClients(): ClientList {
  const { bridge } = usePage();
  const connection = useValue(bridge.connection);
  const [clients, setClients] = useState<readonly ClientView[] | null>(null);
  const [problem, setProblem] = useState<ErrorView | null>(null);
  const newest = useRef(0);

  const refresh = useCallback(async (): Promise<void> => {
    newest.current += 1;
    const turn = newest.current;
    const outcome = await bridge.client.listClients({}).then(
      (listed) => ({ listed, failed: null }),
      (error: unknown) => ({ listed: null, failed: toErrorView(error) }),
    );
    // An answer of before says less than one that is under way.
    if (turn !== newest.current) return;
    if (outcome.listed !== null) setClients(outcome.listed);
    setProblem(outcome.failed);
  }, [bridge]);

  useEffect(() => {
    if (connection !== 'live') return undefined;
    const read = (): void => void refresh();
    read();
    window.addEventListener('focus', read);
    return () => window.removeEventListener('focus', read);
  }, [refresh, connection]);

  return { clients, problem, refresh };
}
