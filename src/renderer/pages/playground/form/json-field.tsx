// Whatever only JSON can say, as text.
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { asJsonText, Unparsed } from '../schema/values.ts';
import type { ControlProps } from './control.ts';
import styles from './form.module.css';

export interface JsonFieldProps {
  readonly control: ControlProps;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly onClear: () => void;
}

export function JsonField({ control, value, onChange, onClear }: JsonFieldProps): ReactElement {
  const [typed, setTyped] = useState(() => shown(value));
  const isOurs = shown(parse(typed)) === shown(value);
  return (
    <Textarea
      size="xs"
      {...control}
      value={isOurs ? typed : shown(value)}
      rows={3}
      placeholder="JSON"
      spellCheck={false}
      autoComplete="off"
      aria-invalid={control.error !== undefined}
      classNames={{ input: styles.json ?? '' }}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        if (next.trim() === '') onClear();
        else onChange(parse(next));
      }}
    />
  );
}

function parse(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return new Unparsed(text);
  }
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  return value instanceof Unparsed ? value.text : asJsonText(value);
}
