// Several of a few.
import { Checkbox } from '@mantine/core';
import type { ReactElement } from 'react';
import { keyed } from '../keyed.ts';
import type { Choice } from '../schema/field-kind.ts';
import type { ControlProps } from './control.ts';
import styles from './form.module.css';

export interface ChoicesFieldProps {
  readonly control: ControlProps;
  readonly choices: readonly Choice[];
  readonly value: unknown;
  readonly onChange: (value: readonly unknown[] | undefined) => void;
}

export function ChoicesField({ control, choices, value, onChange }: ChoicesFieldProps): ReactElement {
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  const texts = new Set(chosen.map((one) => JSON.stringify(one)));
  return (
    <Checkbox.Group
      size="xs"
      label={control.label}
      description={control.description}
      error={control.error}
      withAsterisk={control.required}
      value={choices.flatMap((choice, index) =>
        texts.has(JSON.stringify(choice.value)) ? [String(index)] : [],
      )}
      onChange={(indexes) => {
        const next = choices.filter((_choice, index) => indexes.includes(String(index)));
        const isNothing = next.length === 0 && !control.required;
        onChange(isNothing ? undefined : next.map((choice) => choice.value));
      }}
    >
      <div className={styles.choices}>
        {keyed(choices).map(({ place, item }) => (
          <Checkbox key={place} size="xs" value={String(place)} label={item.label} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
