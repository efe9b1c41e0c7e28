// The whole command, word by word, before it may run on this machine; and a person's yes to exactly that.
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { ConsentView } from '../../../shared/consent.ts';
import { ConsentSummary } from '../../components/consent-summary.tsx';
import { useMessages } from '../../messages/messages.ts';
import styles from './entry.module.css';

export interface ConsentStepProps {
  readonly view: ConsentView;
  readonly isChange: boolean;
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onBack: () => void;
}

export function ConsentStep({ view, isChange, busy, onYes, onBack }: ConsentStepProps): ReactElement {
  const words = useMessages().manage.consent;
  const back = useRef<HTMLButtonElement>(null);
  // A yes is never a key pressed by habit.
  useEffect(() => back.current?.focus(), []);
  return (
    <>
      <p className={styles.lead}>{isChange ? words.changeText : words.text}</p>
      <ConsentSummary view={view} byWord />
      <div className={styles.buttons}>
        <Button size="xs" variant="default" ref={back} onClick={onBack}>
          {words.back}
        </Button>
        <Button size="xs" aria-busy={busy} aria-disabled={busy} onClick={onYes}>
          {isChange ? words.yesChange : words.yes}
        </Button>
      </div>
    </>
  );
}
