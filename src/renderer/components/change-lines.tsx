// A change of a file: the lines that go and the lines that come, with where they are.
import { VisuallyHidden } from '@mantine/core';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import styles from './change-lines.module.css';
import { scrollable } from './scrollable.ts';

export interface ChangeLinesProps {
  readonly label: string;
  /** Of the first changed line, from 1. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export function ChangeLines({ label, line, removed, added }: ChangeLinesProps): ReactElement {
  const words = useMessages().clients.change;
  const rows = [
    ...removed.map((text, index) => ({ kind: 'removed' as const, text, number: line + index })),
    ...added.map((text, index) => ({ kind: 'added' as const, text, number: line + index })),
  ];
  return (
    <div className={styles.frame} role="region" aria-label={label} {...scrollable}>
      <ol className={styles.lines}>
        {rows.map(({ kind, text, number }) => (
          <li key={`${kind} ${number}`} className={styles.line} data-kind={kind}>
            <span className={styles.number} aria-hidden="true">
              {number}
            </span>
            <span className={styles.sign} aria-hidden="true">
              {kind === 'added' ? '+' : '−'}
            </span>
            <VisuallyHidden component="span">{words[kind]} </VisuallyHidden>
            <pre className={styles.text}>{text}</pre>
          </li>
        ))}
      </ol>
    </div>
  );
}
