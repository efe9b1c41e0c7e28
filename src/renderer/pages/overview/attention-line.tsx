// How one thing that waits for a person is painted.
import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useId } from 'react';
import type { ReactElement, ReactNode } from 'react';
import styles from './attention.module.css';

export interface AttentionLineProps {
  readonly tone: 'bad' | 'warn';
  readonly title: string;
  readonly text: ReactNode;
  /** What to do about it. */
  readonly advice?: string | undefined;
  readonly buttons: ReactNode;
}

export function AttentionLine({ tone, title, text, advice, buttons }: AttentionLineProps): ReactElement {
  const titleId = useId();
  const Icon = tone === 'bad' ? IconAlertCircle : IconAlertTriangle;
  return (
    <li className={styles.item} data-tone={tone} aria-labelledby={titleId}>
      <Icon size={17} stroke={1.9} className={styles.icon} aria-hidden="true" />
      <div className={styles.body}>
        <p id={titleId} className={styles.name} title={title}>
          {title}
        </p>
        <p className={styles.text} title={typeof text === 'string' ? text : undefined}>
          {text}
        </p>
        {advice !== undefined && (
          <p className={styles.advice} title={advice}>
            {advice}
          </p>
        )}
      </div>
      <div className={styles.buttons}>{buttons}</div>
    </li>
  );
}
