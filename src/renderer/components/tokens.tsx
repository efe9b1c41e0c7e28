// The tokens of the gateway: who may come in, for what and how long; made and revoked here.
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { AppState } from '../../shared/state.ts';
import type { TokenView } from '../../shared/tokens.ts';
import { useMessages } from '../messages/messages.ts';
import { usePage } from '../page.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import { TokenEntry } from './token-entry.tsx';
import { TokenQuestion } from './token-question.tsx';
import styles from './tokens.module.css';
import { useNow } from './use-now.ts';
import { useTokens } from './use-tokens.ts';

export interface TokensProps {
  readonly state: AppState;
}

export function Tokens({ state }: TokensProps): ReactElement {
  const messages = useMessages();
  const words = messages.tokens;
  const { bridge, announcement } = usePage();
  const { list: tokens, problem, refresh } = useTokens();
  const now = useNow();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<TokenView | null>(null);
  const newButton = useRef<HTMLButtonElement>(null);

  const revoke = async ({ id, name }: TokenView): Promise<void> => {
    await bridge.client.revokeToken({ id });
    setRevoking(null);
    announcement.set(words.revoked(name));
    await refresh();
    // Where the focus was is no more.
    newButton.current?.focus();
  };

  return (
    <section className={styles.pane} aria-labelledby="tokens-title">
      <div className={styles.head}>
        <h2 id="tokens-title" className={styles.title}>
          {words.title}
        </h2>
        <Button
          ref={newButton}
          size="compact-sm"
          leftSection={<IconPlus size={14} stroke={2.2} aria-hidden="true" />}
          onClick={() => setMaking(true)}
        >
          {words.new}
        </Button>
      </div>
      <p className={styles.lead}>{words.lead}</p>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {messages.server.problem(problem).message} {messages.server.problem(problem).expected}
        </p>
      )}
      <Entries tokens={tokens} failed={problem !== null} now={now} onRevoke={setRevoking} />
      <RotateSecret now={now} onRotated={refresh} />
      {making && (
        <NewTokenDialog
          servers={state.servers.map(({ name }) => name)}
          onMade={() => void refresh()}
          onClose={() => setMaking(false)}
        />
      )}
      {revoking !== null && (
        <TokenQuestion
          title={words.revocation.title(revoking.name)}
          text={words.revocation.text}
          confirm={words.revocation.confirm}
          cancel={words.revocation.cancel}
          onConfirm={() => revoke(revoking)}
          onClose={() => setRevoking(null)}
        />
      )}
    </section>
  );
}

interface EntriesProps {
  readonly tokens: readonly TokenView[] | null;
  readonly failed: boolean;
  readonly now: number;
  readonly onRevoke: (token: TokenView) => void;
}

function Entries({ tokens, failed, now, onRevoke }: EntriesProps): ReactElement | null {
  const words = useMessages().tokens;
  if (tokens === null) return failed ? null : <p className={styles.lead}>{words.loading}</p>;
  if (tokens.length === 0) return <p className={styles.empty}>{words.empty}</p>;
  return (
    <ul className={styles.list} aria-label={words.list}>
      {tokens.map((token) => (
        <TokenEntry key={token.id} token={token} now={now} onRevoke={onRevoke} />
      ))}
    </ul>
  );
}
