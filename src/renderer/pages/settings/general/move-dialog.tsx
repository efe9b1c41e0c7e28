// The question before the gateway moves to another address.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ConfigReview } from '../../../../shared/configuration.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { useMessages } from '../../../messages/messages.ts';
import { AddressMoveNotice } from '../address-notice.tsx';
import styles from './general-part.module.css';

export interface MoveDialogProps {
  readonly review: ConfigReview;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function MoveDialog({ review, busy, onConfirm, onClose }: MoveDialogProps): ReactElement {
  const words = useMessages().settings;
  return (
    <Dialog title={words.move.title} onEscape={onClose} alert>
      {review.move !== null && <AddressMoveNotice move={review.move} />}
      <div className={styles.buttons}>
        <Button size="xs" variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button size="xs" aria-busy={busy} onClick={onConfirm}>
          {words.move.confirm}
        </Button>
      </div>
    </Dialog>
  );
}
