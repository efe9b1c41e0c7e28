// Beside the list while Patchbay's own server is all there is: what to do next.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useMessages } from '../../messages/messages.ts';
import { routeHash } from '../../state/routes.ts';
import styles from './no-servers.module.css';

export function NoServers(): ReactElement {
  const messages = useMessages();
  const { title, text } = messages.servers.none;
  return (
    <section className={styles.none} aria-labelledby="no-servers-title">
      <h2 id="no-servers-title" className={styles.title}>
        {title}
      </h2>
      <p className={styles.text}>{text}</p>
      <Button component="a" href={routeHash('clients', 'first-steps')} size="xs" variant="default">
        {messages.clients.firstSteps}
      </Button>
    </section>
  );
}
