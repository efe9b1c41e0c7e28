// What waits for a person, the worst first, each with the button that mends it.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../../messages/messages.ts';
import { attentionKey } from '../../state/attention.ts';
import type { AttentionItem } from '../../state/attention.ts';
import { AttentionEntry } from './attention-entry.tsx';
import styles from './attention.module.css';

/** More at once would push all the rest out of sight. */
const shownAtFirst = 3;

export interface AttentionProps {
  readonly items: readonly AttentionItem[];
  /** Epoch milliseconds. */
  readonly now: number;
}

export function Attention({ items, now }: AttentionProps): ReactElement {
  const words = useMessages().overview.attention;
  const [showsAll, setShowsAll] = useState(false);
  const place = useFocusKept(items);
  const shown = showsAll ? items : items.slice(0, shownAtFirst);
  return (
    <section
      ref={place}
      className={styles.place}
      aria-labelledby="attention-title"
      hidden={items.length === 0}
    >
      <h2 id="attention-title" className={styles.title} tabIndex={-1}>
        {words.title}
      </h2>
      <ul className={styles.list}>
        {shown.map((item) => (
          <AttentionEntry key={attentionKey(item)} item={item} now={now} />
        ))}
      </ul>
      {items.length > shown.length && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={styles.more}
          onClick={() => setShowsAll(true)}
        >
          {words.more(items.length - shown.length)}
        </Button>
      )}
    </section>
  );
}

/** What was mended goes, and its button with it: the focus stays near, on the title of the rest or of the page. */
function useFocusKept(items: readonly AttentionItem[]): React.RefObject<HTMLElement | null> {
  const place = useRef<HTMLElement>(null);
  const isWithin = useRef(false);
  useEffect(() => {
    const follow = (): void => {
      isWithin.current = place.current?.contains(document.activeElement) ?? false;
    };
    document.addEventListener('focusin', follow);
    return () => document.removeEventListener('focusin', follow);
  }, []);
  useEffect(() => {
    const active = document.activeElement;
    const isLost = active === null || active === document.body;
    if (!isWithin.current || !isLost) return;
    const within = items.length > 0 ? place.current?.querySelector('h2') : null;
    (within ?? document.querySelector<HTMLElement>('main h1'))?.focus();
  }, [items]);
  return place;
}
