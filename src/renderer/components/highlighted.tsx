// A text with every place marked where something stands that was searched for.
import type { ReactElement, ReactNode } from 'react';
import { placesOf } from '../logs/log-search.ts';
import styles from './highlighted.module.css';

export function Highlighted({
  text,
  query,
}: {
  readonly text: string;
  readonly query: string;
}): ReactElement {
  const places = query === '' ? [] : placesOf(text, query);
  if (places.length === 0) return <>{text}</>;
  const parts: ReactNode[] = [];
  let end = 0;
  for (const start of places) {
    parts.push(text.slice(end, start));
    end = start + query.length;
    parts.push(
      <mark key={start} className={styles.mark}>
        {text.slice(start, end)}
      </mark>,
    );
  }
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  );
}
