// Switches a server, or one of its tools, on or off in the configuration. While that is under way it shows where it is going.
import { Switch } from '@mantine/core';
import type { ReactElement } from 'react';
import styles from './enabled-switch.module.css';
import type { ServerControls } from './server-controls.tsx';

export interface EnabledSwitchProps {
  readonly control: NonNullable<ServerControls['enabled']>;
  readonly name: string;
  /** Shown on hover; the name when absent. */
  readonly hint?: string | undefined;
  /** Shown beside it; absent in the list. */
  readonly label?: string;
  readonly tabIndex?: number;
  readonly cell?: number;
}

export function EnabledSwitch({
  control,
  name,
  hint,
  label,
  tabIndex,
  cell,
}: EnabledSwitchProps): ReactElement {
  return (
    <Switch
      size="xs"
      checked={control.checked}
      aria-label={name}
      aria-busy={control.busy}
      aria-disabled={control.busy}
      title={hint ?? name}
      label={label}
      withThumbIndicator={false}
      classNames={{ root: styles.root, track: styles.track, label: styles.label, body: styles.body }}
      tabIndex={tabIndex}
      data-cell={cell}
      onChange={() => {
        if (!control.busy) control.toggle();
      }}
    />
  );
}
