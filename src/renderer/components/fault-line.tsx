// Why something failed, said at once to those who do not see it.
import type { ReactElement } from 'react';
import styles from './fault-line.module.css';

export function FaultLine({ text }: { readonly text: string | null }): ReactElement | null {
  return text === null ? null : (
    <p className={styles.fault} role="alert">
      {text}
    </p>
  );
}
