// Says for a while what was removed, with the way back.
import { Button, CloseButton } from '@mantine/core';
import type { ReactElement } from 'react';
import type { RemovedServer } from '../../../shared/server-detail.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './removed-notice.module.css';

export interface RemovedNoticeProps {
  /** null: what was to be removed is still there. */
  readonly removed: RemovedServer | null;
  readonly busy: boolean;
  /** Why it could not be put back. */
  readonly fault: string | null;
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

export function RemovedNotice({ removed, busy, fault, onUndo, onClose }: RemovedNoticeProps): ReactElement {
  const words = useMessages().manage;
  return (
    <div className={styles.notice} role="group" aria-label={words.notices}>
      <span className={styles.text} role={fault === null ? 'status' : 'alert'}>
        {fault ?? words.removed(removed?.removed ?? '')}
      </span>
      {removed !== null && (
        <Button size="xs" variant="default" aria-busy={busy} aria-disabled={busy} onClick={onUndo}>
          {words.undo}
        </Button>
      )}
      <CloseButton size="sm" aria-label={words.dismiss} onClick={onClose} />
    </div>
  );
}
