// A question before something that cannot be undone, and why it failed if it does.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { toErrorView } from '../../shared/errors.ts';
import { useMessages } from '../messages/messages.ts';
import { faultOf } from '../state/token-faults.ts';
import { Dialog } from './dialog.tsx';
import styles from './token-dialog.module.css';

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
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const perform = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFault(null);
    try {
      await onConfirm();
    } catch (error) {
      setFault(faultOf(toErrorView(error), messages).text);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog title={title} onEscape={onClose} alert>
      <p className={styles.text}>{text}</p>
      {children}
      {fault !== null && (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
      <div className={styles.buttons}>
        <Button size="xs" variant="default" onClick={onClose}>
          {cancel}
        </Button>
        <Button
          size="xs"
          className={styles.danger}
          aria-busy={busy}
          aria-disabled={busy}
          onClick={() => void perform()}
        >
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
