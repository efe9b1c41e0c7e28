// One of several shapes: which one is chosen first, its fields come below.
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import { check } from '../schema/check.ts';
import { typeOf } from '../schema/field-kind.ts';
import { textsOf, type Schema } from '../schema/schema.ts';
import { initialValue } from '../schema/values.ts';
import type { ControlProps, FieldProps } from './control.ts';
import { FormContext, useForm } from './form-context.ts';
import { Group } from './group.tsx';

export interface VariantsFieldProps extends FieldProps {
  readonly control: ControlProps;
  readonly variants: readonly Schema[];
}

export function VariantsField(props: VariantsFieldProps): ReactElement {
  const { control, variants, name, path, isRequired, value, onChange } = props;
  const words = useMessages().playground.form;
  const form = useForm();
  const { root, Field } = form;
  const [chosen, setChosen] = useState(() => fitting(value, variants, root));
  const variant = variants[chosen] ?? {};
  const labels = variants.map((one, index) => textsOf(one).title ?? typeOf(one) ?? words.variant(index + 1));
  return (
    <Group control={control}>
      <NativeSelect
        size="xs"
        label={words.variants}
        value={String(chosen)}
        data={labels.map((label, index) => ({ value: String(index), label }))}
        onChange={(event) => {
          const next = Number(event.currentTarget.value);
          setChosen(next);
          onChange(initialValue(variants[next], root, 1));
        }}
      />
      <FormContext value={{ ...form, depth: form.depth + 1 }}>
        <Field
          key={chosen}
          name={name}
          schema={{ ...variant, title: labels[chosen] }}
          path={path}
          isRequired={isRequired}
          value={value}
          onChange={onChange}
        />
      </FormContext>
    </Group>
  );
}

/** The shape that a value has; the first where it has none of them. */
function fitting(value: unknown, variants: readonly Schema[], root: Schema): number {
  const found = variants.findIndex(
    (variant) => value !== undefined && check(value, variant, root).size === 0,
  );
  return Math.max(0, found);
}
