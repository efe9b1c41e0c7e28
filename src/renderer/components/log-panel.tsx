// One log, live: reads it, follows it, holds it still on demand. The lines themselves are log-lines.tsx.
import { Button } from '@mantine/core';
import {
  IconArrowBarToDown,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconTextWrap,
} from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { LogFeedState } from '../logs/log-feed.ts';
import { createLogFeed } from '../logs/log-feed.ts';
import type { LogBuffer } from '../logs/log-buffer.ts';
import { useMessages } from '../messages/messages.ts';
import type { Messages } from '../messages/messages.ts';
import { usePage, useValue } from '../page.ts';
import { LogLines } from './log-lines.tsx';
import { ToggleButton } from './toggle-button.tsx';
import styles from './log-panel.module.css';

export interface LogPanelProps {
  readonly source: string;
  /** Whether this is the log of Patchbay itself. */
  readonly own: boolean;
}

export function LogPanel({ source, own }: LogPanelProps): ReactElement {
  const messages = useMessages();
  const words = messages.log;
  const { status, error, buffer } = useLogFeed(source);
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(true);
  const [frozen, setFrozen] = useState<LogBuffer | null>(null);
  const shown = frozen ?? buffer;
  const waiting = frozen === null ? 0 : buffer.received - frozen.received;

  return (
    <section className={styles.panel} aria-labelledby="log-title">
      <div className={styles.bar}>
        <h3 id="log-title" className={styles.title}>
          {own ? words.ownTitle : words.title}
        </h3>
        <span className={styles.count}>
          {shown.received > shown.entries.length
            ? words.newestOf(shown.entries.length)
            : words.lines(shown.received)}
        </span>
        <div className={styles.tools}>
          <ToggleButton label={words.wrap} icon={wrapIcon} pressed={wrap} onChange={setWrap} />
          <ToggleButton label={words.follow} icon={followIcon} pressed={follow} onChange={setFollow} />
          <Button
            size="compact-xs"
            variant={frozen === null ? 'subtle' : 'filled'}
            color={frozen === null ? 'gray' : 'indigo'}
            className={styles.pause}
            leftSection={frozen === null ? pauseIcon : resumeIcon}
            onClick={() => setFrozen(frozen === null ? buffer : null)}
          >
            {pauseLabel(frozen === null, waiting, words)}
          </Button>
        </div>
      </div>
      <LogLines
        label={words.of(source)}
        entries={shown.entries}
        placeholder={placeholder(status, error, messages)}
        follow={follow && frozen === null}
        wrap={wrap}
        onFollowChange={setFollow}
      />
    </section>
  );
}

type Words = Messages['log'];

function pauseLabel(runs: boolean, waiting: number, words: Words): string {
  if (runs) return words.pause;
  return waiting === 0 ? words.resume : words.resumeWithNew(waiting);
}

function placeholder(
  status: LogFeedState['status'],
  error: LogFeedState['error'],
  messages: Messages,
): string {
  if (status === 'failed' && error !== null) return messages.server.problem(error).message;
  return status === 'loading' ? messages.log.loading : messages.log.empty;
}

function useLogFeed(source: string): LogFeedState {
  const { client, connection } = usePage().bridge;
  const feed = useMemo(() => createLogFeed({ client, connection, source }), [client, connection, source]);
  return useValue(feed);
}

const icon = { size: 14, 'aria-hidden': true } as const;
const wrapIcon = <IconTextWrap {...icon} stroke={1.8} />;
const followIcon = <IconArrowBarToDown {...icon} stroke={1.8} />;
const pauseIcon = <IconPlayerPauseFilled {...icon} />;
const resumeIcon = <IconPlayerPlayFilled {...icon} />;
