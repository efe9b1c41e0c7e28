// Actions that failed: floating, so that nothing moves, and there until they are dismissed.
import { CloseButton } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { useActionState, usePage } from '../page.ts';
import styles from './action-failures.module.css';

export function ActionFailures(): ReactElement {
  const messages = useMessages();
  const { actions } = usePage();
  const { failures } = useActionState();
  return (
    <section className={styles.stack} aria-label={messages.action.failures}>
      {failures.map(({ id, server, action, error }) => {
        const { message, expected } = messages.server.problem(error);
        return (
          <div key={id} role="alert" className={styles.failure}>
            <IconAlertCircle size={18} stroke={1.8} className={styles.icon} aria-hidden="true" />
            <div className={styles.body}>
              <p className={styles.title}>{messages.action.failed[action](server)}</p>
              <p className={styles.message}>{message}</p>
              {expected !== undefined && <p className={styles.advice}>{expected}</p>}
            </div>
            <CloseButton
              size="sm"
              aria-label={messages.action.dismiss}
              className={styles.close}
              onClick={() => actions.dismiss(id)}
            />
          </div>
        );
      })}
    </section>
  );
}
