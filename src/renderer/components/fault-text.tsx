// What a fault of the configuration says, in the language of the page; what came with it in English stands below.
import type { ReactElement } from 'react';
import type { FaultFacts } from '../../shared/words/server-words.ts';
import { useMessages } from '../messages/messages.ts';
import styles from './fault-text.module.css';

export function FaultText({ fault }: { readonly fault: FaultFacts }): ReactElement {
  const { server, faults: words } = useMessages();
  const { message, expected = '', detail } = server.fault(fault);
  return (
    <span>
      {message} {expected !== '' && <span className={styles.expected}>{words.expected(expected)}</span>}
      {detail !== undefined && (
        <span className={styles.detail} lang="en">
          {detail}
        </span>
      )}
    </span>
  );
}
