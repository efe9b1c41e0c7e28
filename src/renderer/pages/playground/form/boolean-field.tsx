// Yes or no, or nothing said.
import { Checkbox } from '@mantine/core';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import type { ControlProps } from './control.ts';
import styles from './form.module.css';

export interface BooleanFieldProps {
  readonly control: ControlProps;
  readonly value: unknown;
  readonly onChange: (value: boolean) => void;
}

export function BooleanField({ control, value, onChange }: BooleanFieldProps): ReactElement {
  const words = useMessages().playground.form;
  const { label, description, error, required } = control;
  return (
    <Checkbox
      size="xs"
      label={
        <>
          {label}
          {required && (
            <span className={styles.asterisk} aria-hidden="true">
              {' *'}
            </span>
          )}
          {value === undefined && <span className={styles.unset}>{words.notSent}</span>}
        </>
      }
      description={description}
      error={error}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
