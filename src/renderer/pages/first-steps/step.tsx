// One of the first steps: its number, or a tick once it is done.
import { VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { useMessages } from '../../messages/messages.ts';
import styles from './first-steps.module.css';

export interface StepProps {
  readonly title: string;
  readonly isDone: boolean;
  readonly children: ReactNode;
}

export function Step({ title, isDone, children }: StepProps): ReactElement {
  const words = useMessages().clients.steps;
  return (
    <li className={styles.step} data-done={isDone}>
      {isDone && (
        <span className={styles.tick}>
          <IconCheck size={14} stroke={2.4} aria-hidden="true" />
        </span>
      )}
      <h2 className={styles.stepTitle}>
        {title}
        {isDone && <VisuallyHidden component="span">, {words.finished}</VisuallyHidden>}
      </h2>
      <div className={styles.stepBody}>{children}</div>
    </li>
  );
}
