// A button that stays pressed.
import { Button } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import styles from './toggle-button.module.css';

export interface ToggleButtonProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
}

export function ToggleButton({ label, icon, pressed, onChange }: ToggleButtonProps): ReactElement {
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      className={styles.toggle}
      aria-pressed={pressed}
      leftSection={icon}
      onClick={() => onChange(!pressed)}
    >
      {label}
    </Button>
  );
}
