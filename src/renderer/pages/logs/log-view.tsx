// One log with everything to work with it: search, level, jumps to failures, pause, copy, export.
import { useState } from 'react';
import type { ReactElement } from 'react';
import { LogLines } from '../../components/log-lines.tsx';
import type { LogFeedState } from '../../logs/log-feed.ts';
import { useMessages } from '../../messages/messages.ts';
import type { Messages } from '../../messages/messages.ts';
import { LogTools } from './log-tools.tsx';
import styles from './log-view.module.css';
import { SearchTools } from './search-tools.tsx';
import { useLogView } from './use-log-view.ts';

export interface LogViewProps {
  /** null: all sources. */
  readonly source: string | null;
  /** Epoch milliseconds: where to begin instead of at the end. */
  readonly moment: number | null;
}

export function LogView({ source, moment }: LogViewProps): ReactElement {
  const messages = useMessages();
  const view = useLogView(source, moment);
  const [wrap, setWrap] = useState(true);
  const { feed, shown, choice, follow, target } = view;
  const label = source === null ? messages.logs.ofAll : messages.log.of(source);
  return (
    <section className={styles.view} aria-label={label}>
      <div className={styles.tools}>
        <SearchTools view={view} />
        <LogTools view={view} source={source} wrap={wrap} onWrapChange={setWrap} />
      </div>
      <LogLines
        label={label}
        entries={shown.entries}
        placeholder={placeholder(feed, messages)}
        follow={follow}
        wrap={wrap}
        onFollowChange={view.setFollow}
        showsSource={source === null}
        query={choice.query}
        target={target}
      />
    </section>
  );
}

function placeholder({ status, error, buffer }: LogFeedState, messages: Messages): string {
  if (status === 'failed' && error !== null) return messages.server.problem(error).message;
  if (status === 'loading') return messages.log.loading;
  return buffer.entries.length === 0 ? messages.log.empty : messages.logs.nothingShown;
}
