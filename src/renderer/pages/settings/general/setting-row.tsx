// The line of one setting, whatever its control: name, explanation, what is wrong, the way back to the default.
import { IconArrowBackUp } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { IconButton } from '../../../components/icon-button.tsx';
import styles from './setting-row.module.css';

const noNotes: readonly string[] = [];

export interface RowProps {
  /** Of the control. */
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly notes?: readonly string[];
  readonly fault?: string | null;
  readonly reset?: { readonly label: string; readonly onPress: () => void } | null;
  readonly children: ReactNode;
}

export function Row({
  id,
  label,
  hint,
  notes = noNotes,
  fault = null,
  reset = null,
  children,
}: RowProps): ReactElement {
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        <p id={`${id}-hint`} className={styles.hint}>
          {[hint, ...notes].filter((text) => text !== '').join(' ')}
        </p>
        <p id={`${id}-fault`} className={styles.fault} role={fault === null ? undefined : 'alert'}>
          {fault}
        </p>
      </div>
      <div className={styles.side}>
        {children}
        <span className={styles.reset}>
          {reset !== null && (
            <IconButton
              label={reset.label}
              icon={<IconArrowBackUp size={15} stroke={1.8} aria-hidden="true" />}
              onPress={reset.onPress}
            />
          )}
        </span>
      </div>
    </div>
  );
}
