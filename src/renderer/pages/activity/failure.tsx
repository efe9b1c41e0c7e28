// Why something that was asked for was not done, and what to do about it.
import type { ReactElement } from 'react';
import type { ErrorView } from '../../../shared/errors.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './failure.module.css';

export function Failure({ error }: { readonly error: ErrorView }): ReactElement {
  const { message, expected } = useMessages().server.problem(error);
  return (
    <p role="alert" className={styles.failure}>
      {message} {expected}
    </p>
  );
}
