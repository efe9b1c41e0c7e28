// Rotating the secret that tokens are signed with, and what came of it.
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { durationMs } from '../../shared/durations.ts';
import { useMessages } from '../messages/messages.ts';
import { usePage } from '../page.ts';
import { TokenQuestion } from './token-question.tsx';
import dialogStyles from './token-dialog.module.css';
import styles from './tokens.module.css';

export interface RotateSecretProps {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly onRotated: () => Promise<void>;
}

export function RotateSecret({ now, onRotated }: RotateSecretProps): ReactElement {
  const words = useMessages().tokens.rotation;
  const { bridge, announcement } = usePage();
  const [asking, setAsking] = useState(false);
  const [grace, setGrace] = useState('7d');
  const [outcome, setOutcome] = useState<string | null>(null);
  const graceMs = durationMs(grace) ?? 0;

  const rotate = async (): Promise<void> => {
    const { oldAcceptedUntil } = await bridge.client.rotateSecret({ grace });
    const sentence = graceMs === 0 ? words.doneAtOnce : words.done(oldAcceptedUntil);
    setAsking(false);
    setOutcome(sentence);
    announcement.set(sentence);
    await onRotated();
  };

  return (
    <section className={styles.secret} aria-labelledby="secret-title">
      <h3 id="secret-title" className={styles.subtitle}>
        {words.title}
      </h3>
      <p className={styles.lead}>{words.text}</p>
      {outcome !== null && <p className={styles.outcome}>{outcome}</p>}
      <Button size="compact-sm" variant="default" className={styles.rotate} onClick={() => setAsking(true)}>
        {words.open}
      </Button>
      {asking && (
        <TokenQuestion
          title={words.dialogTitle}
          text={words.dialogText}
          confirm={words.confirm}
          cancel={words.cancel}
          onConfirm={rotate}
          onClose={() => setAsking(false)}
        >
          <NativeSelect
            size="xs"
            label={words.grace}
            value={grace}
            data={words.graces}
            onChange={(event) => setGrace(event.currentTarget.value)}
          />
          <p className={dialogStyles.text}>{graceMs === 0 ? words.atOnce : words.until(now + graceMs)}</p>
        </TokenQuestion>
      )}
    </section>
  );
}
