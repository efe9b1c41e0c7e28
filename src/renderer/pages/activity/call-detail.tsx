// One call in full: what was asked, what came back, when, how large. Asks again when the call has gone on.
import { Button } from '@mantine/core';
import { IconListDetails, IconRepeat, IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { CallDetail } from '../../../shared/activity.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Failure } from '../../components/failure.tsx';
import { scrollable } from '../../components/scrollable.ts';
import { useMessages } from '../../messages/messages.ts';
import { routeHash } from '../../state/routes.ts';
import styles from './call-detail.module.css';
import { CallFacts } from './call-facts.tsx';
import { CallMessageView } from './call-message.tsx';
import { useCallDetail } from './use-call-detail.ts';

export interface CallDetailProps {
  readonly id: number;
  /** As the list knows it; 0 while it does not. */
  readonly revision: number;
  readonly running: boolean;
  /** The list knows all calls that there are. */
  readonly isListed: boolean;
  readonly onSelect: (id: number | null) => void;
  readonly onRepeated: () => void;
}

export function CallDetailView({
  id,
  revision,
  running,
  isListed,
  onSelect,
  onRepeated,
}: CallDetailProps): ReactElement {
  const words = useMessages().activity.detail;
  const { detail, error, repeat, repeating, repeatError } = useCallDetail(id, revision, running);
  const again = async (): Promise<void> => {
    const repeated = await repeat();
    if (repeated === null) return;
    onRepeated();
    onSelect(repeated);
  };
  return (
    <section className={styles.detail} aria-label={words.label(id)}>
      <div className={styles.bar}>
        <h2 className={styles.title}>{detail === null ? words.label(id) : <Title detail={detail} />}</h2>
        {detail !== null && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconRepeat size={14} stroke={1.8} aria-hidden="true" />}
            loading={repeating}
            data-disabled={detail.fixed !== null || undefined}
            aria-disabled={detail.fixed !== null}
            title={detail.fixed === null ? undefined : words.fixed[detail.fixed]}
            onClick={() => {
              if (detail.fixed === null) void again();
            }}
          >
            {words.again}
          </Button>
        )}
        <IconButton
          label={words.close}
          icon={<IconX size={16} stroke={1.8} aria-hidden="true" />}
          onPress={() => onSelect(null)}
        />
      </div>
      <div className={styles.body} {...scrollable} role="group" aria-label={words.facts}>
        {repeatError !== null && <Failure title={words.againFailed} error={repeatError} />}
        {error !== null && <Failure error={error} />}
        {detail !== null && <Body detail={detail} />}
        {detail === null && error === null && (
          <p className={styles.dim}>{isListed && revision === 0 ? words.gone : words.loading}</p>
        )}
      </div>
    </section>
  );
}

function Title({ detail }: { readonly detail: CallDetail }): ReactElement {
  return (
    <>
      <span className={styles.method}>{detail.method}</span> {detail.subject}
    </>
  );
}

function Body({ detail }: { readonly detail: CallDetail }): ReactElement {
  const { activity } = useMessages();
  const words = activity.detail;
  const { problem, request, answer, messages, notifications, server, at, ms, outcome } = detail;
  return (
    <>
      {problem !== null && <p className={styles.problem}>{problem}</p>}
      <CallFacts detail={detail} />
      {server !== null && (
        <a className={styles.log} href={routeHash('logs', server, 'at', String(Math.floor(at)))}>
          <IconListDetails size={14} stroke={1.8} aria-hidden="true" />
          {words.log}
        </a>
      )}
      <CallMessageView title={words.request} message={request} />
      {notifications > 0 && (
        <details className={styles.before}>
          <summary>{words.before(notifications)}</summary>
          {numbered(messages).map(({ number, message }) => (
            <CallMessageView
              key={number}
              title={words.after(activity.duration(message.afterMs))}
              message={message}
            />
          ))}
          {notifications > messages.length && (
            <p className={styles.dim}>{words.notKept(notifications - messages.length)}</p>
          )}
        </details>
      )}
      {answer === null ? (
        <p className={styles.dim}>
          {ms === null && outcome === 'running' ? words.noAnswerYet : words.noAnswer}
        </p>
      ) : (
        <CallMessageView title={words.answer} message={answer} />
      )}
    </>
  );
}

function numbered<Item>(
  items: readonly Item[],
): readonly { readonly number: number; readonly message: Item }[] {
  return items.map((message, number) => ({ number, message }));
}
