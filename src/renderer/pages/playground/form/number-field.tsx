// A number, kept as it is typed: "1." and "-" are on their way to one.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Schema } from '../schema/schema.ts';
import { asJsonText, Unparsed } from '../schema/values.ts';
import type { ControlProps } from './control.ts';
import { placeholderOf } from './placeholder.ts';

export interface NumberFieldProps {
  readonly control: ControlProps;
  readonly schema: Schema;
  readonly isInteger: boolean;
  readonly value: unknown;
  readonly onChange: (value: number | Unparsed) => void;
  readonly onClear: () => void;
}

export function NumberField(props: NumberFieldProps): ReactElement {
  const { control, schema, isInteger, value, onChange, onClear } = props;
  const [typed, setTyped] = useState(() => shown(value));
  const text = isSame(typed, value) ? typed : shown(value);
  return (
    <TextInput
      size="xs"
      {...control}
      value={text}
      inputMode={isInteger ? 'numeric' : 'decimal'}
      placeholder={placeholderOf(schema)}
      autoComplete="off"
      aria-invalid={control.error !== undefined}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        if (next.trim() === '') onClear();
        else onChange(parse(next));
      }}
    />
  );
}

function parse(text: string): number | Unparsed {
  const number = Number(text.trim());
  return Number.isFinite(number) ? number : new Unparsed(text);
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return value instanceof Unparsed ? value.text : asJsonText(value);
}

/** Whether what was typed last is this value, perhaps in other words. */
function isSame(typed: string, value: unknown): boolean {
  if (typed.trim() === '') return value === undefined || value === null;
  const parsed = parse(typed);
  if (parsed instanceof Unparsed) return value instanceof Unparsed && value.text === parsed.text;
  return parsed === value;
}
