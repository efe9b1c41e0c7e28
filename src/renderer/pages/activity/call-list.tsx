// The calls, of which only the visible ones exist. The arrow keys go from call to call; the newest is at the end, which is
// followed until somebody scrolls away or opens a call.
import { useCallback, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import type { CallView } from '../../../shared/activity.ts';
import { indexOfCall } from '../../activity/merge-calls.ts';
import { useLineVirtualizer } from '../../components/use-line-virtualizer.ts';
import { useScrollAway } from '../../components/use-scroll-away.ts';
import { useStickToEnd } from '../../components/use-stick-to-end.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './call-list.module.css';
import { CallRow, rowId } from './call-row.tsx';

export interface CallListProps {
  readonly calls: readonly CallView[];
  readonly selected: number | null;
  readonly follow: boolean;
  readonly onFollowChange: (follow: boolean) => void;
  readonly onSelect: (id: number | null) => void;
  readonly placeholder: string;
}

const rowHeight = 28;
const nearEnd = 12;

export function CallList(props: CallListProps): ReactElement {
  const { calls, selected, follow, onFollowChange, onSelect, placeholder } = props;
  const words = useMessages().activity;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const virtualizer = useLineVirtualizer({
    count: calls.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => calls[index]?.id ?? -1, [calls]),
    overscan: 8,
    anchorTo: 'end',
  });
  useLayoutEffect(() => {
    if (follow && calls.length > 0) virtualizer.scrollToEnd();
  }, [virtualizer, follow, calls]);
  useStickToEnd(scroller, content, follow);
  useScrollAway(
    scroller,
    useCallback(() => onFollowChange(false), [onFollowChange]),
  );

  const choose = useCallback(
    (id: number) => {
      onFollowChange(false);
      onSelect(id);
    },
    [onFollowChange, onSelect],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && selected !== null) {
      onSelect(null);
      return;
    }
    const index = nextIndex(event.key, calls, selected);
    const call = index === null ? undefined : calls[index];
    if (index === null || call === undefined) return;
    event.preventDefault();
    virtualizer.scrollToIndex(index);
    choose(call.id);
  };
  const lastTop = useRef(0);
  const onScroll = (): void => {
    if (scroller.current === null) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller.current;
    const isDown = scrollTop > lastTop.current;
    lastTop.current = scrollTop;
    if (!follow && isDown && selected === null && scrollHeight - clientHeight - scrollTop < nearEnd)
      onFollowChange(true);
  };
  useSelectedInView(virtualizer, calls, selected);
  const isThere = selected !== null && indexOfCall(calls, selected) !== null;

  return (
    <div className={styles.list}>
      <div className={styles.head} aria-hidden="true">
        {columns.map((column) => (
          <span key={column} data-column={column}>
            {words.columns[column]}
          </span>
        ))}
      </div>
      <div
        ref={scroller}
        role="listbox"
        tabIndex={0}
        aria-label={words.list}
        aria-activedescendant={isThere ? rowId(selected) : undefined}
        className={styles.scroller}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const id = callAt(event.target);
          if (id !== null) choose(id);
        }}
      >
        {calls.length === 0 && (
          <div role="option" aria-selected="false" aria-disabled="true" className={styles.placeholder}>
            {placeholder}
          </div>
        )}
        <div
          ref={content}
          role="presentation"
          className={styles.content}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const call = calls[item.index];
            return (
              call !== undefined && (
                <CallRow
                  key={item.key}
                  call={call}
                  top={item.start}
                  position={item.index + 1}
                  size={calls.length}
                  selected={call.id === selected}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The call whose row was hit. */
function callAt(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-call]') : null;
  return row === null ? null : Number(row.dataset['call']);
}

/** Brings a call that was opened by its address into view, once it is known. */
function useSelectedInView(
  virtualizer: ReturnType<typeof useLineVirtualizer<HTMLDivElement, Element>>,
  calls: readonly CallView[],
  selected: number | null,
): void {
  const shown = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (selected === shown.current) return;
    const index = selected === null ? null : indexOfCall(calls, selected);
    if (selected !== null && index === null) return;
    shown.current = selected;
    if (index !== null) virtualizer.scrollToIndex(index);
  }, [virtualizer, calls, selected]);
}

const columns = ['time', 'outcome', 'client', 'server', 'call', 'duration', 'size'] as const;

/** Where a key leads to; null for keys that lead nowhere. */
function nextIndex(key: string, calls: readonly CallView[], selected: number | null): number | null {
  const last = calls.length - 1;
  const at = selected === null ? null : indexOfCall(calls, selected);
  switch (key) {
    case 'ArrowUp':
      return at === null ? last : Math.max(0, at - 1);
    case 'ArrowDown':
      return at === null ? last : Math.min(last, at + 1);
    case 'PageUp':
      return Math.max(0, (at ?? last) - 10);
    case 'PageDown':
      return Math.min(last, (at ?? last) + 10);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
