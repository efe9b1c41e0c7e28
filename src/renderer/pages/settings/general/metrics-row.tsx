// Where Prometheus reads metrics; there is nothing to switch.
import type { ReactElement } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { useMessages } from '../../../messages/messages.ts';
import styles from './setting-row.module.css';

export interface MetricsRowProps {
  readonly url: string | null;
  readonly needsToken: boolean;
}

export function MetricsRow({ url, needsToken }: MetricsRowProps): ReactElement {
  const messages = useMessages();
  const words = messages.settings.metrics;
  const address = url === null ? null : `${url}/metrics`;
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <p className={styles.label}>{words.label}</p>
        <p className={styles.hint}>{needsToken ? words.withToken : words.hint}</p>
      </div>
      <div className={styles.side}>
        <code className={styles.address}>{address ?? messages.header.noAddress}</code>
        <span className={styles.reset}>
          {address !== null && <CopyButton text={address} label={words.copy} />}
        </span>
      </div>
    </div>
  );
}
