// A text that few want to see: made only once somebody does.
import { useState } from 'react';
import type { ReactElement } from 'react';
import styles from './result.module.css';
import { TextBlock } from './text-block.tsx';

export interface FoldedTextProps {
  readonly label: string;
  /** Printed as JSON. */
  readonly value: unknown;
  readonly fileName: string;
}

export function FoldedText({ label, value, fileName }: FoldedTextProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.whole} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}</summary>
      {isOpen && <TextBlock label={label} text={JSON.stringify(value, null, 2) ?? ''} fileName={fileName} />}
    </details>
  );
}
