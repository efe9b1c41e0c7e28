// Says that tools are not as they were accepted, and opens the place where a person sees what changed.
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { ServerView } from '../../../shared/state.ts';
import { useMessages } from '../../messages/messages.ts';
import { ReviewDialog } from './review-dialog.tsx';
import styles from './review.module.css';

export interface ReviewNoticeProps {
  readonly server: ServerView;
  readonly onAccepted: () => void;
}

export function ReviewNotice({ server, onAccepted }: ReviewNoticeProps): ReactElement | null {
  const words = useMessages().manage.review;
  const [isOpen, setOpen] = useState(false);
  const changed = server.changedTools?.length ?? 0;
  if (changed === 0 && !isOpen) return null;
  return (
    <>
      {changed > 0 && (
        <div className={styles.notice} role="group" aria-label={words.changed(changed)}>
          <IconAlertTriangle size={17} stroke={1.8} className={styles.icon} aria-hidden="true" />
          <span className={styles.words}>
            <strong>{words.changed(changed)}</strong> {server.changedTools?.join(', ')}
          </span>
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            {words.look}
          </Button>
        </div>
      )}
      {isOpen && <ReviewDialog server={server.name} onAccepted={onAccepted} onClose={() => setOpen(false)} />}
    </>
  );
}
