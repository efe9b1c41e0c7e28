// Says that all servers are paused, and since when; lets them go on.
import { Button } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { usePage, useValue } from '../page.ts';
import { FaultLine } from './fault-line.tsx';
import styles from './paused-notice.module.css';
import { useNow } from './use-now.ts';
import { useTask } from './use-task.ts';

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
  const { busy, fault, run } = useTask();
  const resume = (): Promise<boolean> =>
    run(async () => {
      await bridge.client.resumeServers({});
    });

  return (
    <section className={styles.notice} aria-labelledby="paused-title">
      <IconPlayerPause size={18} stroke={1.8} className={styles.icon} aria-hidden="true" />
      <div className={styles.body}>
        <h2 id="paused-title" className={styles.title}>
          {words.title(messages.moment(pausedAt, now))}
        </h2>
        <p className={styles.text}>{words.text}</p>
        <FaultLine text={fault} />
      </div>
      <Button
        size="xs"
        className={styles.button}
        aria-busy={busy}
        aria-disabled={busy || !isLive}
        onClick={() => {
          if (isLive) void resume();
        }}
      >
        {words.resume}
      </Button>
    </section>
  );
}
