// The whole command, word by word, before it may run on this machine; and a person's yes to exactly that.
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { ConsentView } from '../../../shared/consent.ts';
import { scrollable } from '../../components/scrollable.ts';
import { useMessages } from '../../messages/messages.ts';
import { ConsentWarnings } from './consent-warnings.tsx';
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
  const { command, words: parts, env, cwd, warnings } = view;
  const places = parts.map((part, place) => ({ place, part }));
  const back = useRef<HTMLButtonElement>(null);
  // A yes is never a key pressed by habit.
  useEffect(() => back.current?.focus(), []);
  return (
    <>
      <p className={styles.lead}>{isChange ? words.changeText : words.text}</p>
      <pre className={styles.command}>{command}</pre>
      {parts.length > 1 && (
        <section className={styles.words} aria-label={words.words}>
          <h3 className={styles.title}>{words.words}</h3>
          <ol className={styles.parts} start={0} {...scrollable}>
            {places.map(({ place, part }) => (
              <li key={place}>
                <code>{part}</code>
              </li>
            ))}
          </ol>
        </section>
      )}
      {cwd !== null && (
        <p>
          {words.folder} <code>{cwd}</code>
        </p>
      )}
      {env.length > 0 && (
        <section aria-label={words.env}>
          <h3 className={styles.title}>{words.env}</h3>
          <pre className={styles.command}>{env.join('\n')}</pre>
        </section>
      )}
      <ConsentWarnings warnings={warnings} />
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
