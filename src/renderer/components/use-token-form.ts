// What a person fills in for a new token, what is wrong with it, and sending it off.
import { useState } from 'react';
import { durationMs } from '../../shared/durations.ts';
import type { NewToken } from '../../shared/tokens.ts';
import { useMessages } from '../messages/messages.ts';
import type { Messages } from '../messages/messages.ts';
import { usePage } from '../page.ts';
import { faultOf } from '../state/token-faults.ts';
import type { TokenFault } from '../state/token-faults.ts';
import { scopesOf } from '../state/token-scopes.ts';
import { useTask } from './use-task.ts';

export interface TokenDraft {
  readonly name: string;
  /** One of the offered times; empty: `ownLife`. */
  readonly life: string;
  readonly ownLife: string;
  readonly onlySome: boolean;
  readonly servers: readonly string[];
  readonly readOnly: boolean;
}

export interface TokenForm {
  readonly draft: TokenDraft;
  readonly fault: TokenFault | null;
  readonly busy: boolean;
  readonly change: (patch: Partial<TokenDraft>) => void;
  /** Gives the new token to `onMade`, or shows a fault. */
  readonly submit: () => Promise<void>;
}

const fresh: TokenDraft = {
  name: '',
  life: '90d',
  ownLife: '',
  onlySome: false,
  servers: [],
  readOnly: false,
};

export function useTokenForm(onMade: (made: NewToken) => void): TokenForm {
  const messages = useMessages();
  const { bridge } = usePage();
  const [draft, setDraft] = useState(fresh);
  const [own, setOwn] = useState<TokenFault | null>(null);
  const { busy, problem, run, forget } = useTask();
  const fault = own ?? (problem === null ? null : faultOf(problem, messages));

  const change = (patch: Partial<TokenDraft>): void => {
    setDraft({ ...draft, ...patch });
    setOwn(null);
    forget();
  };

  const submit = async (): Promise<void> => {
    const found = check(draft, messages);
    setOwn(found);
    if (found !== null) return;
    await run(async () => {
      const { name, onlySome, servers, readOnly } = draft;
      const scopes = scopesOf({ servers: onlySome ? servers : null, readOnly });
      onMade(await bridge.client.createToken({ name: name.trim(), expires: lifeOf(draft), scopes }));
    });
  };

  return { draft, fault, busy, change, submit };
}

function lifeOf({ life, ownLife }: TokenDraft): string {
  return life === '' ? ownLife.trim() : life;
}

/** What can be told without asking; the core has the last word. */
function check(draft: TokenDraft, messages: Messages): TokenFault | null {
  const words = messages.tokens.form;
  if (draft.name.trim() === '') return { field: 'name', text: words.nameMissing };
  if ((durationMs(lifeOf(draft)) ?? 0) === 0) return { field: 'expires', text: words.lifeFault };
  if (draft.onlySome && draft.servers.length === 0) return { field: 'scopes', text: words.noneChosen };
  return null;
}
