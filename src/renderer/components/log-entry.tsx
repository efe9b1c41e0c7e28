// One line of a log, or a mark between lines.
import { memo } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { LogEntry } from '../logs/log-buffer.ts';
import { displayText, displayTime } from '../logs/log-text.ts';
import type { LogLine } from '../../shared/state.ts';
import styles from './log-entry.module.css';

export interface LogEntryViewProps {
  readonly entry: LogEntry;
}

export const LogEntryView = memo(function LogEntryView({ entry }: LogEntryViewProps): ReactElement {
  const words = useMessages().log;
  if (entry.kind === 'line') return <Line line={entry.line} />;
  return <p className={styles.mark}>{entry.kind === 'gap' ? words.gap(entry.missing) : words.restarted}</p>;
});

function Line({ line }: { readonly line: LogLine }): ReactElement {
  const messages = useMessages();
  const { text, cut } = displayText(line.text);
  return (
    <div className={styles.line} data-level={line.level}>
      <time className={styles.time} dateTime={new Date(line.time).toISOString()}>
        {displayTime(line.time)}
      </time>
      <span className={styles.level}>{messages.level[line.level]}</span>
      <span className={styles.text}>
        {text}
        {cut > 0 && <span className={styles.cut}>{messages.log.cut(cut)}</span>}
      </span>
    </div>
  );
}
