// A question before something that cannot be undone, and why it failed if it does.
import { Button } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import { faultOf } from '../state/token-faults.ts';
import { Dialog } from './dialog.tsx';
import { FaultLine } from './fault-line.tsx';
import styles from './token-dialog.module.css';
import { useTask } from './use-task.ts';

export interface TokenQuestionProps {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly children?: ReactNode;
  /** What is rejected is shown. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

export function TokenQuestion(props: TokenQuestionProps): ReactElement {
  const { title, text, confirm, cancel, children, onConfirm, onClose } = props;
  const messages = useMessages();
  const { busy, problem, run } = useTask();

  return (
    <Dialog title={title} onEscape={onClose} alert>
      <p className={styles.text}>{text}</p>
      {children}
      <FaultLine text={problem === null ? null : faultOf(problem, messages).text} />
      <div className={styles.buttons}>
        <Button size="xs" variant="default" onClick={onClose}>
          {cancel}
        </Button>
        <Button
          size="xs"
          className={styles.danger}
          aria-busy={busy}
          aria-disabled={busy}
          onClick={() => void run(onConfirm)}
        >
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
