// Stands in for everything when the session has ended: what happened and how to get back in.
import { Button } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { usePage } from '../page.ts';
import styles from './expired-notice.module.css';
import { Snippet } from './snippet.tsx';

export function ExpiredNotice(): ReactElement {
  const messages = useMessages();
  const { bridge } = usePage();
  const words = messages.expired;
  return (
    <main className={styles.place}>
      <section className={styles.notice} role="alert" aria-labelledby="expired-title">
        <IconLinkOff size={28} stroke={1.6} className={styles.icon} aria-hidden="true" />
        <h2 id="expired-title" className={styles.title}>
          {words.title}
        </h2>
        <p className={styles.text}>{words.text}</p>
        <p className={styles.text}>{words.advice}</p>
        <Snippet
          label={words.command}
          text={words.command}
          copyLabel={messages.copy.snippet(words.command)}
        />
        <Button variant="default" size="xs" onClick={bridge.retry}>
          {words.tryAgain}
        </Button>
      </section>
    </main>
  );
}
