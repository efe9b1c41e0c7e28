// Says that all servers are paused, and since when; lets them go on.
import { Button } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { usePage, useValue } from '../page.ts';
import { toErrorView } from '../../shared/errors.ts';
import styles from './paused-notice.module.css';
import { useNow } from './use-now.ts';

export interface PausedNoticeProps {
  /** Epoch milliseconds; null: they are not. */
  readonly pausedAt: number | null;
}

export function PausedNotice({ pausedAt }: PausedNoticeProps): ReactElement | null {
  return pausedAt === null ? null : <Notice pausedAt={pausedAt} />;
}

function Notice({ pausedAt }: { readonly pausedAt: number }): ReactElement {
  const messages = useMessages();
  const words = messages.paused;
  const { bridge } = usePage();
  const isLive = useValue(bridge.connection) === 'live';
  const now = useNow();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  const resume = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await bridge.client.resumeServers({});
    } catch (error) {
      setFault(messages.server.problem(toErrorView(error)).message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className={styles.notice} aria-labelledby="paused-title">
      <IconPlayerPause size={18} stroke={1.8} className={styles.icon} aria-hidden="true" />
      <div className={styles.body}>
        <h2 id="paused-title" className={styles.title}>
          {words.title(messages.moment(pausedAt, now))}
        </h2>
        <p className={styles.text}>{words.text}</p>
        {fault !== null && (
          <p role="alert" className={styles.fault}>
            {fault}
          </p>
        )}
      </div>
      <Button
        size="xs"
        className={styles.button}
        aria-busy={isBusy}
        aria-disabled={isBusy || !isLive}
        onClick={() => {
          if (!isBusy && isLive) void resume();
        }}
      >
        {words.resume}
      </Button>
    </section>
  );
}
