// Why something that was asked for was not done, and what to do about it; said at once to those who do not see it.
import type { ReactElement, ReactNode } from 'react';
import type { ErrorView } from '../../shared/errors.ts';
import { useMessages } from '../messages/messages.ts';
import styles from './failure.module.css';

export interface FailureProps {
  readonly error: ErrorView;
  /** What was not done. */
  readonly title?: string;
  /** What can be done about it here. */
  readonly children?: ReactNode;
}

export function Failure({ error, title, children }: FailureProps): ReactElement {
  const { message, expected, detail } = useMessages().server.told(error);
  return (
    <div role="alert" className={styles.failure}>
      {title !== undefined && <strong>{title}</strong>}
      <p className={styles.message}>
        {message} {expected}
      </p>
      {detail !== undefined && (
        <p className={styles.detail} lang="en">
          {detail}
        </p>
      )}
      {children}
    </div>
  );
}
