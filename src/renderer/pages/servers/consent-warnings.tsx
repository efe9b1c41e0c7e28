// What of a command deserves a second look.
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { ConsentWarning } from '../../../shared/consent.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './entry.module.css';

export function ConsentWarnings({
  warnings,
}: {
  readonly warnings: readonly ConsentWarning[];
}): ReactElement | null {
  const messages = useMessages();
  const words = messages.manage.consent;
  if (warnings.length === 0) return null;
  return (
    <ul className={styles.warnings} aria-label={words.warnings}>
      {warnings.map((warning) => (
        <li
          key={warning.text}
          className={styles.finding}
          data-tone={warning.severity === 'danger' ? 'warn' : 'note'}
        >
          {warning.severity === 'danger' ? (
            <IconAlertTriangle size={16} stroke={1.8} aria-label={words.warning} role="img" />
          ) : (
            <IconInfoCircle size={16} stroke={1.8} aria-label={words.note} role="img" />
          )}
          <span>{messages.clients.consent.warning(warning)}</span>
        </li>
      ))}
    </ul>
  );
}
