// One call in the list, which has the focus and hears clicks and keys for all its rows.
import { memo } from 'react';
import type { ReactElement } from 'react';
import type { CallView } from '../../../shared/activity.ts';
import { displayTime } from '../../logs/log-text.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './call-list.module.css';

export interface CallRowProps {
  readonly call: CallView;
  /** Pixels from the beginning of the list. */
  readonly top: number;
  /** From 1. */
  readonly position: number;
  /** Of the whole list. */
  readonly size: number;
  readonly selected: boolean;
}

export function rowId(call: number): string {
  return `call-${call}`;
}

export const CallRow = memo(function CallRow(props: CallRowProps): ReactElement {
  const { call, top, position, size, selected } = props;
  const words = useMessages().activity;
  const { outcome, client, server, method, subject, problem, ms, requestBytes, answerBytes } = call;
  const named = subject === null ? method : `${method} ${subject}`;
  return (
    <div
      id={rowId(call.id)}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-posinset={position}
      aria-setsize={size}
      className={styles.row}
      data-call={call.id}
      data-outcome={outcome}
      style={{ transform: `translateY(${top}px)` }}
    >
      <time dateTime={new Date(call.at).toISOString()} data-column="time">
        {displayTime(call.at)}
      </time>
      <span data-column="outcome">{words.outcomes[outcome]}</span>
      <span data-column="client" title={client}>
        {client}
      </span>
      <span data-column="server" title={server ?? words.gateway}>
        {server ?? words.gateway}
      </span>
      <span data-column="call" title={problem === null ? named : `${named}: ${problem}`}>
        <span className={styles.method}>{method}</span>
        {subject !== null && <span className={styles.subject}> {subject}</span>}
        {problem !== null && <span className={styles.problem}> {problem}</span>}
      </span>
      <span data-column="duration">{ms === null ? '' : words.duration(ms)}</span>
      <span data-column="size">
        {words.size(requestBytes)} → {ms === null ? '…' : words.size(answerBytes)}
      </span>
    </div>
  );
});
