// A small button that shows a sign only. Busy or unavailable it keeps its place and the keyboard's focus,
// which a disabled button would lose.
import { ActionIcon, Loader } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './icon-button.module.css';

export interface IconButtonProps {
  readonly label: string;
  /** Shown on hover; the label when absent. */
  readonly hint?: string | undefined;
  readonly icon: ReactNode;
  readonly onPress: () => void;
  readonly busy?: boolean;
  readonly unavailable?: boolean;
  readonly tabIndex?: number;
  /** Its place among the controls of a grid's row. */
  readonly cell?: number;
  readonly className?: string | undefined;
}

export function IconButton(props: IconButtonProps): ReactElement {
  const { label, hint, icon, onPress, busy = false, unavailable = false, tabIndex, cell, className } = props;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={26}
      className={classes(styles.button, className)}
      aria-label={label}
      title={hint ?? label}
      aria-disabled={unavailable || busy}
      aria-busy={busy}
      data-cell={cell}
      tabIndex={tabIndex}
      onClick={() => {
        if (!busy && !unavailable) onPress();
      }}
    >
      {busy ? <Loader size={14} color="var(--text-faint)" aria-hidden="true" /> : icon}
    </ActionIcon>
  );
}
