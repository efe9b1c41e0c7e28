// A chart with its words: what it shows, the number that counts, what one step was where somebody points at it.
import { useId, useState } from 'react';
import type { PointerEvent, ReactElement, ReactNode } from 'react';
import { useMessages } from '../../messages/messages.ts';
import styles from './chart-card.module.css';

export interface ChartCardProps {
  readonly title: string;
  /** The number that counts, with its unit. */
  readonly value: string;
  /** What belongs to it, in a few words. */
  readonly notes: readonly { readonly text: string; readonly tone?: 'bad' | undefined }[];
  /** Everything that the picture shows, in a sentence. */
  readonly description: string;
  /** What the top of the picture stands for; null: nothing is shown. */
  readonly top: string | null;
  /** Stands in for the picture where it would be empty. */
  readonly emptyText: string | null;
  readonly slots: number;
  /** What one step was, for who points at it; null: nothing to say. */
  readonly read: (slot: number) => string | null;
  /** Paths in a box of `slots` by 1. */
  readonly children: ReactNode;
}

export function ChartCard(props: ChartCardProps): ReactElement {
  const { title, value, notes, description, top, emptyText, slots, read, children } = props;
  const words = useMessages().overview.charts;
  const [pointed, setPointed] = useState<number | null>(null);
  const titleId = useId();
  const reading = pointed === null ? null : read(pointed);

  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const slot = Math.floor(((event.clientX - box.left) / box.width) * slots);
    setPointed(Math.min(slots - 1, Math.max(0, slot)));
  };

  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <h2 id={titleId} className={styles.title}>
        {title}
      </h2>
      <p className={styles.value}>{value}</p>
      <p className={styles.notes}>
        {reading === null
          ? notes.map(({ text, tone }) => (
              <span key={text} data-tone={tone}>
                {text}
              </span>
            ))
          : reading}
      </p>
      <div className={styles.picture} onPointerMove={point} onPointerLeave={() => setPointed(null)}>
        <svg
          className={styles.svg}
          viewBox={`0 0 ${slots} 1`}
          preserveAspectRatio="none"
          role="img"
          aria-label={description}
        >
          <path className={styles.grid} d={`M0 0H${slots}M0 .5H${slots}M0 1H${slots}`} />
          {children}
          {reading !== null && pointed !== null && (
            <path className={styles.pointer} d={`M${pointed + 0.5} 0V1`} />
          )}
        </svg>
        {top !== null && <span className={styles.top}>{top}</span>}
        {emptyText !== null && <span className={styles.empty}>{emptyText}</span>}
      </div>
      <p className={styles.axis} aria-hidden="true">
        <span>{words.axisStart}</span>
        <span>{words.axisEnd}</span>
      </p>
    </section>
  );
}
