// What of a command deserves a second look, told apart by sign and by word.
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { ConsentWarning } from '../../shared/consent.ts';
import { useMessages } from '../messages/messages.ts';
import styles from './consent-summary.module.css';

export interface ConsentWarningsProps {
  readonly warnings: readonly ConsentWarning[];
}

export function ConsentWarnings({ warnings }: ConsentWarningsProps): ReactElement | null {
  const words = useMessages().consent;
  if (warnings.length === 0) return null;
  return (
    <ul className={styles.warnings} aria-label={words.warnings}>
      {warnings.map((warning) => (
        <li key={warning.text} className={styles.warning} data-severity={warning.severity}>
          {warning.severity === 'danger' ? (
            <IconAlertTriangle size={16} stroke={1.9} aria-label={words.danger} role="img" />
          ) : (
            <IconInfoCircle size={16} stroke={1.9} aria-label={words.note} role="img" />
          )}
          <span>{words.warning(warning)}</span>
        </li>
      ))}
    </ul>
  );
}
