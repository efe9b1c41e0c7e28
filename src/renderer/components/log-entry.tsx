// One line of a log, or a mark between lines.
import { memo } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { LogEntry } from '../logs/log-buffer.ts';
import { displayText, displayTime } from '../logs/log-text.ts';
import type { LogLine } from '../../shared/state.ts';
import { Highlighted } from './highlighted.tsx';
import styles from './log-entry.module.css';

export interface LogEntryViewProps {
  readonly entry: LogEntry;
  readonly showsSource: boolean;
  /** Marked in the text. */
  readonly query: string;
  /** The line that was jumped to. */
  readonly current: boolean;
}

export const LogEntryView = memo(function LogEntryView(props: LogEntryViewProps): ReactElement {
  const words = useMessages().log;
  const { entry } = props;
  if (entry.kind === 'line') return <Line {...props} line={entry.line} />;
  return <p className={styles.mark}>{entry.kind === 'gap' ? words.gap(entry.missing) : words.restarted}</p>;
});

function Line({
  line,
  showsSource,
  query,
  current,
}: Omit<LogEntryViewProps, 'entry'> & { readonly line: LogLine }): ReactElement {
  const messages = useMessages();
  const { text, cut } = displayText(line.text);
  return (
    <div className={styles.line} data-level={line.level} data-sources={showsSource} data-current={current}>
      <time className={styles.time} dateTime={new Date(line.time).toISOString()}>
        {displayTime(line.time)}
      </time>
      <span className={styles.level}>{messages.level[line.level]}</span>
      {showsSource && (
        <span className={styles.source} title={line.source}>
          {line.source}
        </span>
      )}
      <span className={styles.text}>
        <Highlighted text={text} query={query} />
        {cut > 0 && <span className={styles.cut}>{messages.log.cut(cut)}</span>}
      </span>
    </div>
  );
}
