// The list of tokens. Nobody pushes it: it is read when it comes into view, after each action, when the page gets the
// focus, and when the connection is back.
import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { TokenView } from '../../shared/tokens.ts';
import { usePage, useValue } from '../page.ts';
import { orderTokens } from '../state/token-order.ts';

export interface TokenList {
  /** null until the first answer. */
  readonly tokens: readonly TokenView[] | null;
  /** Why the list could not be read the last time. */
  readonly problem: ErrorView | null;
  /** Reads it again; never rejects. */
  readonly refresh: () => Promise<void>;
}

export function useTokens(): TokenList {
  const { bridge } = usePage();
  const connection = useValue(bridge.connection);
  const [tokens, setTokens] = useState<readonly TokenView[] | null>(null);
  const [problem, setProblem] = useState<ErrorView | null>(null);
  const newest = useRef(0);

  const refresh = useCallback(async (): Promise<void> => {
    newest.current += 1;
    const turn = newest.current;
    const outcome = await bridge.client.listTokens({}).then(
      (listed) => ({ listed: orderTokens(listed), failed: null }),
      (error: unknown) => ({ listed: null, failed: toErrorView(error) }),
    );
    // An answer of before says less than one that is under way.
    if (turn !== newest.current) return;
    if (outcome.listed !== null) setTokens(outcome.listed);
    setProblem(outcome.failed);
  }, [bridge]);

  useEffect(() => {
    if (connection !== 'live') return undefined;
    const read = (): void => void refresh();
    read();
    window.addEventListener('focus', read);
    return () => window.removeEventListener('focus', read);
  }, [refresh, connection]);

  return { tokens, problem, refresh };
}
