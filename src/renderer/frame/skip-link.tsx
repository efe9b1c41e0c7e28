// The first stop of Tab: past the navigation, to what the section shows.
import type { MouseEvent, ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import styles from './skip-link.module.css';

export function SkipLink(): ReactElement {
  const words = useMessages().frame;
  return (
    <a className={styles.skip} href="#main" onClick={skip}>
      {words.skip}
    </a>
  );
}

/** The fragment says which section is open, so the link itself must not be followed. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector('main')?.focus();
}
