// A problem in running text: in the language of the page where its code is known, with what came in English below.
import type { ReactElement } from 'react';
import type { ErrorView } from '../../shared/errors.ts';
import { useMessages } from '../messages/messages.ts';
import styles from './fault-text.module.css';

export interface ToldProps {
  /** What is said where there is no error with a code. */
  readonly text: string;
  readonly error: ErrorView | undefined;
}

export function Told({ text, error }: ToldProps): ReactElement {
  const { server } = useMessages();
  if (error === undefined) return <>{text}</>;
  const { message, expected, detail } = server.told(error);
  return (
    <>
      {message} {expected}
      {detail !== undefined && (
        <span className={styles.detail} lang="en">
          {detail}
        </span>
      )}
    </>
  );
}
