// What went wrong with a server, in its own words, what to do about it, and when it is tried again.
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { ServerView } from '../../shared/state.ts';
import { scrollable } from './scrollable.ts';
import styles from './problem-notice.module.css';
import { useNow } from './use-now.ts';

export interface ProblemNoticeProps {
  readonly server: ServerView;
  readonly problem: ErrorView;
}

export function ProblemNotice({ server, problem }: ProblemNoticeProps): ReactElement {
  const messages = useMessages();
  const { message, expected } = messages.server.problem(problem);
  const [firstLine = '', ...lines] = message.split('\n');
  const rest = lines.join('\n').trimEnd();
  return (
    <section className={styles.notice} aria-label={messages.detail.problem} data-status={server.status}>
      <IconAlertCircle size={17} stroke={1.8} className={styles.icon} aria-hidden="true" />
      <div className={styles.body}>
        <p className={styles.message}>{firstLine}</p>
        {rest !== '' && (
          <pre className={styles.rest} {...scrollable}>
            {rest}
          </pre>
        )}
        {expected !== undefined && <p className={styles.advice}>{expected}</p>}
      </div>
      {server.status === 'backing-off' && server.retryAt !== null && <NextTry at={server.retryAt} />}
    </section>
  );
}

/** `at` in epoch milliseconds. */
function NextTry({ at }: { readonly at: number }): ReactElement {
  const messages = useMessages();
  const now = useNow();
  return <p className={styles.next}>{messages.detail.nextTry(Math.ceil((at - now) / 1000))}</p>;
}
