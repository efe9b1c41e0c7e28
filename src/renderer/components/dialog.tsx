// A dialog above the page, drawn by the browser's own <dialog>: it holds the focus and gives it back, and needs no style
// element, which the page's content policy forbids.
import { VisuallyHidden } from '@mantine/core';
import { useId, useLayoutEffect, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { usePage, useValue } from '../page.ts';
import { classes } from './classes.ts';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Asked for by Escape; without it only the dialog's own buttons end it. */
  readonly onEscape: (() => void) | null;
  /** For questions that must be answered. */
  readonly alert?: boolean;
  /** For what has long lines, such as commands and changes of files. */
  readonly wide?: boolean;
}

/** Open as long as it is painted. */
export function Dialog({
  title,
  children,
  onEscape,
  alert = false,
  wide = false,
}: DialogProps): ReactElement {
  const titleId = useId();
  const element = useRef<HTMLDialogElement>(null);
  const said = useValue(usePage().announcement);

  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={element}
      className={classes(styles.dialog, wide && styles.wide)}
      role={alert ? 'alertdialog' : undefined}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        // Where what had the focus is gone, the key comes by here alone.
        onEscape?.();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Otherwise the browser closes it, whatever we think.
        event.preventDefault();
        onEscape?.();
      }}
    >
      <h2 id={titleId} className={styles.title}>
        {title}
      </h2>
      {children}
      {/* The page's own voice is silent while a dialog is above it. */}
      <VisuallyHidden component="output" aria-live="polite">
        {said}
      </VisuallyHidden>
    </dialog>
  );
}
