// A piece of text to be copied as it is: a command, a path, a part of a file.
import type { ReactElement } from 'react';
import { CopyButton } from './copy-button.tsx';
import { scrollable } from './scrollable.ts';
import styles from './snippet.module.css';

export interface SnippetProps {
  /** What it is, for those who come by it with the keyboard. */
  readonly label: string;
  readonly text: string;
  readonly copyLabel: string;
}

export function Snippet({ label, text, copyLabel }: SnippetProps): ReactElement {
  return (
    <div className={styles.snippet}>
      <pre className={styles.text} role="region" aria-label={label} {...scrollable}>
        <code>{text}</code>
      </pre>
      <div className={styles.copy}>
        <CopyButton text={text} label={copyLabel} />
      </div>
    </div>
  );
}
