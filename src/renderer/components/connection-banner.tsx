// Says that the connection is gone, moving nothing; that it is back, to screen readers alone.
import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { usePage, useValue } from '../page.ts';
import styles from './connection-banner.module.css';

export function ConnectionBanner(): ReactElement | null {
  const messages = useMessages();
  const { bridge, announcement } = usePage();
  const connection = useValue(bridge.connection);
  const wasLost = useRef(false);

  useEffect(() => {
    if (connection === 'live' && wasLost.current) announcement.set(messages.connection.regained);
    if (connection !== 'connecting') wasLost.current = connection === 'lost';
  }, [connection, announcement, messages]);

  if (connection !== 'lost') return null;
  return (
    <div role="alert" className={styles.banner}>
      <IconPlugConnectedX size={18} stroke={1.8} className={styles.icon} aria-hidden="true" />
      <p className={styles.text}>
        <strong>{messages.connection.lostBanner}</strong>{' '}
        <span className={styles.detail}>{messages.connection.lostDetail}</span>
      </p>
      <Button size="compact-sm" variant="default" className={styles.button} onClick={bridge.retry}>
        {messages.connection.tryNow}
      </Button>
    </div>
  );
}
