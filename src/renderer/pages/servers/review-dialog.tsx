// Old and new of each tool that is not as it was accepted, side by side, and a person's yes to exactly that.
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { toErrorView, type ErrorView } from '../../../shared/errors.ts';
import type { ToolChange, ToolReview } from '../../../shared/tool-changes.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { scrollable } from '../../components/scrollable.ts';
import { useTask } from '../../components/use-task.ts';
import { useMessages } from '../../messages/messages.ts';
import { usePage } from '../../page.ts';
import { diffLines } from '../../state/line-diff.ts';
import styles from './review.module.css';

export interface ReviewDialogProps {
  readonly server: string;
  readonly onAccepted: () => void;
  readonly onClose: () => void;
}

export function ReviewDialog({ server, onAccepted, onClose }: ReviewDialogProps): ReactElement {
  const messages = useMessages();
  const words = messages.manage.review;
  const { client } = usePage().bridge;
  const [review, setReview] = useState<ToolReview | null>(null);
  const [unread, setUnread] = useState<ErrorView | null>(null);
  const { busy, problem, run } = useTask();

  useEffect(() => {
    let isOver = false;
    const read = async (): Promise<void> => {
      try {
        const found = await client.reviewTools({ name: server });
        if (!isOver) setReview(found);
      } catch (error) {
        if (!isOver) setUnread(toErrorView(error));
      }
    };
    // Asked once: what is accepted is what was shown.
    void read();
    return () => {
      isOver = true;
    };
  }, [client, server]);

  const accept = async (): Promise<void> => {
    if (review === null) return;
    await run(
      async () => {
        await client.acceptTools({ name: server, digest: review.digest });
        onAccepted();
        onClose();
      },
      // They have changed again: the new ones are shown.
      async () => setReview(await client.reviewTools({ name: server }).catch(() => review)),
    );
  };

  const changes = review?.changes ?? [];
  const fault = problem ?? unread;
  return (
    <Dialog title={words.title(server)} onEscape={onClose} wide>
      <p className={styles.lead}>{words.text}</p>
      {fault !== null && <Failure error={fault} />}
      {review === null && fault === null && <p aria-busy="true">{messages.manage.loading}</p>}
      {review !== null && changes.length === 0 && <p>{words.nothing}</p>}
      <div className={styles.changes}>
        {changes.map((change) => (
          <Change key={change.tool} change={change} />
        ))}
      </div>
      <div className={styles.buttons}>
        <Button size="xs" variant="default" onClick={onClose}>
          {words.close}
        </Button>
        {changes.length > 0 && (
          <Button size="xs" aria-busy={busy} aria-disabled={busy} onClick={() => void accept()}>
            {words.accept(changes.length)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Change({ change }: { readonly change: ToolChange }): ReactElement {
  const words = useMessages().manage.review;
  const { tool, before, after, isHeld } = change;
  const rows = diffLines(before === null ? '' : pretty(before), pretty(after)).map((row, place) => ({
    ...row,
    place,
  }));
  return (
    <section className={styles.change} aria-label={tool}>
      <h3 className={styles.tool}>
        <code>{tool}</code>
        {before === null && <span className={styles.mark}>{words.isNew}</span>}
        {isHeld && <span className={styles.mark}>{words.isHeld}</span>}
      </h3>
      <div className={styles.scroll} {...scrollable}>
        <table className={styles.diff} data-new={before === null}>
          <thead>
            <tr>
              {before !== null && <th scope="col">{words.before}</th>}
              <th scope="col">{words.after}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.place} data-same={row.isSame}>
                {before !== null && (
                  <td data-side="before" data-there={row.before !== null}>
                    {row.isSame || row.before === null ? row.before : <del>{row.before}</del>}
                  </td>
                )}
                <td data-side="after" data-there={row.after !== null}>
                  {row.isSame || row.after === null ? row.after : <ins>{row.after}</ins>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
