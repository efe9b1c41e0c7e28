// The lines of a log, of which only the visible ones exist. Follows the end while `follow` is set,
// and tells when scrolling takes it away from the end or back to it.
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { classes } from './classes.ts';
import type { LogEntry } from '../logs/log-buffer.ts';
import { LogEntryView } from './log-entry.tsx';
import { scrollable } from './scrollable.ts';
import { useLineVirtualizer } from './use-line-virtualizer.ts';
import { useScrollAway } from './use-scroll-away.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import styles from './log-lines.module.css';

export interface LogLinesProps {
  readonly label: string;
  readonly entries: readonly LogEntry[];
  /** Shown while there are no lines. */
  readonly placeholder: string;
  readonly follow: boolean;
  readonly wrap: boolean;
  readonly onFollowChange: (follow: boolean) => void;
  /** Says of each line whose it is. */
  readonly showsSource?: boolean;
  /** Marked wherever it stands, in any case; '' marks nothing. */
  readonly query?: string;
  /** The entry to be brought into view and marked, by its id; a new object brings it there again. */
  readonly target?: LogTarget | null;
}

export interface LogTarget {
  readonly id: number;
}

const lineHeight = 20;
const nearEnd = 12;

export function LogLines(props: LogLinesProps): ReactElement {
  const { label, entries, placeholder, follow, wrap, onFollowChange } = props;
  const { showsSource = false, query = '', target = null } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const virtualizer = useLineVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: useCallback((index: number) => entries[index]?.id ?? -1, [entries]),
    overscan: 12,
    // Lines that leave at the top, or turn out higher than guessed, do not move the ones being read.
    anchorTo: 'end',
    paddingStart: 6,
    paddingEnd: 6,
  });

  useEffect(() => {
    if (!wrap) virtualizer.measure();
  }, [virtualizer, wrap]);

  useLayoutEffect(() => {
    if (follow && entries.length > 0) virtualizer.scrollToEnd();
  }, [virtualizer, follow, entries]);
  const newestEntries = useRef(entries);
  useLayoutEffect(() => {
    newestEntries.current = entries;
  }, [entries]);
  const jumping = useRef(false);
  useLayoutEffect(() => {
    if (target === null) return undefined;
    // Not in this frame: lines that have just come are first laid out with their end in view, which nobody scrolled to.
    jumping.current = true;
    let frame = requestAnimationFrame(() => {
      const index = indexOf(newestEntries.current, target.id);
      if (index !== null) virtualizer.scrollToIndex(index, { align: 'center' });
      frame = requestAnimationFrame(() => {
        jumping.current = false;
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      jumping.current = false;
    };
  }, [virtualizer, target]);
  useStickToEnd(scroller, content, follow);

  useEffect(() => {
    // Sizes of lines that have left would otherwise be remembered forever.
    const first = entries[0]?.id ?? 0;
    if (virtualizer.itemSizeCache.size < 2 * entries.length) return;
    for (const key of virtualizer.itemSizeCache.keys()) {
      if (Number(key) < first) virtualizer.itemSizeCache.delete(key);
    }
  }, [virtualizer, entries]);

  useScrollAway(
    scroller,
    useCallback(() => onFollowChange(false), [onFollowChange]),
  );
  const lastTop = useRef(0);
  const onScroll = (): void => {
    if (scroller.current === null) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller.current;
    const down = scrollTop > lastTop.current;
    lastTop.current = scrollTop;
    if (!follow && !jumping.current && down && scrollHeight - clientHeight - scrollTop < nearEnd)
      onFollowChange(true);
  };

  return (
    <div
      ref={scroller}
      role="log"
      aria-live="off"
      aria-label={label}
      {...scrollable}
      className={classes(styles.scroller, wrap && styles.wrap)}
      onScroll={onScroll}
    >
      {entries.length === 0 && <p className={styles.placeholder}>{placeholder}</p>}
      <div ref={content} className={styles.content} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const entry = entries[item.index];
          return (
            entry !== undefined && (
              <div
                key={item.key}
                ref={wrap ? virtualizer.measureElement : undefined}
                data-index={item.index}
                className={styles.item}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogEntryView
                  entry={entry}
                  showsSource={showsSource}
                  query={query}
                  current={entry.id === target?.id}
                />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

/** Where an entry stands; the ids grow. */
function indexOf(entries: readonly LogEntry[], id: number): number | null {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return entries[low]?.id === id ? low : null;
}
