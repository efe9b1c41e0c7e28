// A text: one line where a format says that it is one, as many as are typed otherwise.
import { Textarea, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import type { FieldKind } from '../schema/field-kind.ts';
import type { Schema } from '../schema/schema.ts';
import { asJsonText } from '../schema/values.ts';
import type { ControlProps } from './control.ts';
import styles from './form.module.css';
import { placeholderOf } from './placeholder.ts';

export interface TextFieldProps {
  readonly control: ControlProps;
  readonly field: Extract<FieldKind, { readonly kind: 'text' }>;
  readonly schema: Schema;
  readonly value: unknown;
  readonly onChange: (value: string) => void;
  readonly onClear: () => void;
}

/** Formats whose controls browsers have. What they make of it is checked like everything else. */
const inputTypes: Readonly<Record<string, string>> = {
  date: 'date',
  email: 'email',
  uri: 'url',
  url: 'url',
  password: 'password',
};

export function TextField(props: TextFieldProps): ReactElement {
  const { control, field, schema, value, onChange, onClear } = props;
  // What is no text is shown as what it is, so that nothing is lost by looking at it.
  const text =
    typeof value === 'string' ? value : value === undefined || value === null ? '' : asJsonText(value);
  const shared = {
    size: 'xs',
    ...control,
    value: text,
    placeholder: placeholderOf(schema),
    autoComplete: 'off',
    spellCheck: false,
    'aria-invalid': control.error !== undefined,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      if (event.currentTarget.value === '') onClear();
      else onChange(event.currentTarget.value);
    },
  } as const;
  if (field.format === null) {
    return <Textarea {...shared} rows={field.isLong ? 4 : 1} classNames={{ input: styles.growing ?? '' }} />;
  }
  return <TextInput {...shared} type={inputTypes[field.format] ?? 'text'} />;
}
