// A server's state as a small sign. Each state has its own shape, so that colour is never the only difference.
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { ServerStatus, ServerView } from '../../shared/state.ts';
import { classes } from './classes.ts';
import styles from './status-mark.module.css';

type Mark = ServerStatus | 'disabled';

export interface StatusMarkProps {
  readonly server: Pick<ServerView, 'status' | 'enabled'>;
}

export function StatusMark({ server }: StatusMarkProps): ReactElement {
  const messages = useMessages();
  const mark: Mark = server.enabled ? server.status : 'disabled';
  const label = server.enabled ? messages.status[server.status] : messages.disabled;
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      role="img"
      aria-label={label}
      data-status={mark}
      className={classes(styles.mark, styles[mark])}
    >
      {shapes[mark]}
    </svg>
  );
}

const ring = <circle cx="8" cy="8" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />;
const arc = (
  <g fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round">
    <circle cx="8" cy="8" r="4.75" opacity="0.25" />
    <path d="M8 3.25A4.75 4.75 0 0 1 12.75 8" className={styles.turning} />
  </g>
);

const shapes: Record<Mark, ReactElement> = {
  ready: <circle cx="8" cy="8" r="4.5" fill="currentColor" />,
  starting: arc,
  stopping: arc,
  stopped: ring,
  disabled: <path d="M4.5 8h7" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />,
  'backing-off': (
    <g stroke="currentColor" strokeWidth="1.5" fill="none" strokeLinecap="round" strokeLinejoin="round">
      <circle cx="8" cy="8" r="5.25" />
      <path d="M8 5.25V8l1.9 1.2" />
    </g>
  ),
  failed: (
    <g>
      <circle cx="8" cy="8" r="6" fill="currentColor" />
      <path d="M8 4.9v3.6" stroke="var(--surface)" strokeWidth="1.6" strokeLinecap="round" />
      <circle cx="8" cy="10.9" r="0.95" fill="var(--surface)" />
    </g>
  ),
};
