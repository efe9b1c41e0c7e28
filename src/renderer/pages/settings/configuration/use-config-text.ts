// config.json as it is edited here: what was read, what was typed, and what somebody else wrote meanwhile.
import { useCallback, useRef, useState } from 'react';
import type { ConfigText } from '../../../../shared/configuration.ts';
import { toErrorView } from '../../../../shared/errors.ts';
import type { ErrorView } from '../../../../shared/errors.ts';
import { usePage } from '../../../page.ts';
import { asEdited, begun, draftOf, isChanged, keepDraft } from './config-drafts.ts';
import type { ConfigDraft } from './config-drafts.ts';
import { useFreshReading } from '../use-fresh-reading.ts';

export interface EditedConfig {
  /** null until it has been read. */
  readonly draft: ConfigDraft | null;
  readonly isChanged: boolean;
  /** What the file holds now, where that is not what the draft began from. */
  readonly theirs: ConfigText | null;
  readonly problem: ErrorView | null;
  readonly type: (text: string) => void;
  /** Puts another text in, over what the file holds now. */
  readonly restore: (text: string) => void;
  /** Back to what the file holds. */
  readonly discard: () => void;
  /** Goes on with what was typed, over what the file holds now. */
  readonly keepMine: () => void;
  /** The file holds this from now on. */
  readonly saved: (text: ConfigText) => void;
}

export function useConfigText(): EditedConfig {
  const { bridge } = usePage();
  const [draft, setDraft] = useState(() => draftOf(bridge));
  const [theirs, setTheirs] = useState<ConfigText | null>(null);
  const [problem, setProblem] = useState<ErrorView | null>(null);
  const current = useRef(draft);

  const take = useCallback(
    (next: ConfigDraft): void => {
      current.current = next;
      keepDraft(bridge, isChanged(next) ? next : null);
      setDraft(next);
    },
    [bridge],
  );
  const arrive = useCallback(
    (read: ConfigText): void => {
      const { current: mine } = current;
      setProblem(null);
      const isSame = mine?.base.digest === read.digest;
      setTheirs(mine !== null && isChanged(mine) && !isSame ? read : null);
      if (mine === null || !isChanged(mine)) take(begun(read, asEdited(read.text)));
      else if (isSame) take({ ...mine, base: read });
    },
    [take],
  );

  const read = useCallback((): void => {
    bridge.client.readConfig({}).then(arrive, (error: unknown) => setProblem(toErrorView(error)));
  }, [bridge, arrive]);
  useFreshReading(read);

  const over = theirs ?? draft?.base ?? null;
  const begin = (base: ConfigText | null, text: string): void => {
    if (base !== null) take(begun(base, text));
    setTheirs(null);
  };
  return {
    draft,
    isChanged: draft !== null && isChanged(draft),
    theirs,
    problem,
    restore: (text) => begin(over, asEdited(text)),
    type: (text) => {
      if (current.current !== null) take({ ...current.current, text });
    },
    discard: () => begin(over, asEdited(over?.text ?? '')),
    keepMine: () => begin(over, current.current?.text ?? ''),
    saved: (text) => begin(text, asEdited(text.text)),
  };
}
