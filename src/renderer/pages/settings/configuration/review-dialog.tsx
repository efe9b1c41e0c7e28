// Before config.json is written: what changes in its text, what that does, and the commands that want a yes.
import { Button, Checkbox } from '@mantine/core';
import { Suspense, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { ConfigReview, ConfigText } from '../../../../shared/configuration.ts';
import { toErrorView } from '../../../../shared/errors.ts';
import type { ErrorView } from '../../../../shared/errors.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useTask } from '../../../components/use-task.ts';
import { useMessages } from '../../../messages/messages.ts';
import { usePage } from '../../../page.ts';
import { lazyPart } from '../../lazy-part.ts';
import { AddressMoveNotice } from '../address-notice.tsx';
import { asEdited } from './config-drafts.ts';
import { ConsentCommands } from './consent-commands.tsx';
import { FaultList } from './fault-list.tsx';
import styles from './review-dialog.module.css';

const diff = lazyPart(async () => (await import('../editor/text-diff.tsx')).TextDiff);

export interface ReviewDialogProps {
  readonly base: ConfigText;
  readonly text: string;
  readonly onSaved: (text: ConfigText) => void;
  readonly onClose: () => void;
}

export function ReviewDialog({ base, text, onSaved, onClose }: ReviewDialogProps): ReactElement {
  const words = useMessages().configuration;
  const { bridge } = usePage();
  const [review, setReview] = useState<ConfigReview | null>(null);
  const [unread, setUnread] = useState<ErrorView | null>(null);
  const [agreed, setAgreed] = useState(false);
  const { busy, problem: refused, run } = useTask();
  const problem = refused ?? unread;

  useEffect(() => {
    let isOpen = true;
    bridge.client.reviewConfig({ text }).then(
      (told) => isOpen && setReview(told),
      (error: unknown) => isOpen && setUnread(toErrorView(error)),
    );
    return () => {
      isOpen = false;
    };
  }, [bridge, text]);

  const needsYes = (review?.commands.length ?? 0) > 0;
  const canSave = review !== null && review.faults.length === 0 && (!needsYes || agreed);
  const save = async (): Promise<void> => {
    if (!canSave) return;
    const { consent } = review;
    const sent = { text, digest: base.digest, ...(consent === null ? {} : { consent }) };
    await run(
      async () => onSaved(await bridge.client.saveConfig(sent)),
      async () => {
        setAgreed(false);
        // A consent is good once.
        setReview(await bridge.client.reviewConfig({ text }).catch(() => review));
      },
    );
  };

  return (
    <Dialog title={words.reviewTitle} onEscape={onClose} wide>
      <Suspense fallback={<p className={styles.dim}>{words.reading}</p>}>
        <diff.Component
          before={asEdited(base.text)}
          after={text}
          label={words.difference}
          phrases={words.editor.phrases()}
        />
      </Suspense>
      {review !== null && review.faults.length > 0 && (
        <FaultList faults={review.faults} onChoose={() => undefined} />
      )}
      {review !== null && <Effects review={review} />}
      {review !== null && review.move !== null && <AddressMoveNotice move={review.move} />}
      {needsYes && review !== null && (
        <>
          <ConsentCommands commands={review.commands} />
          <Checkbox
            size="sm"
            checked={agreed}
            label={words.agree(review.commands.length)}
            onChange={({ currentTarget }) => setAgreed(currentTarget.checked)}
          />
        </>
      )}
      {problem !== null && <Failure error={problem} />}
      <div className={styles.buttons}>
        <Button size="xs" variant="default" onClick={onClose}>
          {words.back}
        </Button>
        <Button
          size="xs"
          disabled={review === null || review.faults.length > 0 || (needsYes && !agreed)}
          aria-busy={busy}
          onClick={() => void save()}
        >
          {words.save}
        </Button>
      </div>
    </Dialog>
  );
}

function Effects({ review }: { readonly review: ConfigReview }): ReactElement | null {
  const words = useMessages().configuration;
  const { servers, keys } = review;
  const all = [
    ...(servers.added.length > 0 ? [words.effects.added(servers.added)] : []),
    ...(servers.removed.length > 0 ? [words.effects.removed(servers.removed)] : []),
    ...(servers.restarted.length > 0 ? [words.effects.restarted(servers.restarted)] : []),
    ...(servers.updated.length > 0 ? [words.effects.updated(servers.updated)] : []),
    ...(keys.length > 0 ? [words.effects.keys(keys)] : []),
  ];
  if (review.faults.length > 0) return null;
  return (
    <ul className={styles.effects} aria-label={words.effects.title}>
      {(all.length === 0 ? [words.effects.nothing] : all).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
